import { BufferSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { readFileFacts } from '../../formats/pe/file-facts.js';
import { applyDeltas, type DeltaToApply } from './patch-deltas.js';
import type { PatchedFile } from './patched-file.js';

/** A file made by deltas. */
export interface MadeFile {
  bytes: Uint8Array;
  warnings: Warning[];
  isUnchecked?: true;
}

/**
 * Makes a file from the product's or a patch's file and the deltas of patches. Throws `PACKAGE_NO_FILE`
 * if there is no base file, and what applying deltas throws.
 *
 * @param contents content of the file in the patches, in their order
 */
export function makeFile(
  file: PatchedFile,
  old: Uint8Array | null,
  contents: readonly Uint8Array[],
): MadeFile {
  const isWhole = file.contents[0]!.delta === null;
  const start = isWhole ? contents[0]! : old;
  if (start === null) throw noContent(file);
  const deltas = file.contents.flatMap(({ delta, patch }, i): DeltaToApply[] =>
    delta === null ? [] : [{ bytes: contents[i]!, isFatal: delta.isFatal, label: patch.label }],
  );
  const path = file.targetPath ?? file.name;
  const made = applyDeltas(start, deltas, { key: file.key, path });
  if (made.isUnchecked) return made;
  const wrong = checkVersion(file, path, made.bytes);
  return wrong ? { ...made, warnings: [...made.warnings, wrong] } : made;
}

/** Size and hash are checked for every file, the version only if the file has one. */
function checkVersion({ key, version }: PatchedFile, path: string, bytes: Uint8Array): Warning | null {
  if (version === null || !/^\d+(\.\d+)*$/.test(version)) return null;
  const found = readFileFacts(new BufferSource(bytes)).version;
  if (found === null || found === version) return null;
  const message = `${path} does not have the version that the patch states`;
  return { code: 'PACKAGE_FILE_VERSION', message, entry: key, expected: version, found };
}

export function noContent({ key, name, before }: PatchedFile): HotfixkitError {
  return new HotfixkitError(
    'PACKAGE_NO_FILE',
    before
      ? `${name} cannot be built: its old file is missing`
      : `no patch contains ${name}, which the patches add`,
    { entry: key },
  );
}
