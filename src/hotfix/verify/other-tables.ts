import type { Warning } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { plural } from '../../core/plural.js';
import type { ManifestFile, ManifestSection } from '../manifest/manifest.js';
import { parsePackageName } from '../naming/package-name.js';
import { keyOf } from './match-section.js';
import { canonicalPlatform } from './platform.js';
import { areForOtherReleases, areSameProcessor, processorsIn } from './table-heading.js';
import { mainProcessor, type UsedTable } from './used-table.js';

/** Names that a message lists. */
const LISTED = 5;

/** What a verdict by one table leaves out although other tables of the article have it. */
export interface OtherTables {
  /** Files that only other tables name, and rows for files that the used table does not have. */
  warnings: Warning[];
  /** The tables with rows that were compared with nothing, in words that end a line; empty if there are none. */
  remark: string;
}

/**
 * What a verdict by one table leaves out, files of its names that no row is about among it. Tables for other releases are left aside, because a package is for one of them, and so
 * are those for another processor than that in the name of the package. A table with other rows for the same names, or for a
 * processor that no file is for, is named. Files that only another table has are a warning, because nothing says that the
 * package may lack them.
 *
 * @param others the tables that were possible besides
 */
export function otherTables(used: UsedTable, others: readonly ManifestSection[]): OtherTables {
  const { files, namesakes } = leftFiles(used, others);
  const open = used.onlyPresent ? [] : others.flatMap((section) => notCompared(used, section));
  const known = new Set([...used.rows.keys(), ...used.unlisted.map(({ name }) => nameKey(name))]);
  const rows = open
    .filter(({ section }) => !isForOtherProcessor(section, used) && !isOtherBuild(used, section))
    .flatMap(({ section, rows }) =>
      rows.filter((row) => !known.has(keyOf(row))).map(({ name }) => `${name} (${labelOf(section)})`),
    );
  const listed = open
    .slice(0, LISTED)
    .map(({ section, rows }) => `${labelOf(section)} (${plural(rows.length, 'row')})`);
  const more = open.length > LISTED ? [`${open.length - LISTED} more`] : [];
  return {
    warnings: [
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
          `${plural(count, 'row')} of other tables of the article ${count === 1 ? 'was' : 'were'} not compared; give the product if only one table is for this package`,
      ),
    ],
    remark: open.length === 0 ? '' : `; not compared: ${[...listed, ...more].join(', ')}`,
  };
}

/** Files that were compared with no row: those that another table names, and those of the name of a row. */
function leftFiles(
  { rows, unlisted }: UsedTable,
  others: readonly ManifestSection[],
): { files: string[]; namesakes: string[] } {
  const named = new Map<string, ManifestSection>();
  for (const other of others) {
    for (const key of other.files.map(keyOf)) if (!named.has(key)) named.set(key, other);
  }
  const files: string[] = [];
  const namesakes: string[] = [];
  for (const { name, path } of unlisted) {
    const other = named.get(nameKey(name));
    if (other !== undefined) files.push(`${path} (${labelOf(other)})`);
    else if (rows.has(nameKey(name))) namesakes.push(path);
  }
  return { files, namesakes };
}

/** The rows of a table that no row of the used one repeats; none where the table is for another release or processor. */
function notCompared(
  used: UsedTable,
  section: ManifestSection,
): { section: ManifestSection; rows: ManifestFile[] }[] {
  if (areAlternatives(used.section, section) || !mayBeForPackage(section, used.fileName)) return [];
  const rows = section.files.filter((row) => !used.says(row));
  return rows.length === 0 ? [] : [{ section, rows }];
}

/** Whether a table is for another processor than the files and their table. */
export function isForOtherProcessor(section: ManifestSection, { processor: own }: UsedTable): boolean {
  const other = mainProcessor(section);
  return own !== null && other !== null && !areSameProcessor(own, other);
}

/** Whether a table of another heading has other versions of mostly the same files: one package brings one of them. */
function isOtherBuild(used: UsedTable, section: ManifestSection): boolean {
  if (used.section.title === section.title) return false;
  const names = new Set(section.files.map(keyOf));
  return [...names].filter((name) => used.rows.has(name)).length * 2 >= names.size;
}

const labelOf = ({ product, title }: ManifestSection): string => product ?? title;

/**
 * Whether two tables are for different service packs or releases. The versions of their files say so where their product line is
 * known; otherwise the headings do. Processors, roles, languages and numbers of tables make no alternatives: a package may have to
 * bring the files of all of them.
 */
function areAlternatives(a: ManifestSection, b: ManifestSection): boolean {
  if (a.product !== null && b.product !== null && a.product !== b.product) return true;
  return areForOtherReleases(a, b);
}

/** Whether a table has rows for the processor that the name of the package states, or does not say. */
export function mayBeForPackage({ files, title }: ManifestSection, fileName: string | null): boolean {
  const platform = canonicalPlatform((fileName && parsePackageName(fileName)?.platform) || null);
  if (platform === null) return true;
  const rows = files.map((row) => canonicalPlatform(row.platform)).filter((one) => one !== null);
  const processors = [...rows, ...processorsIn(title)];
  return processors.length === 0 || processors.some((one) => areSameProcessor(one, platform));
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
