import { setTimeout as sleep } from 'node:timers/promises';

/** How long an operation is tried again while another program holds the file, in milliseconds. */
const PATIENCE = 5000;

/** The same for a file that is to be read: a tree may have many that programs keep open all the time. */
const PATIENCE_TO_READ = 2000;

/** The errors of Windows while a virus scanner, an indexer or a viewer has a file open. */
const busy = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Whether an error may go away by itself: only Windows refuses to rename and to delete what others have open. */
export function isBusy(error: unknown, platform: string = process.platform): boolean {
  return platform === 'win32' && busy.has((error as NodeJS.ErrnoException)?.code ?? '');
}

/** Where a file or a folder lies that is opened to be read. */
export interface ReadPlace {
  /** Where this run writes: it is waited for as long as for writing, because it is replaced or decides what is. */
  isOutput?: boolean;
}

/**
 * {@link withPatience} for opening a file or a folder to read it. Only a file that is open elsewhere is tried again: one
 * that must not be read has an error of its own.
 */
export function openWithPatience<Result>(
  body: () => Result,
  { isOutput = false, ...options }: ReadPlace & PatienceOptions = {},
): Result {
  return withPatience(body, {
    patience: isOutput ? PATIENCE : PATIENCE_TO_READ,
    goesAway: (error, platform) =>
      isBusy(error, platform) && (error as NodeJS.ErrnoException).code === 'EBUSY',
    ...options,
  });
}

/** How long an operation is tried again while another program holds the file. */
export interface PatienceOptions {
  /** Default: this system. */
  platform?: string;
  /** Milliseconds; default 5000. 0: one try. */
  patience?: number;
  /** Which errors may go away; default: those of Windows for a file that is open elsewhere. */
  goesAway?: (error: unknown, platform: string) => boolean;
}

/**
 * Runs a file operation again for some seconds while another program holds the file. It blocks the thread meanwhile,
 * because nothing else may happen while files are put in place.
 */
export function withPatience<Result>(
  body: () => Result,
  { platform = process.platform, patience = PATIENCE, goesAway = isBusy }: PatienceOptions = {},
): Result {
  let end: number | null = null;
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    try {
      return body();
    } catch (error) {
      if (!goesAway(error, platform)) throw error;
      // The clock takes long to load, and most operations need no second try.
      end ??= performance.now() + patience;
      if (performance.now() + pause > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

/** {@link withPatience} without blocking the thread. */
export async function withPatienceLater<Result>(
  body: () => Promise<Result>,
  { platform = process.platform, patience = PATIENCE, goesAway = isBusy }: PatienceOptions = {},
): Promise<Result> {
  const end = performance.now() + patience;
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    try {
      return await body();
    } catch (error) {
      if (!goesAway(error, platform) || performance.now() + pause > end) throw error;
      await sleep(pause);
    }
  }
}
