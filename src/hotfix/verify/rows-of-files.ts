import type { Manifest } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { VerifyResult } from './verify-files.js';

/** A manifest with the rows of files of these names alone; null where it has none. */
export function rowsOfFiles(manifest: Manifest, names: readonly string[]): Manifest | null {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const sections = manifest.sections.flatMap((section) => {
    const files = section.files.filter(({ name }) => wanted.has(fileNameOfRow(name).toLowerCase()));
    return files.length > 0 ? [{ ...section, files }] : [];
  });
  if (sections.length === 0) return null;
  // The hashes of other files are not those of these; one beside no name may be.
  const hashes = manifest.hashes?.filter(
    ({ file }) => file === null || wanted.has(fileNameOfRow(file).toLowerCase()),
  );
  return { ...manifest, sections, ...(hashes && { hashes }) };
}

/**
 * Whether a file that the manifest names is rather the package of its other files, by the names of the files that it holds: most
 * of the others of a table. A client patch holds one or two of them.
 */
export function isPackageOfRows(manifest: Manifest, own: string, held: readonly string[]): boolean {
  const inside = new Set(held.map((name) => name.toLowerCase()));
  return manifest.sections.some(({ files }) => {
    const names = new Set(files.map(({ name }) => fileNameOfRow(name).toLowerCase()));
    names.delete(own.toLowerCase());
    const count = [...names].filter((name) => inside.has(name)).length;
    return count > 0 && 2 * count >= names.size;
  });
}

/** The names of all files of a manifest, each once. */
export function namesOfFiles(manifest: Manifest): string[] {
  return [...new Set(manifest.sections.flatMap(({ files }) => files.map(({ name }) => fileNameOfRow(name))))];
}

/** A result without the rows that no file stands for: of a file that is given by itself, other platforms are not missing. */
export function withoutMissing(result: VerifyResult): VerifyResult {
  const files = result.files.filter(({ status }) => status !== 'missing');
  return { ...result, files, counts: { ...result.counts, missing: 0 } };
}
