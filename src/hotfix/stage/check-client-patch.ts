import { BufferSource, type ByteSource } from '../../core/byte-source.js';
import { addFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import { Database } from '../../msi/database.js';
import type { PackageFile } from '../../package/package-content.js';
import { PatchPackage } from '../../package/patch/patch-package.js';
import type { ManifestSection } from '../manifest/manifest.js';

/** Longest client patch that is read into memory, in bytes. */
const LIMIT = 256 * 1024 * 1024;

/** Matches the names of the products that such a patch is for. */
const CLIENT_PRODUCT = /config(uration)?\s?m(anager|gr)|\bsms\b|systems management server/i;

export interface ClientPatchCheck {
  /** The requested table, whose versions tell the service pack. Null if unknown. */
  section: ManifestSection | null;
  /** Whether the published table has a row for the file and the row fits. */
  matchesTable: boolean;
}

/**
 * Checks the patch's own data before it is staged: it must be a patch, for the ConfigMgr client, for the requested
 * service pack (the version that its transforms start from against the versions of the published table, in their first
 * three numbers). Throws `STAGE_WRONG_PATCH`, and what decoding throws.
 *
 * A file that the published table knows with name and size and that is no patch all the same is let through with a
 * warning: the table is the authority that the user chose.
 */
export function checkClientPatch(file: PackageFile, check: ClientPatchCheck): Warning[] {
  const inPlace = file.openInPlace();
  try {
    if (!inPlace && file.size > LIMIT) return [];
    return checkPatchSource(inPlace ?? new BufferSource(file.bytes()), file.name, check);
  } finally {
    inPlace?.close();
  }
}

/** {@link checkClientPatch} for bytes. */
export function checkPatchSource(source: ByteSource, name: string, check: ClientPatchCheck): Warning[] {
  const facts = { entry: name };
  let patch: PatchPackage;
  let versions: (string | null)[];
  try {
    patch = new PatchPackage(source, 'msp');
    if (Database.open(patch.compoundFile.root).kind !== 'msp')
      throw noPatch('its class identifier is not that of a patch');
    versions = patch.transforms.map(({ before }) => before.productVersion);
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    const message = `this is not a Windows Installer patch: ${error.message}`;
    if (check.matchesTable) {
      const warning = `${message}; it is staged because its name and size match the published table`;
      return [{ code: 'STAGE_WRONG_PATCH', message: warning, ...facts }];
    }
    throw addFacts(noPatch(message), facts);
  }
  const product = patch.database
    .rows('MsiPatchMetadata')
    .find((row) => row.Company === null && row.Property === 'TargetProductName')?.Value;
  if (product && !CLIENT_PRODUCT.test(product)) {
    throw new HotfixkitError(
      'STAGE_WRONG_PATCH',
      `this patch is for ${product}, not for the ConfigMgr client`,
      {
        ...facts,
        found: product,
      },
    );
  }
  const wanted = new Set(check.section?.files.flatMap(({ version }) => lineOf(version) ?? []) ?? []);
  const lines = versions.map(lineOf);
  if (wanted.size > 0 && lines.every((line) => line !== null && !wanted.has(line))) {
    throw new HotfixkitError(
      'STAGE_WRONG_PATCH',
      `this patch starts from version ${versions.join(', ')}; ${check.section!.product ?? check.section!.title} has ${[...wanted].join(', ')}: take the one for that service pack`,
      { ...facts, expected: [...wanted].join(', '), found: versions.join(', ') },
    );
  }
  return [];
}

/** `4.0.6487` of 4.00.6487.2000. */
function lineOf(version: string | null): string | null {
  const numbers = version === null ? null : tryParseFileVersion(version);
  return numbers ? numbers.slice(0, 3).join('.') : null;
}

function noPatch(message: string): HotfixkitError {
  return new HotfixkitError('STAGE_WRONG_PATCH', message);
}
