import { HotfixkitError } from '../core/errors.js';
import { TransformError, TransformValidation } from '../msi/transform-summary.js';
import { listed } from './definition.js';

const checks: Readonly<Record<string, number>> = {
  product: TransformValidation.product,
  'upgrade-code': TransformValidation.upgradeCode,
  language: TransformValidation.language,
  platform: TransformValidation.platform,
  major: TransformValidation.majorVersion,
  minor: TransformValidation.minorVersion,
  update: TransformValidation.updateVersion,
  none: 0,
};
const comparisons = {
  lower: TransformValidation.less,
  'lower-or-equal': TransformValidation.lessOrEqual,
  equal: TransformValidation.equal,
  'higher-or-equal': TransformValidation.greaterOrEqual,
  higher: TransformValidation.greater,
} as const;
const errors: Readonly<Record<string, number>> = {
  'add-row': TransformError.addExistingRow,
  'delete-row': TransformError.deleteMissingRow,
  'change-row': TransformError.updateMissingRow,
  'add-table': TransformError.addExistingTable,
  'delete-table': TransformError.deleteMissingTable,
  'code-page': TransformError.changeCodePage,
  all: Object.values(TransformError).reduce((all, bit) => all | bit, 0),
};
const precisions = checks.major! | checks.minor! | checks.update!;

/** What {@link validationOf} is made of. */
export interface ValidationWords {
  /** `--validate`; words may be joined by commas. */
  validate: readonly string[];
  targetVersion: keyof typeof comparisons | undefined;
}

/** Bits of {@link TransformValidation}; the product code is checked unless something else is asked for. Throws `USAGE`. */
export function validationOf({ validate, targetVersion }: ValidationWords): number {
  const asked = bitsOf('--validate', checks, validate.length === 0 ? ['product'] : validate);
  if (targetVersion === undefined) return asked & precisions ? asked | comparisons.equal : asked;
  // Without a precision all three fields count.
  return asked | comparisons[targetVersion] | (asked & precisions ? 0 : checks.update!);
}

/** Bits of {@link TransformError}. Throws `USAGE`. */
export function suppressedErrors(words: readonly string[]): number {
  return bitsOf('--suppress', errors, words);
}

function bitsOf(option: string, known: Readonly<Record<string, number>>, given: readonly string[]): number {
  const words = given.flatMap((word) => word.split(','));
  return words.reduce((bits, word) => {
    const bit = Object.hasOwn(known, word) ? known[word] : undefined;
    if (bit !== undefined) return bits | bit;
    throw new HotfixkitError('USAGE', `${option} takes ${listed(Object.keys(known), 'or')}`, { found: word });
  }, 0);
}
