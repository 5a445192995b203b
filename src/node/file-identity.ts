import { lstatSync, statfsSync } from 'node:fs';
import { hashFile } from './hash.js';

/** Identifies a file on disk: its number, its size, its time in nanoseconds, as text. */
export interface FileIdentity {
  /** Number of the file on its disk (inode). */
  file: string;
  size: string;
  modified: string;
  /** SHA-256 of a file that the product wrote on a disk where the numbers of files change. */
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

/** Whether two identities are of the same file with the same bytes. A meaningless number is ignored. */
export function isSameFile(a: FileIdentity | null, b: FileIdentity | null): boolean {
  if (a === null || b === null || a.size !== b.size || a.modified !== b.modified) return false;
  return a.file === b.file || !hasNumber(a) || !hasNumber(b);
}

/** Whether two names lead to one file. False where numbers are meaningless. */
export function isSameNumber(a: FileIdentity, b: FileIdentity): boolean {
  return hasNumber(a) && a.file === b.file;
}

/**
 * Whether the product wrote the file at `path`, whose identity is `now`. The number decides; where numbers may change,
 * the digest does. A journal that came with a download may have the right sizes, times and digests of files, but not
 * the right numbers.
 */
export function isWritten(path: string, now: FileIdentity | null, written: FileIdentity): boolean {
  if (now === null || now.size !== written.size) return false;
  if (written.sha256 === undefined) return isSameNumber(now, written) && isSameFile(now, written);
  if (hasNumber(now) && isKeeper(path) && !isSameNumber(now, written)) return false;
  return hashFile(path, 'sha256') === written.sha256;
}

/** Some network disks give 0 for every file. Windows sets all bits where a number does not fit. */
function hasNumber({ file }: FileIdentity): boolean {
  return file !== '0' && file !== '18446744073709551615';
}

/** Disks for which Linux invents numbers when files are looked at. They differ after the next start (statfs(2)). */
const madeUp = new Set([
  0x4d44, // FAT
  0x2011bab0, // exFAT
  0x65735546, // FUSE
]);

/** Disks on which a file keeps its number as long as it exists. */
const keepers = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0x01021994, // tmpfs
]);

/** Whether a path is on a disk that tells the same of a file by its name and by its descriptor, at any time. */
export function isKeeper(path: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return keepers.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

/**
 * Whether the numbers of files on a disk identify what was written there. On FAT, Windows derives them from the
 * position of the name, so a rename changes them; some disks give none.
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
