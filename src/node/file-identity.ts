import { lstatSync, statfsSync } from 'node:fs';
import { hashFile } from './hash.js';

/** What tells a file on disk from another one, as text: which file it is, its bytes, its time in nanoseconds. */
export interface FileIdentity {
  /** Number of the file on its disk (inode). */
  file: string;
  size: string;
  modified: string;
  /** SHA-256, of a file that the product wrote where numbers of files do not stay as they are. */
  sha256?: string;
}

export function identityOf(stat: { ino: bigint; size: bigint; mtimeNs: bigint }): FileIdentity {
  return { file: String(stat.ino), size: String(stat.size), modified: String(stat.mtimeNs) };
}

/** The identity of the file at a path; null if there is no file. Links are not followed. */
export function readIdentity(path: string): FileIdentity | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? identityOf(stat) : null;
}

/** {@link readIdentity} with the digest of the content. */
export function readWholeIdentity(path: string): FileIdentity | null {
  const identity = readIdentity(path);
  return identity && { ...identity, sha256: hashFile(path, 'sha256') };
}

/** Whether a file is the one that was seen, with the bytes that it had then. A number that says nothing does not count. */
export function isSameFile(a: FileIdentity | null, b: FileIdentity | null): boolean {
  if (a === null || b === null || a.size !== b.size || a.modified !== b.modified) return false;
  return a.file === b.file || !hasNumber(a) || !hasNumber(b);
}

/** Whether two names lead to one file, as far as the numbers tell. */
export function isSameNumber(a: FileIdentity, b: FileIdentity): boolean {
  return hasNumber(a) && a.file === b.file;
}

/**
 * Whether the file at `path`, which is `now`, is one that the product wrote: by its number, or, where numbers may not stay as
 * they are, by the digest. A journal that came with a download can know sizes, times and digests of files, but no numbers.
 */
export function isWritten(path: string, now: FileIdentity | null, written: FileIdentity): boolean {
  if (now === null || now.size !== written.size) return false;
  if (written.sha256 === undefined) return isSameNumber(now, written) && isSameFile(now, written);
  if (hasNumber(now) && isKeeper(path) && !isSameNumber(now, written)) return false;
  return hashFile(path, 'sha256') === written.sha256;
}

/** Some network disks give 0 for every file, and Windows all bits where a number does not fit. */
function hasNumber({ file }: FileIdentity): boolean {
  return file !== '0' && file !== '18446744073709551615';
}

/** Disks on which Linux makes the numbers up as files are looked at: other ones after the next start (statfs(2)). */
const madeUp = new Set([
  0x4d44, // FAT
  0x2011bab0, // exFAT
  0x65735546, // FUSE
]);

/** Disks on which a file has the same number as long as it is there. */
const keepers = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0x01021994, // tmpfs
]);

function isKeeper(path: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return keepers.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

/**
 * Whether the numbers of files tell on a disk what was written there: on FAT Windows makes them of the place of the name,
 * so that a rename changes them, and some disks give none.
 *
 * @param before of a file before it was renamed into another folder
 * @param after of the same afterwards
 */
export function keepsNumbers(
  folder: string,
  before: FileIdentity | null,
  after: FileIdentity | null,
): boolean {
  if (before === null || after === null || !isSameNumber(before, after)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return !madeUp.has(statfsSync(folder).type);
  } catch {
    return true;
  }
}
