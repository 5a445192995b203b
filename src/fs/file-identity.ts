import { type BigIntStats, lstatSync } from 'node:fs';

/** What tells a file on disk from another one, as text: which file it is, its bytes, its time in nanoseconds. */
export interface FileIdentity {
  /** Number of the file on its disk (inode). */
  file: string;
  size: string;
  modified: string;
}

export function identityOf(stat: BigIntStats): FileIdentity {
  return { file: String(stat.ino), size: String(stat.size), modified: String(stat.mtimeNs) };
}

/** Of what lies at a path; null where nothing does or where it is no file. Links are not followed. */
export function readIdentity(path: string): FileIdentity | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? identityOf(stat) : null;
}

/** Whether a file is the one that was seen, with the bytes that it had then. */
export function isSameFile(a: FileIdentity | null, b: FileIdentity | null): boolean {
  return a !== null && b !== null && a.file === b.file && a.size === b.size && a.modified === b.modified;
}
