import type { ContentFactsOptions } from '../../../package/content-facts.js';
import { holdFiles } from '../../../package/node/held-package.js';
import type { PackageContent } from '../../../package/package-content.js';
import type { SignatureJudge } from '../../../package/signature/judged-signature.js';
import { type ContentFile, isWantedContent, readContentFiles, type Wanted } from '../content-files.js';

/**
 * {@link readContentFiles} with signatures, for files of any size: those that are wanted are decoded once, to memory or to a
 * temporary file, because a signature is checked in more than one place of its file.
 */
export async function readSignedFiles(
  content: PackageContent,
  wanted: readonly Wanted[],
  judge: SignatureJudge,
  options: ContentFactsOptions,
): Promise<ContentFile[]> {
  const held = await holdFiles(content, content.files.filter(isWantedContent(wanted)), {
    ...options,
    copyInPlace: true,
  });
  try {
    const files = await readContentFiles(held, wanted, { judge, hash: options.hash ?? false });
    return files.map((one, i) => ({ ...one, file: content.files[i]! }));
  } finally {
    held.close();
  }
}
