import type { Warning } from '../../core/errors.js';
import { listed } from '../../core/plural.js';
import { isNameOfProduct } from '../article/product-names.js';
import { editionOf } from '../article/read-edition.js';
import { fold } from '../article/row-text.js';
import type { ManifestSection } from '../manifest/manifest.js';
import { keyOf } from './match-section.js';
import { isForOtherProcessor, mayBeForPackage } from './other-tables.js';
import { areForOtherReleases, branchOf, processorsOf } from './table-heading.js';
import type { UsedTable } from './used-table.js';

/** Characters of a heading that a message repeats. */
const LONGEST = 100;

/**
 * `VERIFY_PRODUCT_UNCERTAIN` where another table has other values for mostly the same names, and only words of its heading tell it apart
 * ("Package A" and "Package B", "Beta" and "RTM"): files that fit one of them need not be those of the package that is meant.
 *
 * @param others the tables that were possible besides
 */
export function namesakeTables(used: UsedTable, others: readonly ManifestSection[]): Warning[] {
  const found = others.filter((section) => isNamesake(used, section));
  if (found.length === 0) return [];
  const titles = [...new Set(found.map(({ title }) => JSON.stringify(title.slice(0, LONGEST))))];
  const message = `only its heading tells the table that was used (${JSON.stringify(used.section.title.slice(0, LONGEST))}) from others with the same names of files: ${listed(titles)}; give the heading of the table that is meant with --product`;
  return [{ code: 'VERIFY_PRODUCT_UNCERTAIN', message }];
}

function isNamesake(used: UsedTable, section: ManifestSection): boolean {
  const own = used.section;
  if (own.title === section.title) return false;
  // The later one of two releases is meant, whatever its versions are.
  const [one, other] = [editionOf(own.title), editionOf(section.title)];
  if ((one.isNamed || other.isNamed) && (!one.isEarlier || other.isEarlier)) return false;
  if (own.product !== section.product && own.product !== null && section.product !== null) return false;
  return (
    !areForOtherReleases(own, section) &&
    haveSameProcessors(own, section) &&
    differInWords(own.title, section.title) &&
    branchOf(own) === branchOf(section) &&
    mayBeForPackage(section, used.fileName) &&
    !isForOtherProcessor(section, used) &&
    hasOtherValues(used, section)
  );
}

const haveSameProcessors = (a: ManifestSection, b: ManifestSection): boolean => {
  const [one, two] = [processorsOf(a), processorsOf(b)];
  return one.size === two.size && [...one].every((processor) => two.has(processor));
};

/** Words by which a heading differs from another one; longer ones are about something else. */
const MOST_WORDS = 3;

/** Whether two headings differ in some words on either side which are not all of products: "Beta" and "RTM". */
function differInWords(a: string, b: string): boolean {
  const [one, two] = [a, b].map((title) => new Set(fold(title).match(/[\p{L}\d]+/gu)));
  const sides = [[...one!].filter((word) => !two!.has(word)), [...two!].filter((word) => !one!.has(word))];
  return (
    sides.every(({ length }) => length > 0 && length <= MOST_WORDS) &&
    sides.some((words) => !words.some(isNameOfProduct))
  );
}

/** Whether two tables name mostly the same files, and say other things of them. */
function hasOtherValues(used: UsedTable, section: ManifestSection): boolean {
  const names = new Set(section.files.map(keyOf));
  const common = new Set([...names].filter((name) => used.rows.has(name)));
  if (common.size * 2 < Math.max(used.rows.size, names.size)) return false;
  return section.files.some((row) => common.has(keyOf(row)) && !used.says(row));
}
