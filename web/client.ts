import type {
  AnswerMessage,
  AnswerOf,
  OpenRequest,
  OperationName,
  PlainError,
  RequestOf,
  WorkProgress,
} from './protocol.js';

/** What a request failed with, as the command line prints it. */
export class WorkError extends Error {
  readonly code: string;

  constructor({ code, message }: PlainError) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: WorkError): void;
  onProgress?: ((progress: WorkProgress) => void) | undefined;
}

/** Codes of errors of the page itself. */
export const CANCELLED = 'CANCELLED';
export const WORKER_DIED = 'WORKER_DIED';

/**
 * A worker with a package. Where it is ended or dies, the next request starts another one, which opens the package again.
 */
export class PackageWorker {
  readonly #start: () => Worker;
  readonly #onDeath: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #opened: OpenRequest | null = null;
  #last = 0;

  /** @param onDeath is told where a worker ended by itself */
  constructor(start: () => Worker, onDeath: () => void) {
    this.#start = start;
    this.#onDeath = onDeath;
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** Starts the worker before there is anything to read: its script takes as long to load as a package. */
  warm(): void {
    this.#started();
  }

  /** The package that was open stays so where this fails or is cancelled. */
  async open(request: OpenRequest, onProgress?: (progress: WorkProgress) => void): Promise<AnswerOf<'open'>> {
    this.cancel();
    const isFresh = this.#worker === null;
    try {
      const view = await this.#send('open', request, onProgress);
      this.#opened = request;
      return view;
    } catch (error) {
      // A worker that has nothing open is ended, so that the next one opens the old package when it is needed.
      if (isFresh && !this.isBusy) this.#end(CANCELLED);
      throw error;
    }
  }

  /** Makes the package known, to be opened when it is needed. */
  prepare(request: OpenRequest): void {
    this.#end(CANCELLED);
    this.#opened = request;
  }

  async ask<Name extends Exclude<OperationName, 'open'>>(
    name: Name,
    request: RequestOf<Name>,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<AnswerOf<Name>> {
    // The worker answers in order, so that nobody waits for this.
    if (!this.#worker && this.#opened) this.#send('open', this.#opened).catch(() => {});
    return this.#send(name, request, onProgress);
  }

  /** Ends what is being done; every request that waits is rejected. */
  cancel(): void {
    if (this.isBusy) this.#end(CANCELLED);
  }

  /** Ends the worker, with its memory. */
  close(): void {
    this.#end(CANCELLED);
    this.#opened = null;
  }

  #send<Name extends OperationName>(
    name: Name,
    request: RequestOf<Name>,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<AnswerOf<Name>> {
    const worker = this.#started();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, onProgress });
      worker.postMessage({ id, name, request });
    });
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    worker.addEventListener('message', ({ data }: MessageEvent<AnswerMessage>) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      this.#end(WORKER_DIED, event.message);
      this.#onDeath();
    });
    this.#worker = worker;
    return worker;
  }

  #receive(message: AnswerMessage): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'progress') {
      waiting.onProgress?.(message.progress);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting.resolve(message.answer);
    else waiting.reject(new WorkError(message.error));
  }

  #end(code: string, message = ''): void {
    this.#worker?.terminate();
    this.#worker = null;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(new WorkError({ code, message }));
  }
}
