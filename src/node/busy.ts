import { setTimeout as sleep } from 'node:timers/promises';

/** How long an operation is tried again while another program holds the file, in milliseconds. */
const PATIENCE = 5000;

/** The errors of Windows while a virus scanner, an indexer or a viewer has a file open. */
const busy = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Whether an error may go away by itself: only Windows refuses to rename and to delete what others have open. */
export function isBusy(error: unknown, platform: string = process.platform): boolean {
  return platform === 'win32' && busy.has((error as NodeJS.ErrnoException)?.code ?? '');
}

/** How long an operation is tried again while another program holds the file. */
export interface PatienceOptions {
  /** Default: this system. */
  platform?: string;
  /** Milliseconds; default 5000. 0: one try. */
  patience?: number;
}

/**
 * Runs a file operation again for some seconds while another program holds the file. It blocks the thread meanwhile,
 * because nothing else may happen while files are put in place.
 */
export function withPatience<Result>(
  body: () => Result,
  { platform = process.platform, patience = PATIENCE }: PatienceOptions = {},
): Result {
  const end = performance.now() + patience;
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    try {
      return body();
    } catch (error) {
      if (!isBusy(error, platform) || performance.now() + pause > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

/** {@link withPatience} without blocking the thread. */
export async function withPatienceLater<Result>(
  body: () => Promise<Result>,
  { platform = process.platform, patience = PATIENCE }: PatienceOptions = {},
): Promise<Result> {
  const end = performance.now() + patience;
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    try {
      return await body();
    } catch (error) {
      if (!isBusy(error, platform) || performance.now() + pause > end) throw error;
      await sleep(pause);
    }
  }
}
