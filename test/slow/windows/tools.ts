import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * For code that runs in Node for Windows. `C:\hk` has the package, `C:\inputs` what `writeInputs` makes, `C:\fixtures` the
 * fixtures and `C:\tool.exe` the program made of `tool.c`.
 */

/** The executable that needs no Node, if that is what is tried. */
export const EXECUTABLE = process.env.HOTFIXKIT_EXECUTABLE;

function command(node: readonly string[] = []): [string, ...string[]] {
  return EXECUTABLE ? [EXECUTABLE] : [process.execPath, ...node, 'C:\\hk\\bin\\hotfixkit.js'];
}
export const TOOL = 'C:\\tool.exe';
/** Longer than a scenario may take, in milliseconds. */
const HELD = '200000';

/** The paths of `Inputs`, as the files lie in the prefix. */
export const inputs = {
  a: 'C:\\inputs\\A.msi',
  b: 'C:\\inputs\\B.msi',
  manyA: 'C:\\inputs\\manyA.msi',
  manyB: 'C:\\inputs\\manyB.msi',
  product: 'C:\\inputs\\client.msi',
  patch: 'C:\\inputs\\client.msp',
  standIn: 'C:\\fixtures\\kb977203\\SCCM2007-SP2-KB977203-ENU.msi',
} as const;

export interface Ended {
  /** All 32 bits. */
  code: number | null;
  out: string;
  err: string;
}

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Options of Node itself. */
  node?: readonly string[];
}

/** One scenario's own folder, and what it starts. */
export class Tools {
  readonly work: string;
  readonly #children = new Set<ChildProcess>();

  constructor(work: string) {
    this.work = work;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
  }

  path(...parts: string[]): string {
    return join(this.work, ...parts);
  }

  /** Runs hotfixkit with these arguments. */
  run(argv: readonly string[], { cwd = this.work, env = {}, node = [] }: RunOptions = {}): Promise<Ended> {
    const [program, ...words] = command(node);
    const child = spawn(program, [...words, ...argv], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return this.#ended(child);
  }

  /** Runs hotfixkit with the rest of a command line as it would be typed; nothing is quoted. */
  typed(line: string, { cwd = this.work, env = {} }: RunOptions = {}): Promise<Ended> {
    const [program, ...words] = command();
    const child = spawn(program, [...words, line], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsVerbatimArguments: true,
    });
    return this.#ended(child);
  }

  /** Starts hotfixkit and presses Ctrl-C when a file is there. */
  pressCtrlC(pattern: string, line: string): Promise<Ended> {
    const child = spawn(
      TOOL,
      ['keys', pattern, `"${command().join(' ')} ${line}"`],
      // With a console of its own, which the keys of no other scenario reach.
      {
        cwd: this.work,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsVerbatimArguments: true,
        windowsHide: true,
      },
    );
    return this.#ended(child);
  }

  /** Waits until a folder has a member of such a name. */
  async appears(folder: string, name: RegExp): Promise<void> {
    while (!readdirSync(folder).some((one) => name.test(one))) await sleep(5);
  }

  /** Opens a file as another program would; gives what lets go of it. Bits of `share`: 1 reading, 2 writing, 4 deleting. */
  hold(path: string, share: number): Promise<() => Promise<void>> {
    return this.start(TOOL, ['hold', path, String(share), HELD]);
  }

  /** A virus scanner that looks at each new file below a folder for some milliseconds; gives what ends it. */
  scan(folder: string, share: number, milliseconds: number): Promise<() => Promise<void>> {
    return this.start(TOOL, ['scan', folder, String(share), String(milliseconds), HELD]);
  }

  /** Starts a program, and leaves it running as soon as it says something; gives what ends it. */
  async start(program: string, args: readonly string[]): Promise<() => Promise<void>> {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#children.add(child);
    const gone = new Promise<void>((resolve) => child.on('close', () => resolve()));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${program} ${args.join(' ')} ended: ${code}`)));
    });
    return async () => {
      child.kill();
      await gone;
    };
  }

  close(): void {
    for (const child of this.#children) child.kill();
    try {
      rmSync(this.work, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // The prefix goes as a whole.
    }
  }

  #ended(child: ChildProcess): Promise<Ended> {
    let [out, err] = ['', ''];
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
  }
}

/** Paths of all files below a folder with their texts, sorted, `/` between the parts; null where there is no folder. */
export function tree(folder: string): Record<string, string> | null {
  if (!existsSync(folder)) return null;
  const found: Record<string, string> = {};
  const visit = (below: string): void => {
    for (const name of readdirSync(join(folder, below)).sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      const full = join(folder, path);
      if (statSync(full).isDirectory()) visit(path);
      else found[path] = readFileSync(full, 'latin1');
    }
  };
  visit('');
  return found;
}

export function names(folder: string): string[] {
  return Object.keys(tree(folder) ?? {});
}
