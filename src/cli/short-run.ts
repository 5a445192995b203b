import { closeSync } from 'node:fs';
import { SHARE_ENV, type Worker } from 'node:worker_threads';
import { attachRunMonitor, RunMonitor, startPulse } from '../node/run-monitor.js';
import { startThread, terminateThreads } from '../node/thread.js';
import type { RunStart } from './context.js';
import { directOutput, isReaderGone, statusWithoutReader } from './direct-output.js';
import { answerForStopped, asKnown, main } from './main.js';
import type { GuardData, GuardMessage, WrittenFolder } from './run-messages.js';

/**
 * Runs one command line on this thread; returns the exit status. From the first input on, a second thread holds it to its
 * limits as the supervisor would: it stops this thread where it stands, takes back what was written, and answers in its
 * place. That thread starts while this one works, and it is not waited for.
 */
export function supervise(argv: readonly string[]): Promise<number> {
  return new ShortRun(argv).run();
}

/** The global function by which the guard reaches this thread. */
const freeze = '__hotfixkitFreeze';

class ShortRun {
  readonly #argv: readonly string[];
  readonly #monitor = new RunMonitor();
  readonly #interrupt = new AbortController();
  readonly #folders: WrittenFolder[] = [];
  #start: RunStart | null = null;
  #guard: Worker | null = null;
  /** The status if the reader of the output is gone. */
  #closed: number | null = null;
  #isInterrupted = false;

  constructor(argv: readonly string[]) {
    this.#argv = argv;
  }

  async run(): Promise<number> {
    // The exit status of msiexec says that the user ended it.
    if (/(?:^|[\\/])msiexec(?:\.exe)?$/i.test(this.#argv[0] ?? '')) this.#hearSignals();
    attachRunMonitor(this.#monitor, {
      input: () => this.#watch(),
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
      const status = await answerForStopped(asKnown(error), this.#argv, this.#start, terminal);
      process.exit(this.#closed ?? status);
    };
    process.on('uncaughtException', lost);
    process.on('exit', () => {
      // A promise that nothing can settle any more ends the process, too.
      if (isOver) return;
      terminal.stderr.write(
        `hotfixkit: ${asKnown(new Error('the command ended without a result')).message}\n`,
      );
      process.exitCode = 70;
    });
    const status = await main(this.#argv, terminal);
    isOver = true;
    process.removeListener('uncaughtException', lost);
    for (const signal of signals) process.removeListener(signal, this.#abort);
    pulse.stop();
    return statusWithoutReader(status, this.#closed);
  }

  #output(fd: 1 | 2) {
    const output = directOutput(fd, (error) => {
      this.#closed ??= fd === 1 && isReaderGone(error) ? 0 : 4;
      // What is written to files is wanted all the same.
      if (this.#folders.length === 0) this.#interrupt.abort();
    });
    return Object.create(output, {
      write: {
        value: (data: string | Uint8Array) => {
          // A reader that is slow is no run without progress.
          this.#monitor.hasOutput = true;
          output.write(data);
          this.#monitor.hasOutput = false;
          this.#monitor.beat();
        },
      },
    }) as typeof output;
  }

  /** From now on there is something to take back. Until then a signal may end the process as it ends any other. */
  #announce(folder: WrittenFolder): void {
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
