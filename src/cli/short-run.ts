import { closeSync } from 'node:fs';
import { SHARE_ENV, type Worker } from 'node:worker_threads';
import { HotfixkitError } from '../core/errors.js';
import { defaultRunLimits } from '../node/run-limits.js';
import { attachRunMonitor, RunMonitor, startPulse } from '../node/run-monitor.js';
import { startThread, terminateThreads } from '../node/thread.js';
import { steadyNow, workUndivided } from '../node/turns.js';
import type { RunStart, Terminal } from './context.js';
import { directOutput, isReaderGone, lostOutputLine } from './direct-output.js';
import { statusWithoutReader } from './exit-status.js';
import { answerForStopped, asKnown, main, stoppedError } from './main.js';
import type { GuardData, GuardMessage, WrittenFolder } from './run-messages.js';
import { runStretch } from './stretch.js';
import { supervise } from './supervise.js';

/**
 * Runs one command line on this thread; returns the exit status. Most commands that only read are over at once: V8 cuts
 * them off if they are not, and the supervisor begins them again. From the first input of any other run on, a second
 * thread, the guard, holds it to its limits as the supervisor would: it stops this thread where it stands, takes back what
 * was written, and answers in its place. That thread starts while this one works, and it is not waited for.
 */
export function runHere(argv: readonly string[]): Promise<number> {
  return new ShortRun(argv).run();
}

/** The global function by which the guard reaches this thread. */
const freeze = '__hotfixkitFreeze';
/** Milliseconds that a run may go on without a guard, and so without a limit of its memory. */
const ALONE = 1000;
/** After so many of processor time it gives way to others, and gets a guard. */
const UNDIVIDED = 250;
/** Output that may wait until the run has a guard or is over, in bytes. */
const MOST_OUTPUT = 16 * 1024 * 1024;
/** Commands that write files; they get a guard before they do. */
const writers: readonly (string | undefined)[] = [
  'completions',
  'delta',
  'diagnose',
  'extract',
  'manifest',
  'msiexec',
  'msiexec.exe',
  'prepare',
  'recover',
  'stage',
  'transform',
  'x',
];

/** A word by which a run writes files, or reads from a share: V8 cannot cut off a system that does not answer. */
const needsGuard = /^(?:-o|--output|--answer|[\\/]{2}|[\\/]\?\?[\\/])/;

const ignored = (): void => undefined;

class ShortRun {
  readonly #argv: readonly string[];
  readonly #monitor = new RunMonitor();
  readonly #interrupt = new AbortController();
  readonly #folders: WrittenFolder[] = [];
  /** Output that waits until the run has a guard or is over; null from then on. */
  #waiting: (() => void)[] | null = [];
  #waitingBytes = 0;
  #start: RunStart | null = null;
  #guard: Worker | null = null;
  /** The status if the reader of the output is gone. */
  #closed: number | null = null;
  #isInterrupted = false;
  /** V8 cuts it off when its time is over. */
  #isAlone = false;
  #hasInput = false;
  /** It was cut off: whatever is left of it must have no effect. */
  #isCutOff = false;

  constructor(argv: readonly string[]) {
    this.#argv = argv;
  }

