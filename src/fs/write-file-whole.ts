import { basename, dirname } from 'node:path';
import type { ByteSource } from '../bytes/byte-source.js';
import { OutputFolder } from './output-folder.js';

const STEP = 1024 * 1024;

/** Writes one file beside its place and renames it, so that there is never half of it. Replaces what is there. */
export function writeFileWhole(path: string, source: ByteSource): void {
  writePiecesWhole(path, piecesOf(source));
}

/** {@link writeFileWhole} for bytes that are made as they are written. */
export function writePiecesWhole(path: string, pieces: Iterable<Uint8Array>): void {
  const output = new OutputFolder(dirname(path));
  try {
    const file = output.create(basename(path));
    for (const piece of pieces) file.write(piece);
    file.end();
    output.commit();
  } catch (error) {
    output.rollback();
    throw error;
  }
}

function* piecesOf(source: ByteSource): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += STEP) yield source.read(at, Math.min(STEP, source.size - at));
}
