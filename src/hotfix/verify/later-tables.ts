import type { Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { listed } from '../../core/plural.js';
import { compareEditions, editionOf } from '../article/read-edition.js';
import type { ManifestSection } from '../manifest/manifest.js';
import { keyOf } from './match-section.js';
import { isForOtherProcessor, mayBeForPackage } from './other-tables.js';
import { PublishedOrder } from './published-order.js';
import { areForOtherProcessors, areForOtherReleases, branchOf } from './table-heading.js';
import type { UsedTable } from './used-table.js';

/**
 * `VERIFY_NOT_COMPARED` where an article has the table of a later release of the same package, which names mostly the same files in
 * later versions: the files are those of a package that was replaced. The headings tell releases apart by dates, numbers and words
 * (`Re-released August 3`, `Version 2 of the package`), or not at all.
 *
 * @param others the tables that were possible besides
 */
export function laterTables(used: UsedTable, others: readonly ManifestSection[]): Warning[] {
  const later = others.flatMap((section) => {
    const names = isOfOnePackage(used, section) ? laterFiles(used, section) : [];
    return names.length === 0 ? [] : [`${section.title.slice(0, 200)} (${listed(names)})`];
  });
  if (later.length === 0) return [];
  const message = `another table of the article, which may be for a later release of the package, has later files than the one that was used: ${listed(later)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

/** Whether nothing but the release of the package distinguishes two tables. */
function isOfOnePackage(used: UsedTable, section: ManifestSection): boolean {
  const own = used.section;
  if (own.product !== section.product && own.product !== null && section.product !== null) return false;
  const [one, two] = [editionOf(own.title), editionOf(section.title)];
  if (own.title !== section.title && !one.isNamed && !two.isNamed) return false;
  return (
    !areForOtherReleases({ ...own, title: one.rest }, { ...section, title: two.rest }) &&
    !areForOtherProcessors(own, section) &&
    branchOf(own) === branchOf(section) &&
    mayBeForPackage(section, used.fileName) &&
    !isForOtherProcessor(section, used)
  );
}

/** The names of files of which a table has later ones; none where it is not about mostly the same files, or has earlier ones too. */
function laterFiles(used: UsedTable, section: ManifestSection): string[] {
  const theirs = groupBy(section.files, keyOf);
  const common = [...theirs].filter(([name]) => used.rows.has(name));
  if (common.length * 2 < theirs.size) return [];
  const found = common.flatMap(([name, rows]) => {
    const other = rows.filter((row) => !used.says(row));
    if (other.length === 0) return [];
    const order = new PublishedOrder(used.rows.get(name)!);
    return other.map((row) => ({ name: row.name, order: order.of(row) }));
  });
  if (found.some(({ order }) => order < 0)) return [];
  // Files of one version and date may differ in size: then the headings alone tell which are later.
  const isLater =
    found.every(({ order }) => order === 0) && compareEditions(section.title, used.section.title) > 0;
  return [...new Set(found.flatMap(({ name, order }) => (order > 0 || isLater ? [name] : [])))];
}
