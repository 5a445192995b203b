import { HotfixkitError } from '../../core/errors.js';
import { type SummaryInformation, SummaryProperty } from '../../msi/summary-information.js';

/** A pair of transforms: the changes to the product, and the rows that installing the patch needs. */
export interface TransformPair {
  /** Storage of the product's changes, `T`. */
  product: string;
  /** Storage of the patch's own rows (Media, Patch, sequences of files), `#T`; null where the patch lists none. */
  patch: string | null;
}

/** The facts in the summary information of a patch (win32 docs, "Summary Information Stream Property Set"). */
export interface PatchIdentity {
  /** Revision Number, its first GUID; upper case with braces. */
  patchCode: string;
  /** Revision Number: codes of patches that this one obsoletes. */
  obsoletes: string[];
  /** Template: product codes. */
  targets: string[];
  /** Last Saved By: storages of transforms, in order. */
  pairs: TransformPair[];
}

const GUID = /\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}/gi;

/**
 * Throws `MSI_BAD_SUMMARY` where one of these cannot be read, `PATCH_INVALID` (1636) where the patch has no code, names no product or lists no transforms.
 *
 * Real patches put semicolons, commas or nothing between the GUIDs, and leave out the colon before a transform's name.
 */
export function parsePatchIdentity(summary: SummaryInformation): PatchIdentity {
  const { revision: code, template, lastAuthor } = SummaryProperty;
  const unreadable = summary.errorOf(code) ?? summary.errorOf(template) ?? summary.errorOf(lastAuthor);
  if (unreadable) throw unreadable;
  const revision = (summary.revision ?? '').trim();
  const codes = guids(revision);
  if (!revision.startsWith('{') || codes.length === 0) {
    throw invalid('the patch has no patch code', 'Revision Number', '{patch code}', revision);
  }
  const targets = guids(summary.template ?? '');
  if (targets.length === 0) {
    throw invalid('the patch names no product', 'Template', '{product code}', summary.template ?? '');
  }
  const names = (summary.lastAuthor ?? '')
    .split(';')
    .map((name) => name.trim().replace(/^:/, ''))
    .filter((name) => name !== '');
  const pairs = pairTransforms(names);
  if (pairs.length === 0) {
    throw invalid('the patch lists no transforms', 'Last Saved By', ':T;:#T', summary.lastAuthor ?? '');
  }
  return { patchCode: codes[0]!, obsoletes: codes.slice(1), targets, pairs };
}

/** `#T` belongs to `T`, at any place in the list; storage names are case-insensitive. */
function pairTransforms(names: readonly string[]): TransformPair[] {
  const patches = new Map(
    names.filter((name) => name.startsWith('#')).map((name) => [name.slice(1).toUpperCase(), name]),
  );
  const pairs = new Map<string, TransformPair>();
  for (const name of names) {
    if (name.startsWith('#')) continue;
    pairs.set(name.toUpperCase(), { product: name, patch: patches.get(name.toUpperCase()) ?? null });
  }
  return [...pairs.values()];
}

function guids(text: string): string[] {
  return [...new Set([...text.matchAll(GUID)].map(([guid]) => guid.toUpperCase()))];
}

function invalid(message: string, structure: string, expected: string, found: string): HotfixkitError {
  return new HotfixkitError('PATCH_INVALID', message, {
    stream: '\u0005SummaryInformation',
    structure,
    expected,
    found: found === '' ? '(nothing)' : found.slice(0, 200),
  });
}
