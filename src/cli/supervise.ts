import { MessageChannel, type MessagePort, SHARE_ENV, type Worker } from 'node:worker_threads';
import type { HotfixkitError } from '../core/errors.js';
import { printable } from '../core/visible-text.js';
import { defaultRunLimits, type RunLimits } from '../node/run-limits.js';
import { RunMonitor } from '../node/run-monitor.js';
import { startThread } from '../node/thread.js';
import type { RunStart, Terminal } from './context.js';
import { isReaderGone, lostOutputLine } from './direct-output.js';
import { statusWithoutReader } from './exit-status.js';
import { recoverOutput } from './recover-output.js';
import { RunEnding, STUCK, type StopReason } from './run-ending.js';
import type { RunData, RunMessage, RunOrder, WrittenFolder } from './run-messages.js';
import { LOOK } from './run-watch.js';

// This file is all that loads before the thread of the run does: it imports nothing that takes time.

/** Room for new objects: three times as much, which V8 takes by itself, makes nothing faster. */
const YOUNG_MB = 16;

/**
 * Runs one command line on a thread of its own and watches it, so that signals and limits work during synchronous work.
 * Returns the exit status.
 *
 * @param readCode gives the code that the thread begins with, if there is any
 */
export function supervise(
  argv: readonly string[],
  readCode: () => Uint8Array | null = () => null,
): Promise<number> {
  return new Supervisor(argv, readCode).status;
}

/** Reads, while the thread starts and this one has nothing to do, what that one would read itself. */
function sendCode(port: MessagePort, readCode: () => Uint8Array | null): void {
  const kept = readCode();
  try {
    if (kept) port.postMessage(kept, [kept.buffer as ArrayBuffer]);
  } catch {
    // Memory that cannot be given away.
  }
  port.close();
}

class Supervisor {
  readonly status: Promise<number>;
  readonly #argv: readonly string[];
  readonly #monitor = new RunMonitor();
  readonly #worker: Worker;
  /** Folders that the run wrote to, as announced by `announceOutputFolder`. */
  readonly #outputFolders: WrittenFolder[] = [];
  readonly #look: NodeJS.Timeout;
  #limits: RunLimits = defaultRunLimits();
  #start: RunStart | null = null;
  #resolveStatus!: (status: number) => void;
  #ended: number | null = null;
  /** What the worker threw; an error of a thread is one that nobody caught. */
  #failure: unknown = null;
  #stopped = false;
  /** The status if the reader of the output is gone. */
  #closed: number | null = null;
  readonly #ending = new RunEnding(this.#monitor);

