import { basename, dirname, resolve } from 'node:path';
import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import type { FlushMode } from './flush-steps.js';
import { deadRuns } from './folder-lock.js';
import { OutputTransaction } from './output-transaction.js';
import { refuseUnreachable } from './reachable-path.js';
import { recoverFolder, recoveryWarnings } from './recover-folder.js';

const STEP = 1024 * 1024;

/** Options of {@link writeFileAtomic}. */
export interface WriteFileOptions {
  /** Default `always`. */
  flush?: FlushMode;
}

/**
 * Writes one file beside its place and puts it there by one rename, so that there is never half of it. Replaces what is
 * there. Other runs in the same folder are not waited for. Returns the warnings of recovering earlier runs.
 */
export function writeFileAtomic(
  path: string,
  source: ByteSource,
  options: WriteFileOptions = {},
): Promise<Warning[]> {
  return writePiecesAtomic(path, piecesOf(source), options);
}

/** {@link writeFileAtomic} for bytes that are made as they are written. */
export async function writePiecesAtomic(
  path: string,
  pieces: Iterable<Uint8Array>,
  options: WriteFileOptions = {},
): Promise<Warning[]> {
  refuseUnreachable(path);
  const full = resolve(path);
  const folder = dirname(full);
  const warnings = await recoverFirst(folder);
  const run = OutputTransaction.beginSingle(folder, { flush: options.flush ?? 'always' });
  const output = run.outputs[0]!;
  try {
    const file = output.create(basename(full));
    for (const piece of pieces) file.write(piece);
    file.end();
    return [...warnings, ...(await output.commit())];
  } catch (error) {
    throw output.failed(error);
  }
}

/** Recovers what killed runs left in the folder, unless another run is at work there. */
async function recoverFirst(folder: string): Promise<Warning[]> {
  if (deadRuns(folder, '').length === 0) return [];
  try {
    return recoveryWarnings(await recoverFolder(folder, { wait: 0 }));
  } catch (error) {
    if (error instanceof HotfixkitError && error.code === 'FOLDER_BUSY') return [];
    throw error;
  }
}

function* piecesOf(source: ByteSource): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += STEP) yield source.read(at, Math.min(STEP, source.size - at));
}
