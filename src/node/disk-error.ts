import { type ErrorCode, HotfixkitError } from '../core/errors.js';
import { isBusy } from './busy.js';
import { isOutOfMemory } from './out-of-memory.js';

/** Messages and advice for the errors of disks. */
const known: Readonly<Record<string, { code?: ErrorCode; text: string }>> = {
  ENOENT: { code: 'FILE_NOT_FOUND', text: 'there is no such file or folder' },
  ENOSPC: { code: 'DISK_FULL', text: 'the disk is full; free some space and run again' },
  EDQUOT: { code: 'DISK_FULL', text: 'the disk quota is used up' },
  EFBIG: { code: 'DISK_FULL', text: 'the file is larger than this disk or session allows' },
  EROFS: { text: 'the disk is read-only; choose another folder' },
  EACCES: { text: 'permission denied; choose another folder or run with other rights' },
  EPERM: { text: 'the system does not permit it; choose another folder or run with other rights' },
  EBUSY: { text: 'another program is using it; close that program and run again' },
  ENOTDIR: { text: 'a part of the path is a file, not a folder' },
  EISDIR: { text: 'it is a folder, not a file' },
  ENOTEMPTY: { text: 'the folder is not empty' },
  EEXIST: { code: 'FILE_EXISTS', text: 'it exists already' },
  ENAMETOOLONG: { text: 'the path is too long for this system; choose a shorter folder' },
  EMFILE: { text: 'too many files are open' },
  EXDEV: {
    text: 'a folder below the output folder is on another disk; give that folder itself as the output',
  },
  EIO: { text: 'the disk or the network reports an error (EIO)' },
};

/**
 * On Windows a file that another program has open is refused in the same way as one that must not be written: what can
 * be done about either.
 */
const knownOnWindows: typeof known = {
  EBUSY: { text: 'another program has it open; close that program and run again' },
  EPERM: {
    text: 'another program has it open, or you may not write there; close that program, or choose another folder',
  },
  EACCES: {
    text: 'another program has it open, or you may not write there; close that program, or choose another folder',
  },
};

/** Whether an error says that another program may have a file open, so that the same may succeed later. */
export function isHeld(error: unknown, platform: string = process.platform): boolean {
  return error instanceof HotfixkitError && isBusy(error.cause, platform);
}

/** Node names the call and the path as it was given to it, which may be a number of an open folder. */
function withoutPaths(message: string): string {
  const end = message.indexOf(', ');
  return end < 0 ? message : message.slice(0, end);
}

/**
 * A Node file-system error as a coded one; a {@link HotfixkitError} passes unchanged. An error without a code of the system
 * is none of the disk but of the program: it becomes `INTERNAL`, not a statement about the path.
 */
export function diskError(
  error: unknown,
  code: ErrorCode,
  what: string,
  path: string,
  platform: string = process.platform,
): HotfixkitError {
  if (error instanceof HotfixkitError) return error;
  const { code: system } = (error ?? {}) as NodeJS.ErrnoException;
  if (typeof system !== 'string') {
    const text = error instanceof Error ? error.message : String(error);
    if (isOutOfMemory(error)) {
      const message = `reading this needs more memory than there is (${text})`;
      return new HotfixkitError('MEMORY_LIMIT', message, { file: path }, { cause: error });
    }
    return new HotfixkitError('INTERNAL', `${what}: ${text}`, { file: path }, { cause: error });
  }
  const entry = (platform === 'win32' ? knownOnWindows[system] : undefined) ?? known[system];
  const detail = entry?.text ?? (error instanceof Error ? withoutPaths(error.message) : String(error));
  return new HotfixkitError(entry?.code ?? code, `${what}: ${detail}`, { file: path }, { cause: error });
}

/** Whether no more files may be open, by an error of {@link diskError}. */
export function areTooManyOpen(error: unknown): boolean {
  const cause =
    error instanceof HotfixkitError ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code === 'EMFILE' || cause?.code === 'ENFILE';
}
