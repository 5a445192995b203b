import type { ContentFactsOptions } from '../../package/content-facts.js';
import type { ContentInput } from '../../package/content-of.js';
import type { Manifest } from '../manifest/manifest.js';
import { readContentFiles } from './content-files.js';
import { type VerifyOptions, type VerifyResult, verifyFiles } from './verify-files.js';

/** Options of {@link verifyPackage}. */
export interface VerifyPackageOptions extends VerifyOptions, Omit<ContentFactsOptions, 'hash'> {}

/**
 * Checks the files of a package or folder against the published table that fits them. Reads the package's own bytes and
 * writes nothing. Throws what decoding throws.
 *
 * @example
 * const { ok, files } = await verifyPackage(pkg, manifestFromCatalogue('977203'));
 */
export async function verifyPackage(
  pkg: ContentInput & { readonly name?: string },
  manifest: Manifest,
  options: VerifyPackageOptions = {},
): Promise<VerifyResult> {
  const files = await readContentFiles(pkg, manifest, options);
  return verifyFiles(files, manifest, { fileName: pkg.name ?? null, ...options });
}
