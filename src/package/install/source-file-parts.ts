import type { ByteSource } from '../../core/byte-source.js';
import type { Warning } from '../../core/errors.js';
import type { FilePart } from '../package-content.js';

const STEP = 1024 * 1024;

/** The parts of an uncompressed file. */
export function* sourceFileParts<File>(
  file: File,
  source: ByteSource,
  end: { warnings?: readonly Warning[]; isUnchecked?: true } = {},
): Generator<FilePart<File>, void, void> {
  for (let at = 0; at < source.size; at += STEP) {
    yield { file, chunk: source.read(at, Math.min(STEP, source.size - at)) };
  }
  yield { file, end: true, ...end };
}
