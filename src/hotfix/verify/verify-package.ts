import type { Warning } from '../../core/errors.js';
import { isWeakening } from '../../core/weakening-warnings.js';
import { refuseChangedSource } from '../../package/changed-source.js';
import type { ContentFactsOptions } from '../../package/content-facts.js';
import { type ContentInput, contentOf } from '../../package/content-of.js';
import { NO_VERDICT, notSearched, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import type { Manifest } from '../manifest/manifest.js';
import { besideWarnings } from './beside-package.js';
import { isWantedName, readContentFiles } from './content-files.js';
import { downloadOf } from './download-of.js';
import { type VerifyOptions, type VerifyResult, verifyFiles } from './verify-files.js';

/** Options of {@link verifyPackage}. */
export interface VerifyPackageOptions extends VerifyOptions, Omit<ContentFactsOptions, 'hash'> {
  /** Demands a signature that this accepts of the files that the manifest names. */
  judge?: SignatureJudge;
}

/**
 * Checks the files of a package or folder against the file table of a manifest that fits them: name, platform, version, size and
 * the hashes that the manifest has, of the package too. Reads the package's own bytes; writes nothing. `warnings` of the result has
 * what weakens it: where there is any, the verdict is `OK WITH WARNINGS` on the command line.
 *
 * @throws What decoding throws; `ABORTED` where `signal` is aborted.
 * @example
 * import { manifestFromCatalogue, openPackage, verifyPackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { ok, manifest, files } = await verifyPackage(pkg, manifestFromCatalogue('977203'));
 * console.log(ok, manifest.product);
 * for (const { name, status } of files) if (status !== 'match') console.log(name, status);
 * pkg.close();
 */
export async function verifyPackage(
  pkg: ContentInput & { readonly name?: string },
  manifest: Manifest,
  options: VerifyPackageOptions = {},
): Promise<VerifyResult> {
  const opened = 'content' in pkg && 'container' in pkg ? (pkg as OpenedPackage) : null;
  const whole = { content: contentOf(pkg), container: opened?.container ?? null };
  refuseUnknownFiles(whole, NO_VERDICT);
  const files = await readContentFiles(pkg, manifest, options);
  const download = opened ? downloadOf(opened, manifest) : null;
  const result = verifyFiles(files, manifest, { fileName: pkg.name ?? null, download, ...options });
  if (opened) refuseChangedSource(opened.source, opened.path);
  const warnings = [
    ...warningsOf(whole).filter(isWeakening),
    ...result.warnings,
    ...(opened ? warningsAround(opened, manifest) : []),
  ];
  return { ...result, warnings };
}

/** What lies in and beside a package that is judged by a manifest, and was not compared or not looked at. */
export function warningsAround(opened: OpenedPackage, manifest: Manifest): Warning[] {
  return [
    ...besideWarnings(opened, [manifest]),
    ...notSearched(opened, opened.path ?? opened.name, isWantedName([manifest])),
  ];
}
