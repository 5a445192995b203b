import type { Worker } from 'node:worker_threads';
import { type ErrorCode, type ErrorFacts, HotfixkitError } from '../../core/errors.js';
import { childEnvironment } from '../../node/child-environment.js';
import { startThread } from '../../node/thread.js';
import type { SignatureSources } from '../../signature/signature-sources.js';
import type { JudgedFile, JudgedPath, JudgeRequest } from './judge-path.js';

/** An error of ours as another thread sends it. */
export interface SentError {
  code: ErrorCode;
  message: string;
  facts: ErrorFacts;
}

/** The answer to a {@link JudgeRequest}; `bug` is the stack of an error that is not one of ours. */
export type JudgeReply =
  | { files: readonly JudgedFile[]; others: number; errors: readonly { path: string; error: SentError }[] }
  | { failed: SentError }
  | { bug: string };

export function sendError({ code, message, facts }: HotfixkitError): SentError {
  return { code, message, facts: { ...facts } };
}

function received({ code, message, facts }: SentError): HotfixkitError {
  return new HotfixkitError(code, message, facts);
}

/** A thread that judges one file after the other. */
export class JudgeThread {
  readonly #worker: Worker;
  #waiting: { resolve: (judged: JudgedPath) => void; reject: (error: unknown) => void } | null = null;

  constructor(sources: SignatureSources) {
    this.#worker = startThread('judge-worker', { workerData: sources, env: childEnvironment() });
    this.#worker.on('message', (reply: JudgeReply) => {
      const { resolve, reject } = this.#waiting!;
      this.#waiting = null;
      if ('bug' in reply) reject(new Error(reply.bug));
      else if ('failed' in reply) reject(received(reply.failed));
      else {
        const errors = reply.errors.map(({ path, error }) => ({ path, error: received(error) }));
        resolve({ ...reply, errors });
      }
    });
    this.#worker.on('error', (error) => this.#waiting?.reject(error));
    this.#worker.on('exit', () => this.#waiting?.reject(new Error('a thread that judges signatures ended')));
  }

  async judge(request: JudgeRequest): Promise<JudgedPath> {
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }
}
