import { throwIfAborted } from '../../core/abort.js';
import { HotfixkitError } from '../../core/errors.js';
import type { PathOutcome } from '../../core/for-each-path.js';
import { beat } from '../../node/run-monitor.js';
import { canStartThreads } from '../../node/thread.js';
import { cryptography } from '../../signature/local-cryptography.js';
import { readSignatureSources, type SignatureSources } from '../../signature/signature-sources.js';
import { type JudgedPath, type JudgeRequest, judgePath } from './judge-path.js';
import { JudgeThread } from './judge-thread.js';

/** Bytes of files for which a thread is worth its start. */
const WORTH = 16 * 2 ** 20;
/** The same in files: small ones take about a millisecond each. */
const WORTH_FILES = 48;

export interface JudgePathsOptions {
  /** Most threads; fewer are started where there is little to read. */
  threads: number;
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
}

/**
 * Judges many files, on several threads where that is faster. The outcomes come in the order of the requests; an error of
 * one file is its outcome. Rejects with `ABORTED`, and with what reading the sources throws.
 */
export async function judgePaths(
  requests: readonly (JudgeRequest & { size: number })[],
  sources: SignatureSources,
  options: JudgePathsOptions,
): Promise<PathOutcome<JudgedPath>[]> {
  const { signal } = options;
  const outcomes: PathOutcome<JudgedPath>[] = [];
  let next = 0;
  let done = 0;
  const run = async (judge: (request: JudgeRequest) => JudgedPath | Promise<JudgedPath>): Promise<void> => {
    while (next < requests.length) {
      throwIfAborted(signal);
      const at = next++;
      const { size: _, ...request } = requests[at]!;
      outcomes[at] = await outcomeOf(request, judge);
      beat();
      options.onProgress?.(++done);
      // Without threads nobody else gets a turn otherwise.
      if (done % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const count = canStartThreads() ? threadsFor(requests, options.threads) : 1;
  // What cannot be read is an error before any thread is started.
  const verifyOptions = readSignatureSources(sources, cryptography);
  if (count < 2) {
    await run((request) => judgePath(request, verifyOptions, signal));
    return outcomes;
  }
  const threads = Array.from({ length: count }, () => new JudgeThread(sources));
  const interrupted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new HotfixkitError('ABORTED', 'interrupted')), {
      once: true,
    });
  });
  try {
    await Promise.race([
      Promise.all(threads.map((thread) => run((request) => thread.judge(request)))),
      interrupted,
    ]);
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
  return outcomes;
}

function threadsFor(requests: readonly { size: number }[], most: number): number {
  const bytes = requests.reduce((sum, { size }) => sum + size, 0);
  const worth = Math.max(bytes / WORTH, requests.length / WORTH_FILES);
  return Math.max(1, Math.min(most, requests.length, Math.floor(worth)));
}

async function outcomeOf(
  request: JudgeRequest,
  judge: (request: JudgeRequest) => JudgedPath | Promise<JudgedPath>,
): Promise<PathOutcome<JudgedPath>> {
  const { path } = request;
  try {
    return { path, result: await judge(request), error: null };
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.code === 'ABORTED' || error.kind === 'usage') throw error;
    return { path, result: null, error };
  }
}
