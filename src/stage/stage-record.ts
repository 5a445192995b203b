import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BufferSource, readAll } from '../bytes/byte-source.js';
import { HotfixkitError } from '../errors.js';
import { FileSource } from '../fs/file-source.js';
import { removeTree } from '../fs/remove.js';
import { writeFileWhole } from '../fs/write-file-whole.js';

/** What a run of staging did, so that it can be completed or taken back. */
export interface StageRecord {
  /** Version of this format. */
  format: 1;
  kb: string | null;
  product: string | null;
  /** ISO 8601, UTC. */
  started: string;
  /** Null while a run is at work, or where it was interrupted. */
  finished: string | null;
  files: StageRecordFile[];
  /** Folders that staging made; absolute, outer ones first. */
  folders: string[];
}

export interface StageRecordFile {
  /** Absolute. */
  path: string;
  /** Of what staging put there; lower-case hexadecimal. */
  sha256: string;
  /** SHA-256 of what was there before, which is kept beside the record; null where nothing was. */
  before: string | null;
}

const FILE = 'record.json';
const LIMIT = 16 * 1024 * 1024;

/** Where the record of an article's staging is kept if nothing else is said: beside the client installation files. */
export function recordFolder(clientSource: string, kb: string | null): string {
  return join(dirname(resolve(clientSource)), `hotfixkit-KB${kb ?? ''}-undo`);
}

/** Null where there is none. Throws `STAGE_BAD_RECORD` for a file that is none. */
export function readStageRecord(folder: string): StageRecord | null {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  const source = new FileSource(path);
  try {
    if (source.size > LIMIT) throw bad(path);
    const value: unknown = JSON.parse(new TextDecoder().decode(readAll(source)));
    if (!isRecord(value)) throw bad(path);
    return value;
  } catch (error) {
    throw error instanceof SyntaxError ? bad(path) : error;
  } finally {
    source.close();
  }
}

export function writeStageRecord(folder: string, record: StageRecord): void {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  writeFileWhole(join(folder, FILE), new BufferSource(new TextEncoder().encode(text)));
}

export function removeStageRecord(folder: string): void {
  removeTree(folder);
}

/** Where a file that staging replaced is kept. */
export function keptFile(folder: string, sha256: string): string {
  return join(folder, 'before', sha256);
}

/** Keeps a copy of a file that is about to be replaced. */
export function keepFile(folder: string, path: string, sha256: string): void {
  const kept = keptFile(folder, sha256);
  if (existsSync(kept)) return;
  const source = new FileSource(path);
  try {
    writeFileWhole(kept, source);
  } finally {
    source.close();
  }
}

function isRecord(value: unknown): value is StageRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { format, files, folders, started, finished } = value as Partial<Record<keyof StageRecord, unknown>>;
  return (
    format === 1 &&
    typeof started === 'string' &&
    (finished === null || typeof finished === 'string') &&
    Array.isArray(folders) &&
    folders.every((folder) => typeof folder === 'string') &&
    Array.isArray(files) &&
    files.every(isRecordFile)
  );
}

function isRecordFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { path, sha256, before } = value as Partial<Record<keyof StageRecordFile, unknown>>;
  const isHash = (hash: unknown): boolean => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
  return typeof path === 'string' && isHash(sha256) && (before === null || isHash(before));
}

function bad(file: string): HotfixkitError {
  return new HotfixkitError('STAGE_BAD_RECORD', 'this is no record of a staging run', { file });
}
