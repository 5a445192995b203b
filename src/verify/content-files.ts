import type { Manifest } from '../manifest/manifest.js';
import { type ContentFactsOptions, readContentFacts } from '../package/content-facts.js';
import type { PackageContent, PackageFile } from '../package/package-content.js';
import type { FileFacts } from './compare-file.js';

/** {@link FileFacts} of a package's file, and the file itself. */
export interface ContentFile extends FileFacts {
  file: PackageFile;
  /** Null unless it was asked for. */
  sha256: string | null;
}

/**
 * What verifying needs of the files in a package or folder, read in place. Only files that the manifest names are
 * decoded; of the others the package's own word is given.
 */
export async function readContentFiles(
  content: PackageContent,
  manifest: Manifest,
  options: ContentFactsOptions = {},
): Promise<ContentFile[]> {
  const names = new Set(
    manifest.sections.flatMap((section) => section.files.map((row) => row.name.toLowerCase())),
  );
  const named = content.files.filter((file) => names.has(file.name.toLowerCase()));
  const facts = await readContentFacts(content, named, options);
  return content.files.map((file) => {
    const known = facts.get(file);
    return {
      file,
      path: file.targetPath ?? file.key,
      name: file.name,
      size: known?.size ?? file.size,
      version: known ? known.executable.version : file.version,
      platform: known?.executable.platform ?? null,
      modified: known ? content.modified(file) : null,
      languages: known?.executable.languages ?? [],
      sha256: known?.sha256 ?? null,
    };
  });
}
