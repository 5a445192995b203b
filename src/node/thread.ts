import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The threads, by the module that each begins with. */
export type ThreadName = 'run-worker' | 'guard-worker' | 'write-thread' | 'scan-worker' | 'judge-worker';

const threads = new Set<Worker>();

/** Threads begin with built files: run from the TypeScript sources there are none. */
export function canStartThreads(): boolean {
  return !import.meta.url.endsWith('.ts');
}

/** Starts a thread. All begin with one file among those of the command line, which the library starts as well. */
export function startThread(name: ThreadName, options: Omit<WorkerOptions, 'argv'>): Worker {
  const folder = import.meta.url.endsWith('.cjs') ? '.' : './program';
  const thread = new Worker(new URL(`${folder}/thread.cjs`, import.meta.url), { ...options, argv: [name] });
  threads.add(thread);
  thread.once('exit', () => threads.delete(thread));
  return thread;
}

/** Ends those that this thread has started, but for one, as far as that can be done at once. */
export function terminateThreads(except: Worker | null): void {
  for (const thread of threads) if (thread !== except) void thread.terminate();
}
