import type { SummaryInformation } from './summary-information.js';

/** Conditions under which a transform may be applied: high word of Char Count (win32 docs, "Character Count Summary"). */
export const TransformValidation = {
  language: 0x1,
  product: 0x2,
  platform: 0x4,
  majorVersion: 0x8,
  minorVersion: 0x10,
  updateVersion: 0x20,
  less: 0x40,
  lessOrEqual: 0x80,
  equal: 0x100,
  greaterOrEqual: 0x200,
  greater: 0x400,
  upgradeCode: 0x800,
} as const;

/** Conditions that do not stop a transform: low word of Char Count (MsiDatabaseApplyTransform). */
export const TransformError = {
  addExistingRow: 0x1,
  deleteMissingRow: 0x2,
  addExistingTable: 0x4,
  deleteMissingTable: 0x8,
  updateMissingRow: 0x10,
  changeCodePage: 0x20,
} as const;

/** How a transform compares product versions. */
export type VersionComparison = '<' | '<=' | '=' | '>=' | '>';

/** One side of a transform. Facts that the summary does not state are null. */
export interface TransformSide {
  productCode: string | null;
  productVersion: string | null;
  /** As the Template property spells it; null = any. */
  platform: string | null;
  languages: string[];
}

/** The facts in the summary information of a transform (win32 docs, "Summary Information Stream Property Set"). */
export interface TransformSummary {
  /** The database that it was made from. */
  before: TransformSide;
  /** The database that it makes. */
  after: TransformSide;
  upgradeCode: string | null;
  /** Bits of {@link TransformValidation}. */
  validation: number;
  /** Bits of {@link TransformError}. */
  errors: number;
  /** How the version of the target has to compare with `before.productVersion`; null = any version. */
  version: { comparison: VersionComparison; fields: 1 | 2 | 3 } | null;
}

/** Of a text without blanks around it. */
const SIDE = /^(\{[^}]*\})?\s*([\d.]*)$/;

/** A Revision Number that cannot be read gives nulls, so that conditions on it are false. */
export function readTransformSummary(summary: SummaryInformation): TransformSummary {
  const [before = '', after = '', upgradeCode = ''] = (summary.revision ?? '').split(';');
  const flags = (summary.charCount ?? 0) >>> 0;
  const validation = flags >>> 16;
  return {
    before: side(before, summary.template),
    after: side(after, summary.lastAuthor),
    upgradeCode: upgradeCode.trim() || null,
    validation,
    errors: flags & 0xffff,
    version: versionCheck(validation),
  };
}

function side(revision: string, template: string | null): TransformSide {
  const [, productCode, productVersion] = SIDE.exec(revision.trim()) ?? [];
  const [platform = '', languages = ''] = (template ?? '').split(';');
  return {
    productCode: productCode ?? null,
    productVersion: productVersion || null,
    platform: platform.trim() || null,
    languages: languages.split(',').flatMap((language) => language.trim() || []),
  };
}

function versionCheck(validation: number): TransformSummary['version'] {
  const comparisons: [number, VersionComparison][] = [
    [TransformValidation.less, '<'],
    [TransformValidation.lessOrEqual, '<='],
    [TransformValidation.equal, '='],
    [TransformValidation.greaterOrEqual, '>='],
    [TransformValidation.greater, '>'],
  ];
  const comparison = comparisons.find(([bit]) => (validation & bit) !== 0)?.[1];
  const { majorVersion, minorVersion, updateVersion } = TransformValidation;
  const precise = (validation & (majorVersion | minorVersion | updateVersion)) !== 0;
  // A precision without a comparison, or the reverse, means equal and all three fields.
  if (comparison === undefined && !precise) return null;
  const fields = !precise || validation & updateVersion ? 3 : validation & minorVersion ? 2 : 1;
  return { comparison: comparison ?? '=', fields };
}
