import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, resolve, win32 } from 'node:path';
import { readAll } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { jsonExcess } from '../../core/json-limits.js';
import { isWithinPathLimits } from '../../core/path-limits.js';
import { diskError } from '../../node/disk-error.js';
import { fileKey } from '../../node/file-key.js';
import { FileSource } from '../../node/file-source.js';
import { isLeftoverName } from '../../node/leftovers.js';
import { folderKey, isSameFolder } from '../../node/same-folder.js';
import { withoutPrefix } from '../../node/windows-prefix.js';
import type { SignedRole } from '../../package/signature/package-signatures.js';
import type { SignatureVerdict } from '../../signature/verdict.js';

/** The record of a staging run, by which it can be completed or undone. */
export interface StageRecord {
  /** Version of this format. */
  format: 1;
  kb: string | null;
  product: string | null;
  /** ISO 8601, UTC. */
  started: string;
  /** Null where a run of version 0.1 was interrupted; later ones write the record together with the files. */
  finished: string | null;
  files: StageRecordFile[];
  /** SHA-256 of copies beside the record that no file of it needs any more; absent for none. */
  superseded?: string[];
  /** Folders that staging made; absolute, outer ones first. */
  folders: string[];
  /** The signatures of what the last run staged, and of what it came in; absent in records of earlier versions. */
  signatures?: RecordedSignature[];
}

/** What a signature was judged to be when the file was staged. */
export interface RecordedSignature {
  role: SignedRole;
  path: string;
  verdict: SignatureVerdict;
  signer: string | null;
  /** When it was signed, as a timestamp proves; ISO 8601, UTC. */
  time: string | null;
}

/** A file that staging put in place. */
export interface StageRecordFile {
  /** Absolute. */
  path: string;
  /** SHA-256 of the staged file; lower-case hexadecimal. */
  sha256: string;
  /** SHA-256 of the replaced file, which is kept beside the record; null if there was none. */
  before: string | null;
}

/** The record, in its folder. */
export const RECORD_FILE = 'record.json';
/** The folder of replaced files, which are named by their hash. */
export const KEPT_FOLDER = 'before';
const LIMIT = 16 * 1024 * 1024;
/** Limits of a record: a few values for each of some hundred files. */
const MOST = { depth: 10, values: 200_000 };

/** The default folder of the record of an article: beside the client installation files. */
export function recordFolder(clientSource: string, kb: string | null): string {
  return join(clientSource, '..', `hotfixkit-KB${kb ?? ''}-undo`);
}

/** The default folder of the record of patches that are staged without an article. */
export function patchesRecordFolder(clientSource: string): string {
  return join(clientSource, '..', 'hotfixkit-patches-undo');
}

/**
 * The folder of a record that is there, by the folder where it is by default: beside the client source as it was named, or
 * beside the folder that this path leads to. The default where neither has one.
 */
export function findRecordFolder(clientSource: string, byDefault: string): string {
  const places = placesBeside(clientSource).map((beside) => join(beside, basename(byDefault)));
  return places.find((one) => existsSync(join(one, RECORD_FILE))) ?? byDefault;
}

/** The folders that hold a client source: by its path, and by the real one where that is another. */
export function placesBeside(clientSource: string): string[] {
  const typed = dirname(resolve(withoutPrefix(clientSource)));
  try {
    const real = dirname(realpathSync.native(clientSource));
    return isSameFolder(typed, real) ? [typed] : [typed, real];
  } catch {
    return [typed];
  }
}

/** Reads a record; null if there is none. Throws `STAGE_BAD_RECORD` for any other file. */
export function readStageRecord(folder: string): StageRecord | null {
  const path = join(folder, RECORD_FILE);
  if (!existsSync(path)) return null;
  const source = new FileSource(path, { isOutput: true });
  try {
    if (source.size > LIMIT) throw bad(path);
    const text = new TextDecoder().decode(readAll(source));
    if (jsonExcess(text, MOST) !== null) throw bad(path);
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) throw bad(path);
    return value;
  } catch (error) {
    throw error instanceof SyntaxError ? bad(path) : error;
  } finally {
    source.close();
  }
}

export function encodeStageRecord(record: StageRecord): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`);
}

/** The path of the copy of a replaced file. */
export function keptFile(folder: string, sha256: string): string {
  return join(folder, KEPT_FOLDER, sha256);
}

/**
 * Refuses a folder that has files but no record, because undoing deletes the copies that are kept there. Throws
 * `STAGE_BAD_RECORD`.
 */
export function refuseForeignRecordFolder(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw diskError(error, 'FILE_READ', 'cannot be used for the record', folder);
  }
  if (readStageRecord(folder) !== null) return;
  const others = names.filter((name) => !isLeftoverName(name));
  if (others.length === 0) return;
  throw new HotfixkitError(
    'STAGE_BAD_RECORD',
    'this folder holds something other than a staging record; name a new or empty folder with --record',
    { file: folder, found: others.slice(0, 3).join(', ') },
  );
}

/** Whether two absolute paths name one file, by the rules of this system or through links. */
export function isSamePath(a: string, b: string, platform: string = process.platform): boolean {
  return fileKey(a, platform) === fileKey(b, platform) || folderKey(a) === folderKey(b);
}

function isRecord(value: unknown): value is StageRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { format, files, folders, started, finished, superseded } = value as Partial<
    Record<keyof StageRecord, unknown>
  >;
  return (
    format === 1 &&
    typeof started === 'string' &&
    (finished === null || typeof finished === 'string') &&
    Array.isArray(folders) &&
    folders.every((folder) => isAbsolutePath(folder) && !isDriveRoot(folder)) &&
    Array.isArray(files) &&
    files.every(isRecordFile) &&
    (superseded === undefined || (Array.isArray(superseded) && superseded.every(isHash)))
  );
}

/** Of this system or of the other one: a record may have been carried there. */
function isAbsolutePath(value: unknown): value is string {
  if (typeof value !== 'string' || !isWithinPathLimits(value)) return false;
  return posix.isAbsolute(value) || win32.isAbsolute(value);
}

/** Staging makes no drive: undoing would try to remove it. */
function isDriveRoot(path: string): boolean {
  const { root, dir, base } = win32.parse(win32.normalize(path));
  return base === '' || (dir === root && base === '.');
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isRecordFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { path, sha256, before } = value as Partial<Record<keyof StageRecordFile, unknown>>;
  return isAbsolutePath(path) && isHash(sha256) && (before === null || isHash(before));
}

function bad(file: string): HotfixkitError {
  return new HotfixkitError('STAGE_BAD_RECORD', 'this is not a record of a staging run', { file });
}