  constructor(argv: readonly string[], readCode: () => Uint8Array | null) {
    this.#argv = argv;
    const { stdout, stderr } = process;
    this.status = new Promise((resolve) => {
      this.#resolveStatus = resolve;
    });
    const { port1, port2 } = new MessageChannel();
    const data: RunData = {
      argv,
      memory: this.#monitor.memory,
      stdoutIsTTY: stdout.isTTY === true,
      stderrIsTTY: stderr.isTTY === true,
      code: port2,
    };
    this.#worker = startThread('run-worker', {
      workerData: data,
      transferList: [port2],
      env: SHARE_ENV,
      // A thread that reaches a limit of V8 with one large allocation takes the process with it. The memory of the
      // process is watched instead, and the heap may be larger than that.
      resourceLimits: {
        maxOldGenerationSizeMb: Math.ceil(2 * this.#heapHint()) + 1024,
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    });
    sendCode(port1, readCode);
    for (const [name, stream] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const) {
      if (!stream.isTTY) continue;
      this.#monitor.setColumns(name, stream.columns);
      stream.on('resize', () => this.#monitor.setColumns(name, stream.columns));
    }
    // A reader that stops early (`| head`) is not an error.
    stdout.on('error', (error) => {
      if (this.#closed === null) stderr.write(lostOutputLine(error));
      this.#outputClosed(isReaderGone(error) ? 0 : 4);
    });
    stderr.on('error', () => this.#outputClosed(4));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, this.#interrupt);
    if (process.platform === 'win32') process.on('SIGBREAK', this.#interrupt);
    this.#worker.on('message', (message: RunMessage) => this.#hear(message));
    this.#worker.on('error', (error) => {
      this.#failure = error;
    });
    this.#worker.on('exit', () => void this.#exited());
    this.#look = setInterval(() => this.#watch(), LOOK);
  }

  /** The limit for memory, as far as it is known before the command line has been read. */
  #heapHint(): number {
    const given = this.#argv.findLast((_, i) => this.#argv[i - 1] === '--max-memory');
    const wanted = given === undefined ? Number.NaN : Number(given);
    return wanted > 0 && wanted < 1e6 ? Math.max(wanted, this.#limits.maxMemory) : this.#limits.maxMemory;
  }

  #hear(message: RunMessage): void {
    switch (message.kind) {
      case 'start':
        this.#start = message.start;
        this.#limits = message.start.global.limits;
        break;
      case 'write':
        this.#write(message.stream, message.data);
        break;
      case 'folder':
        this.#outputFolders.push(message.folder);
        break;
      case 'end':
        this.#ended = message.status;
        clearInterval(this.#look);
        // The result is printed; only a thread that cannot be stopped keeps the process running.
        setTimeout(() => void this.#leave(message.status), STUCK).unref();
        break;
    }
  }

  #write(stream: 'stdout' | 'stderr', data: string | Uint8Array): void {
    const written = (): void => {
      this.#ending.progress();
      this.#monitor.outputWritten(data.length);
    };
    if (this.#closed !== null) written();
    else process[stream].write(data, written);
  }

  readonly #interrupt = (): void => this.#abort('interrupted');

  /** The reader is gone: only the clean-up remains. */
  #outputClosed(status: number): void {
    if (this.#closed !== null) return;
    this.#closed = status;
    // What is written to files is wanted all the same.
    if (this.#outputFolders.length > 0) return;
    this.#abort('closed');
    this.#ending.hurry();
  }

  /** Asks the run to end; it is stopped when it does not. */
  #abort(reason: StopReason): void {
    if (this.#ended !== null || !this.#ending.ask(reason)) return;
    this.#worker.postMessage('abort' satisfies RunOrder);
  }

  #watch(): void {
    if (this.#stopped || !this.#ending.isDue(this.#limits)) return;
    this.#stopped = true;
    void this.#worker.terminate();
    setTimeout(() => void this.#giveUp(), STUCK).unref();
  }

  /** The thread is gone, by itself or stopped. */
  async #exited(): Promise<void> {
    clearInterval(this.#look);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const)
      process.removeListener(signal, this.#interrupt);
    if (this.#ended !== null) {
      this.#resolveStatus(statusWithoutReader(this.#ended, this.#closed));
      return;
    }
    if (this.#stopped) await recoverOutput(this.#outputFolders, (text) => this.#note(text));
    this.#resolveStatus(this.#closed ?? (await this.#answer()));
  }

  #note(text: string): void {
    if (this.#closed === null) process.stderr.write(`${printable(`hotfixkit: ${text}`)}\n`);
  }

  /** Prints the error for a run without a result; returns the exit status. */
  async #answer(): Promise<number> {
    // Loaded only here, because loading takes long.
    const { answerForStopped, asKnown, stoppedError } = await import('./main.js');
    const { reason } = this.#ending;
    const error: HotfixkitError =
      this.#stopped && reason !== null
        ? stoppedError(reason, this.#limits, this.#monitor.input)
        : asKnown(this.#failure ?? new Error('the command ended without a result'));
    const terminal: Terminal = { stdout: process.stdout, stderr: process.stderr, env: process.env };
    return await answerForStopped(error, this.#argv, this.#start, terminal);
  }

  /** The thread cannot be stopped, and no process ends in good order before its threads do. */
  async #giveUp(): Promise<void> {
    await this.#leave(this.#closed ?? (await this.#answer()));
  }

  async #leave(status: number): Promise<void> {
    const { endProcess } = await import('./end-process.js');
    endProcess(statusWithoutReader(status, this.#closed));
  }
}
