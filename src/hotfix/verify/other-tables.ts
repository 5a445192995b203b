import type { Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { isForSameProcessor } from '../manifest/join-sections.js';
import type { ManifestFile, ManifestSection } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { FileFacts } from './compare-file.js';

/** Names that a message lists. */
const LISTED = 5;

/**
 * What a verdict by one table leaves out: files of its names that no row is about, and what other tables of the article have:
 * files that only they name, and rows of tables that nothing tells from the one that was used.
 *
 * @param others the tables that were possible besides
 * @param unlisted files that were compared with no row of the used table
 * @param onlyPresent rows without a file are not of interest
 */
export function otherTableWarnings(
  used: ManifestSection,
  others: readonly ManifestSection[],
  unlisted: readonly FileFacts[],
  onlyPresent: boolean,
): Warning[] {
  const own = new Set(used.files.map(keyOf));
  const named = new Map<string, ManifestSection>();
  for (const section of others) {
    for (const row of section.files) {
      const key = keyOf(row);
      if (!named.has(key)) named.set(key, section);
    }
  }
  const files = unlisted.flatMap(({ name, path }) => {
    const section = named.get(name.toLowerCase());
    return section === undefined ? [] : [`${path} (${section.product ?? section.title})`];
  });
  const namesakes = unlisted.flatMap(({ name, path }) => {
    const key = name.toLowerCase();
    return own.has(key) && !named.has(key) ? [path] : [];
  });
  const present = new Set([...own, ...unlisted.map(({ name }) => name.toLowerCase())]);
  const rows = others
    .filter((section) => !onlyPresent && isLike(used, section))
    .flatMap((section) => section.files.filter((row) => !present.has(keyOf(row))).map(({ name }) => name));
  return [
    ...warning(
      files,
      (count) =>
        `${plural(count, 'file')} ${count === 1 ? 'is' : 'are'} named by another table of the article and ${count === 1 ? 'was' : 'were'} not compared`,
    ),
    ...warning(
      namesakes,
      (count) =>
        `${plural(count, 'file')} ${count === 1 ? 'has' : 'have'} the name of a row, but another platform or folder, and ${count === 1 ? 'was' : 'were'} compared with none`,
    ),
    ...warning(
      rows,
      (count) =>
        `${plural(count, 'row')} of another table with the same heading ${count === 1 ? 'was' : 'were'} not compared`,
    ),
  ];
}

const keyOf = ({ name }: ManifestFile): string => fileNameOfRow(name).toLowerCase();

/** Whether neither heading nor product nor processor says that two tables are for different packages. */
function isLike(a: ManifestSection, b: ManifestSection): boolean {
  return a.title === b.title && a.product === b.product && isForSameProcessor(a.files, b.files);
}

function warning(items: readonly string[], message: (count: number) => string): Warning[] {
  if (items.length === 0) return [];
  const listed = [...items]
    .sort()
    .slice(0, LISTED)
    .map((item) => item.slice(0, 200));
  const more = items.length > LISTED ? `; ${items.length - LISTED} more` : '';
  return [{ code: 'VERIFY_NOT_COMPARED', message: `${message(items.length)}: ${listed.join('; ')}${more}` }];
}
