import { compareFileVersions, parseFileVersion } from '../core/file-version.js';
import type { Database } from './database.js';
import { type TransformSummary, TransformValidation, type VersionComparison } from './transform-summary.js';

/** A condition of a transform on the database, with the value that the database has instead. */
export interface TransformMismatch {
  what: 'language' | 'productCode' | 'platform' | 'productVersion' | 'upgradeCode';
  expected: string;
  /** `(none)` if the database has no value. */
  found: string;
}

const NOTHING = '(none)';

/** The facts of a database that transforms check. */
export interface TransformTarget {
  productCode: string | null;
  productVersion: string | null;
  upgradeCode: string | null;
  platform: string | null;
  languages: string[];
}

/**
 * The facts of a database that a transform is compared with: product code, version, languages, platform and upgrade
 * code of a database.
 */
export function readTransformTarget(database: Database): TransformTarget {
  const properties = new Map(database.rows('Property').map((row) => [row.Property, row.Value]));
  const [platform = '', languages = ''] = (database.summaryInformation().template ?? '').split(';');
  return {
    productCode: properties.get('ProductCode') ?? null,
    productVersion: properties.get('ProductVersion') ?? null,
    upgradeCode: properties.get('UpgradeCode') ?? null,
    platform: platform.trim() || null,
    languages: languages.split(',').flatMap((language) => language.trim() || []),
  };
}

/**
 * Whether a transform may be applied: each condition of its summary that does not hold (MsiCreateTransformSummaryInfo).
 * Empty = it may.
 */
export function checkTransform(summary: TransformSummary, target: TransformTarget): TransformMismatch[] {
  const { before, validation, upgradeCode, version } = summary;
  const mismatches: TransformMismatch[] = [];
  const check = (what: TransformMismatch['what'], holds: boolean, expected: string, found: string): void => {
    if (!holds) mismatches.push({ what, expected, found });
  };
  const same = (a: string | null, b: string | null): boolean =>
    a !== null && b !== null && a.toLowerCase() === b.toLowerCase();

  if (validation & TransformValidation.product) {
    check(
      'productCode',
      same(before.productCode, target.productCode),
      before.productCode ?? NOTHING,
      target.productCode ?? NOTHING,
    );
  }
  if (version) {
    const { comparison, fields } = version;
    const expected = `${comparison} ${fieldsOf(before.productVersion, fields) ?? NOTHING}`;
    check(
      'productVersion',
      versionFits(target.productVersion, comparison, before.productVersion, fields),
      expected,
      target.productVersion ?? NOTHING,
    );
  }
  if (validation & TransformValidation.upgradeCode) {
    check(
      'upgradeCode',
      same(upgradeCode, target.upgradeCode),
      upgradeCode ?? NOTHING,
      target.upgradeCode ?? NOTHING,
    );
  }
  // The default language is the first; 0 is neutral and fits every one.
  if (validation & TransformValidation.language) {
    const [expected = '0'] = before.languages;
    const [found = '0'] = target.languages;
    check('language', expected === '0' || expected === found, expected, found);
  }
  if (validation & TransformValidation.platform) {
    // No platform means Intel, as in the first packages.
    const [expected, found] = [before.platform ?? 'Intel', target.platform ?? 'Intel'];
    check('platform', same(expected, found), expected, found);
  }
  return mismatches;
}

/** The first fields of a version as a transform compares them: `1.2` of `1.2.3.4`. */
export function fieldsOf(version: string | null, fields: 1 | 2 | 3): string | null {
  const parsed = version === null ? null : parseVersion(version);
  return parsed ? parsed.slice(0, fields).join('.') : null;
}

/** The installed version stands on the left: "<" asks for one that is lower than that in the transform. */
function versionFits(
  installed: string | null,
  comparison: VersionComparison,
  base: string | null,
  fields: 1 | 2 | 3,
): boolean {
  const [left, right] = [fieldsOf(installed, fields), fieldsOf(base, fields)];
  if (left === null || right === null) return false;
  const order = compareFileVersions(parseFileVersion(left), parseFileVersion(right));
  switch (comparison) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}

/** Three numbers count in a ProductVersion (win32 docs, "ProductVersion property"); null if it is not a version. */
function parseVersion(text: string): number[] | null {
  if (!/^\d+(\.\d+)*$/.test(text)) return null;
  const numbers = text.split('.').slice(0, 3).map(Number);
  if (numbers.some((number) => number > 0xffff)) return null;
  return [...numbers, 0, 0].slice(0, 3);
}
