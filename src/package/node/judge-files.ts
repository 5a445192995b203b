import { throwIfAborted } from '../../core/abort.js';
import { HotfixkitError } from '../../core/errors.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import { judgeFile } from '../signature/judge-file.js';
import type { JudgedSignature, SignatureJudge } from '../signature/judged-signature.js';
import { holdFiles } from './held-package.js';
import type { WriteProgress } from './write-options.js';

/**
 * The signatures of files of a package. Files that are compressed together are decoded together, to memory or to a
 * temporary file, and forgotten before the next ones are. Throws what decoding throws, unless `isForgiven` says that the files
 * are to be left out for it.
 */
export async function judgeFiles(
  content: PackageContent,
  files: readonly PackageFile[],
  judge: SignatureJudge,
  options: {
    isForgiven?: (error: HotfixkitError) => boolean;
    onProgress?: (progress: WriteProgress) => void;
    signal?: AbortSignal;
  } = {},
): Promise<Map<PackageFile, JudgedSignature>> {
  const { isForgiven, ...reading } = options;
  const judged = new Map<PackageFile, JudgedSignature>();
  for (const batch of content.batches(isForgiven ? presentFiles(content, files, isForgiven) : files)) {
    const held = await holdFiles(content, batch, reading);
    try {
      for (const file of batch) {
        throwIfAborted(options.signal);
        judged.set(file, judgeFile(held.fileOf(file), judge));
      }
    } finally {
      held.close();
    }
  }
  return judged;
}

/** The files whose content is there. They are asked one by one only where not all are. */
export function presentFiles(
  content: PackageContent,
  files: readonly PackageFile[],
  isForgiven: (error: HotfixkitError) => boolean,
): readonly PackageFile[] {
  const isPresent = (some: readonly PackageFile[]): boolean => {
    try {
      content.check(some);
      return true;
    } catch (error) {
      if (error instanceof HotfixkitError && isForgiven(error)) return false;
      throw error;
    }
  };
  return isPresent(files) ? files : files.filter((file) => isPresent([file]));
}
