import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostOptions, HostReply, HostRequest } from './messages.js';
import type { Failure } from './outcome.js';
import type { FuzzCase } from './target.js';

/** A host that says nothing for so long is ended; milliseconds. Its own watchdog is meant to be much quicker. */
const SILENCE = 60_000;

export interface Judgement {
  failure: Failure | null;
  code: string;
  milliseconds: number;
  /** Bytes above what the process had before. */
  peak: number;
}

export interface RunListener {
  failed(index: number, failure: Failure, fuzzCase: FuzzCase | null): void;
  progress(executed: number, codes: Readonly<Record<string, number>>, repeated: number): void;
}

/** The other end of a host: starts its process, and starts it again when it dies. */
export class HostClient {
  readonly #options: HostOptions;
  #child: ChildProcess | null = null;
  #listen: (reply: HostReply | { type: 'died'; signal: string }) => void = () => {};
  /** Files that were started from. */
  seeds = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
  }

  /** Starts the process, which takes a while, so that a deadline can be counted from when it is ready. */
  async start(): Promise<void> {
    if (!this.#child) await this.#start();
  }

  /** Runs cases until the deadline; gives the index after the last. */
  async run(from: number, count: number, deadline: number, listener: RunListener): Promise<number> {
    let next = from;
    const end = from + count;
    while (next < end && Date.now() < deadline) {
      let isOver = false;
      await this.#ask({ type: 'run', from: next, count: end - next, deadline }, (reply) => {
        if (reply.type === 'progress') {
          next = reply.next;
          listener.progress(reply.executed, reply.codes, reply.repeated);
          return false;
        }
        if (reply.type === 'failed') {
          listener.failed(reply.index, reply.failure, reply.fuzzCase);
          // A case that was found from outside ends the run of its thread; the rest is asked for anew.
          if (reply.fuzzCase) return false;
          next = reply.index + 1;
          listener.progress(reply.executed ?? 1, {}, 0);
          return true;
        }
        if (reply.type === 'died') {
          const index = this.#lastIndex(next);
          listener.failed(index, diedOf(reply.signal), null);
          next = index + 1;
          return true;
        }
        isOver = reply.type === 'done';
        if (isOver && reply.type === 'done') next = reply.next;
        return isOver;
      });
      if (isOver) break;
    }
    return next;
  }

  async judge(fuzzCase: FuzzCase): Promise<Judgement> {
    let judgement: Judgement = { failure: null, code: '', milliseconds: 0, peak: 0 };
    await this.#ask({ type: 'judge', fuzzCase }, (reply) => {
      if (reply.type === 'judged') judgement = reply;
      else if (reply.type === 'died') judgement = { ...judgement, failure: diedOf(reply.signal) };
      else return false;
      return true;
    });
    return judgement;
  }

  async make(index: number): Promise<FuzzCase> {
    let made: FuzzCase | null = null;
    await this.#ask({ type: 'make', index }, (reply) => {
      if (reply.type === 'made') made = reply.fuzzCase;
      return reply.type === 'made' || reply.type === 'died';
    });
    if (!made) throw new Error(`case ${index} of ${this.#options.target} cannot be made: the process died`);
    return made;
  }

  /** Starts from a fresh process at the next question. */
  async restart(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.restart();
    rmSync(this.#options.folder, { recursive: true, force: true });
  }

  async #ask(
    request: HostRequest,
    take: (reply: HostReply | { type: 'died'; signal: string }) => boolean,
  ): Promise<void> {
    await this.start();
    const child = this.#child!;
    await new Promise<void>((resolve, reject) => {
      let silence = setTimeout(() => child.kill('SIGKILL'), SILENCE);
      this.#listen = (reply) => {
        clearTimeout(silence);
        if (reply.type === 'broken-down') {
          reject(new Error(reply.message));
          return;
        }
        if (take(reply)) {
          resolve();
          this.#listen = () => {};
        } else silence = setTimeout(() => child.kill('SIGKILL'), SILENCE);
      };
      child.send(request);
    });
  }

  #start(): Promise<void> {
    const entry = fileURLToPath(new URL('./host.js', import.meta.url));
    const child = fork(entry, [JSON.stringify(this.#options)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    this.#child = child;
    return new Promise((resolve, reject) => {
      this.#listen = (reply) => {
        if (reply.type === 'ready') resolve();
        else reject(new Error(reply.type === 'broken-down' ? reply.message : `the host says ${reply.type}`));
      };
      child.on('message', (reply: HostReply) => {
        if (this.#child !== child) return;
        // A thread that takes the place of another is ready, too.
        if (reply.type === 'ready') {
          this.seeds = reply.seeds;
          resolve();
          return;
        }
        // The process is about to end, which says nothing more.
        if ('isLast' in reply && reply.isLast) this.#child = null;
        this.#listen(reply);
      });
      child.on('exit', (code, signal) => {
        if (this.#child !== child) return;
        this.#child = null;
        this.#listen({ type: 'died', signal: signal ?? `exit status ${code}` });
      });
    });
  }

  #lastIndex(otherwise: number): number {
    try {
      return readFileSync(join(this.#options.folder, 'at')).readInt32LE(0);
    } catch {
      return otherwise;
    }
  }
}

function diedOf(signal: string): Failure {
  return { kind: 'died', signature: 'died', message: `the process ended by ${signal}`, stack: '' };
}