  async run(): Promise<number> {
    // The exit status of msiexec says that the user ended it.
    if (/(?:^|[\\/])msiexec(?:\.exe)?$/i.test(this.#argv[0] ?? '')) this.#hearSignals();
    attachRunMonitor(this.#monitor, {
      input: () => {
        this.#hasInput = true;
        if (!this.#isAlone && !this.#isCutOff) this.#watch();
      },
      critical: () => this.#leaveStretch(),
      outputFolder: (path, isNew) => this.#announce({ path, isNew }),
    });
    const pulse = startPulse(this.#monitor);
    const terminal = {
      stdout: this.#output(1),
      stderr: this.#output(2),
      env: process.env,
      signal: this.#interrupt.signal,
      onStart: (start: RunStart) => {
        this.#start = start;
      },
    };
    let isOver = false;
    const lost = async (error: unknown): Promise<never> => {
      isOver = true;
      this.#flush();
      const status = await answerForStopped(asKnown(error), this.#argv, this.#start, terminal);
      process.exit(this.#closed ?? status);
    };
    const ending = (): void => {
      this.#flush();
      // A promise that nothing can settle any more ends the process, too.
      if (isOver) return;
      terminal.stderr.write(
        `hotfixkit: ${asKnown(new Error('the command ended without a result')).message}\n`,
      );
      process.exitCode = 70;
    };
    process.on('uncaughtException', lost);
    process.on('exit', ending);
    const status = await this.#run(terminal);
    isOver = true;
    process.removeListener('uncaughtException', lost);
    process.removeListener('exit', ending);
    for (const signal of signals) process.removeListener(signal, this.#abort);
    pulse.stop();
    if (status === 'again') return supervise(this.#argv);
    this.#flush();
    return statusWithoutReader(status, this.#closed);
  }

  /** `again`: it takes longer than it may without a guard, and nothing of it has been seen yet. */
  async #run(terminal: Terminal): Promise<number | 'again'> {
    let result: Promise<number> | null = null;
    let isDone = false;
    const begin = (): void => {
      result = main(this.#argv, terminal).finally(() => {
        isDone = true;
      });
    };
    if (writers.includes(this.#argv[0]) || this.#argv.some((word) => needsGuard.test(word))) {
      this.#flush();
      begin();
      return result!;
    }
    this.#isAlone = true;
    workUndivided(UNDIVIDED);
    const begunAt = steadyNow();
    const end = await runStretch(begin, ALONE);
    this.#isAlone = false;
    this.#isCutOff = end === 'time' || end === 'interrupted';
    const limits = this.#start?.global.limits ?? defaultRunLimits();
    // It was in a call that nothing cuts off; begun again, it would be there for as long.
    const isLate = end === 'time' && steadyNow() - begunAt > ALONE + limits.maxTime * 1000;
    if (end === 'time' && !isLate) return 'again';
    if (end === 'interrupted' || isLate) {
      const streams = { stdout: directOutput(1, ignored), stderr: directOutput(2, ignored) };
      const error = stoppedError(isLate ? 'time' : 'interrupted', limits, this.#monitor.input);
      return answerForStopped(error, this.#argv, this.#start, { ...terminal, ...streams });
    }
    this.#flush();
    if (end === null) begin();
    else if (this.#hasInput && !isDone) this.#watch();
    return result!;
  }

  #output(fd: 1 | 2) {
    const output = directOutput(fd, (error) => {
      if (fd === 1 && this.#closed === null) directOutput(2, ignored).write(lostOutputLine(error));
      this.#closed ??= fd === 1 && isReaderGone(error) ? 0 : 4;
      // What is written to files is wanted all the same.
      if (this.#folders.length === 0) this.#interrupt.abort();
    });
    const write = (data: string | Uint8Array): void => {
      // A reader that is slow is no run without progress.
      this.#monitor.hasOutput = true;
      output.write(data);
      this.#monitor.hasOutput = false;
      this.#monitor.beat();
    };
    return Object.create(output, {
      write: {
        value: (data: string | Uint8Array) => {
          if (this.#isCutOff) return;
          if (this.#waiting === null) {
            write(data);
            return;
          }
          // Bytes may be a view of something that changes afterwards.
          const kept = typeof data === 'string' ? data : data.slice();
          this.#waiting.push(() => write(kept));
          this.#waitingBytes += data.length;
          if (this.#waitingBytes > MOST_OUTPUT) this.#leaveStretch();
        },
      },
    }) as typeof output;
  }

  /** Writes what waits; from now on output goes out at once. */
  #flush(): void {
    const waiting = this.#isCutOff ? [] : (this.#waiting ?? []);
    this.#waiting = null;
    for (const write of waiting) write();
  }

  /** Called before anything that may not happen twice: what is cut off begins again, and gets a guard. */
  #leaveStretch(): void {
    if (this.#isCutOff) throw new HotfixkitError('ABORTED', 'interrupted');
    const cell = new Int32Array(new SharedArrayBuffer(4));
    while (this.#isAlone) Atomics.wait(cell, 0, 0, 5);
  }

  /** From now on there is something to take back. Until then a signal may end the process as it ends any other. */
  #announce(folder: WrittenFolder): void {
    this.#leaveStretch();
    if (this.#folders.length === 0) this.#hearSignals();
    this.#folders.push(folder);
    this.#watch();
    this.#tell({ kind: 'folder', folder });
  }

  #hearSignals(): void {
    for (const signal of signals) {
      process.removeListener(signal, this.#abort);
      process.on(signal, this.#abort);
    }
  }

  readonly #abort = (): void => {
    if (this.#isInterrupted) return;
    this.#isInterrupted = true;
    this.#monitor.isAborting = true;
    this.#interrupt.abort();
    this.#watch();
    this.#tell({ kind: 'interrupt' });
  };

  #tell(message: GuardMessage): void {
    this.#guard?.postMessage(message);
  }

  /** Starts the thread that holds this one to its limits. It runs even while this one is in a loop. */
  #watch(): void {
    if (this.#guard) return;
    Object.assign(globalThis, { [freeze]: () => this.#freeze() });
    const data: GuardData = {
      argv: this.#argv,
      memory: this.#monitor.memory,
      freeze,
      start: this.#start,
      folders: this.#folders,
    };
    this.#guard = startThread('guard-worker', { workerData: data, env: SHARE_ENV });
    this.#guard.unref();
    // A watch that fails is no reason to end what runs well.
    this.#guard.on('error', () => undefined);
  }

  /** Called by the guard, between two instructions of this thread: nothing happens here any more but the end. */
  #freeze(): never {
    terminateThreads(this.#guard);
    const status = this.#monitor.standStill();
    try {
      // Node would say there that it waits for its debugger.
      closeSync(2);
    } catch {
      // It was closed before.
    }
    // Not process.exit: no listener is to run here.
    (process as unknown as { reallyExit(status: number): never }).reallyExit(this.#closed ?? status);
    throw new Error('unreachable');
  }
}

const signals = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? ['SIGBREAK' as const] : []),
] as const;
