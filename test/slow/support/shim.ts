import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('./file-operations-shim.c', import.meta.url));

/** `enum` in the C source. */
const Mode = { off: 0, count: 1, fail: 2, kill: 3, copy: 4, pause: 5 } as const;

/** Offsets in `struct control` of the C source: ten numbers of four bytes, three paths of 4096, 4096 pairs of 8 bytes. */
const offsets = {
  ...{ mode: 0, at: 4, error: 8, lasting: 12, count: 16, paused: 20, go: 24, torn: 28 },
  ...{ process: 32, inodes: 36 },
} as const;
const paths = { root: 40, log: 40 + 4096, copies: 40 + 2 * 4096 } as const;
const INODES = 40 + 3 * 4096;
const MOST_INODES = 4096;
const SIZE = INODES + 16 * MOST_INODES;

/** A change below the watched folder: what is done, and to which path (relative to the folder; `.` the folder itself). */
export interface Operation {
  name: string;
  path: string;
}

export type ShimPlan =
  /** Only counts. */
  | { mode: 'count' }
  /** The n-th operation, from 1 on, fails with an errno; with `lasting` all after it too. */
  | { mode: 'fail'; at: number; error: number; lasting: boolean }
  /** SIGKILL in place of the n-th operation. */
  | { mode: 'kill'; at: number }
  /** Before each `step`-th operation the folder is copied to `copies/<number>`; amid a write also to `<number>-torn`. */
  | { mode: 'copy'; step: number; copies: string }
  /** Stands before the n-th operation until {@link Shim.go}. */
  | { mode: 'pause'; at: number };

/** Why the shim cannot be used here; null where it can. */
export function whyNoShim(): string | null {
  if (process.platform !== 'linux') return 'needs LD_PRELOAD of Linux';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'needs cc';
  }
}

/** Compiles the shim into a folder; gives the path of the library. */
export function compileShim(folder: string): string {
  const library = join(folder, 'shim.so');
  if (!existsSync(library)) {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl', '-lpthread'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  return library;
}

/** What one process with the shim is told, and what it tells. */
export class Shim {
  readonly #control: string;
  readonly #log: string;
  readonly #library: string;
  readonly #descriptor: number;

  /** `folder` takes the library and, under `name`, the files that both sides share. */
  constructor(folder: string, name: string) {
    this.#library = compileShim(folder);
    this.#control = resolve(folder, `${name}.control`);
    this.#log = resolve(folder, `${name}.log`);
    this.#descriptor = openSync(this.#control, 'w+');
    writeSync(this.#descriptor, new Uint8Array(SIZE), 0, SIZE, 0);
  }

  /** For the process that is to be watched. */
  get env(): Record<string, string> {
    return { LD_PRELOAD: this.#library, HOTFIXKIT_SHIM_CONTROL: this.#control, UV_USE_IO_URING: '0' };
  }

  /** From here on changes below `root` (a real path) count. */
  start(root: string, plan: ShimPlan): void {
    this.#setNumber('mode', Mode.off);
    rmSync(this.#log, { force: true });
    this.#setPath('root', root);
    this.#setPath('log', this.#log);
    this.#setPath('copies', 'copies' in plan ? plan.copies : '');
    this.#setNumber('at', 'at' in plan ? plan.at : 'step' in plan ? plan.step : 0);
    this.#setNumber('error', 'error' in plan ? plan.error : 0);
    this.#setNumber('lasting', 'lasting' in plan && plan.lasting ? 1 : 0);
    this.#setNumber('torn', plan.mode === 'copy' ? 1 : 0);
    for (const name of ['count', 'paused', 'go'] as const) this.#setNumber(name, 0);
    this.#setNumber('mode', Mode[plan.mode]);
  }

  /** Nothing counts any more; gives what was counted, in order. */
  stop(root: string): Operation[] {
    this.#setNumber('mode', Mode.off);
    return this.operations(root);
  }

  /** What has been counted until now. */
  operations(root: string): Operation[] {
    if (!existsSync(this.#log)) return [];
    return readFileSync(this.#log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, name, path] = /^\d+ (\S+) (.*)$/.exec(line)!;
        return { name: name!, path: path === root ? '.' : path!.slice(root.length + 1) };
      });
  }

  /** Whether the process stands at its operation. */
  get isPaused(): boolean {
    const bytes = new DataView(new ArrayBuffer(4));
    readSync(this.#descriptor, bytes, 0, 4, offsets.paused);
    return bytes.getInt32(0, true) !== 0;
  }

  /** What the process gives as its number; 0: the true one. */
  setProcess(pid: number): void {
    this.#setNumber('process', pid);
  }

  /**
   * What the process sees as the numbers (inodes) of files: of those in a copy of a folder, by their own number the one
   * of the file that each is a copy of.
   */
  setInodes(inodes: ReadonlyMap<bigint, bigint>): void {
    const pairs = BigUint64Array.from([...inodes].slice(0, MOST_INODES).flat());
    this.#setNumber('inodes', 0);
    if (pairs.length > 0) writeSync(this.#descriptor, pairs, 0, pairs.byteLength, INODES);
    this.#setNumber('inodes', pairs.length / 2);
  }

  go(): void {
    this.#setNumber('go', 1);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #setNumber(name: keyof typeof offsets, value: number): void {
    const bytes = new DataView(new ArrayBuffer(4));
    bytes.setInt32(0, value, true);
    writeSync(this.#descriptor, bytes, 0, 4, offsets[name]);
  }

  #setPath(name: keyof typeof paths, value: string): void {
    const bytes = new Uint8Array(4096);
    bytes.set(new TextEncoder().encode(value));
    writeSync(this.#descriptor, bytes, 0, bytes.length, paths[name]);
  }
}
