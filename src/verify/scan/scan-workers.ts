import { Worker } from 'node:worker_threads';
import { HotfixkitError } from '../../errors.js';
import { childEnvironment } from '../../fs/child-environment.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Candidate, CandidateFacts } from './candidate.js';
import { readCandidate } from './read-candidate.js';

export interface ReadRequest {
  id: number;
  fullPath: string;
  candidate: Candidate;
}

export interface ReadReply {
  id: number;
  answer: CandidateFacts | null;
  bug: string | null;
}

/** Requests that a thread has waiting: enough to keep it busy, few enough to bound memory. */
const DEPTH = 8;
/** Below this many candidates threads cost more than they save. */
const WORTH = 64;

/** The compiled worker stands beside this module; run from TypeScript sources there is none. */
const entry = new URL('./scan-worker.js', import.meta.url);

/** Reads candidates on as many threads as asked for; the first ones in this thread, which is enough for small trees. */
export class ScanWorkers {
  readonly #manifests: readonly Manifest[];
  readonly #threads: number;
  readonly #workers: { worker: Worker; waiting: number }[] = [];
  readonly #open = new Map<
    number,
    { resolve: (answer: CandidateFacts) => void; reject: (error: unknown) => void }
  >();
  #count = 0;

  constructor(manifests: readonly Manifest[], threads: number) {
    this.#manifests = manifests;
    this.#threads = import.meta.url.endsWith('.js') ? Math.max(1, threads) : 1;
  }

  /** How many candidates may be under way before one should wait for some. */
  get capacity(): number {
    return this.#threads * DEPTH;
  }

  async read(fullPath: string, candidate: Candidate): Promise<CandidateFacts> {
    const id = this.#count++;
    if (this.#threads === 1 || id < WORTH) return readCandidate(fullPath, candidate, this.#manifests);
    if (this.#workers.length === 0) this.#start();
    const least = this.#workers.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    least.waiting++;
    try {
      return await new Promise<CandidateFacts>((resolve, reject) => {
        this.#open.set(id, { resolve, reject });
        least.worker.postMessage({ id, fullPath, candidate } satisfies ReadRequest);
      });
    } finally {
      least.waiting--;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }

  #start(): void {
    for (let i = 0; i < this.#threads; i++) {
      const worker = new Worker(entry, {
        workerData: { manifests: this.#manifests },
        env: childEnvironment(),
      });
      worker.on('message', ({ id, answer, bug }: ReadReply) => {
        const open = this.#open.get(id);
        this.#open.delete(id);
        if (answer) open?.resolve(answer);
        else open?.reject(new HotfixkitError('INTERNAL', `a reading thread failed: ${bug}`));
      });
      worker.on('error', (cause) => {
        for (const { reject } of this.#open.values()) {
          reject(new HotfixkitError('INTERNAL', 'a reading thread failed', {}, { cause }));
        }
        this.#open.clear();
      });
      this.#workers.push({ worker, waiting: 0 });
    }
  }
}
