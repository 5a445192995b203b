import type { ManifestFile, PublishedHash } from '../manifest/manifest.js';
import { isSameVersion } from '../verify/compare-file.js';
import { canonicalPlatform, platformOfPath } from '../verify/platform.js';
import { processorsIn } from '../verify/table-heading.js';
import { hasName, withoutFileNames } from './file-names.js';
import { type ColumnKind, isNone } from './lexicon.js';
import { versionsAt } from './read-number.js';
import { normaliseText, rowText } from './row-text.js';

/** What may tell the file of a hash from others of its name. */
export interface Beside {
  /** The cells of its row, or its line without its hashes. */
  cells: readonly string[];
  /** What the columns of the cells hold; empty for a line, and for a table without headings. */
  kinds: readonly ColumnKind[];
  /** What stands above its row or its table, the nearest first. */
  above: readonly string[];
}

type Stated = Pick<PublishedHash, 'version' | 'size' | 'platform'>;

const LONGEST_PLATFORM = 60;

/**
 * What stands beside a hash and tells its file from others of the name: version, size and processor. Nothing where all rows of the
 * name have the same, so that it says no more than the name.
 *
 * @param rows the rows of the name in all tables of the article
 */
export function factsBeside(rows: readonly ManifestFile[], beside: Beside): Stated {
  const whole = rows.length > 1 ? wholeRow(rows, beside.cells) : null;
  if (whole !== null) return whole;
  const platform = platformBeside(beside);
  const version = factUnder('version', beside, (cell) => versionIn(cell));
  const size = factUnder('size', beside, (cell) => sizeIn(cell));
  const stated: Stated = {
    ...(rows.length > 0 && version !== null && { version }),
    ...(rows.length > 0 && size !== null && { size }),
    ...(platform !== null && { platform }),
  };
  return rows.length > 0 && rows.every((row) => hasAll(row, stated)) ? {} : stated;
}

/** Whether a row says all that is stated. */
const hasAll = (row: ManifestFile, { version, size, platform }: Stated): boolean =>
  (version === undefined || (row.version !== null && isSameVersion(version, row.version))) &&
  (size === undefined || size === row.size) &&
  (platform === undefined || canonicalPlatform(platform) === canonicalPlatform(row.platform));

/** The row of the table that the cells are, hash and all: all that it says stands in them. Null where that is not sure. */
function wholeRow(rows: readonly ManifestFile[], beside: readonly string[]): Stated | null {
  const cells = new Set(beside.map((cell) => cell.trim()));
  const numbers = new Set([...cells].map((cell) => cell.replace(/[,.\s]/g, '')));
  const found = rows.filter(
    (row) =>
      (row.version === null || cells.has(row.version)) &&
      (row.size === null || numbers.has(String(row.size))) &&
      (row.platform === null || cells.has(row.platform)),
  );
  const [row, another] = found;
  if (row === undefined) return null;
  // A row that is there twice has the same facts.
  if (another !== undefined && !found.every((one) => isSame(one, row))) return null;
  const { version, size, platform } = row;
  return {
    ...(version !== null && { version }),
    ...(size !== null && { size }),
    ...(platform !== null && { platform }),
  };
}

const isSame = (a: ManifestFile, b: ManifestFile): boolean =>
  a.version === b.version && a.size === b.size && a.platform === b.platform;

/** The processor that the cells name, or the folder of the file, or the headings above; null for none and for several. */
function platformBeside({ cells, kinds, above }: Beside): string | null {
  const named = cells.filter((_, i) => kinds[i] === 'platform');
  const own = named.map((cell) => canonicalPlatform(cell)).find((one) => one !== null);
  if (own !== undefined) return own;
  const found = new Set<string>();
  for (const cell of cells) {
    if (cell.length > LONGEST_PLATFORM && cells.length > 1) continue;
    const platform = platformIn(cell);
    if (platform !== null) found.add(platform);
  }
  if (found.size > 0) return onlyOne(found);
  for (const text of above) {
    const platforms = new Set([...processorsIn(text)].map((one) => canonicalPlatform(one)));
    if (platforms.size > 0) return onlyOne(platforms);
  }
  return null;
}

function platformIn(cell: string): string | null {
  if (cell.includes('://')) return null;
  if (hasName(cell)) {
    const path = cell.split(/[\s"'|]+/).find((part) => /[\\/]/.test(part)) ?? '';
    const folder = platformOfPath(path);
    if (folder !== null) return folder;
  }
  const named = processorsIn(withoutFileNames(cell));
  if (named.size > 0) return onlyOne(new Set([...named].map((one) => canonicalPlatform(one))));
  return /\s/.test(cell.trim()) || hasName(cell) || /^\d*$/.test(cell.trim())
    ? null
    : canonicalPlatform(cell);
}

function onlyOne<T>(found: ReadonlySet<T>): T | null {
  const [one, another] = found;
  return another === undefined ? (one ?? null) : null;
}

/** The fact in the column that a heading names. */
function factUnder<T>(
  kind: 'version' | 'size',
  { cells, kinds }: Beside,
  read: (cell: string) => T | null,
): T | null {
  const at = kinds.indexOf(kind);
  const cell = cells[at] ?? '';
  return at < 0 || isNone(cell) ? null : read(cell);
}

function versionIn(cell: string): string | null {
  const row = rowText(cell);
  return versionsAt(row, 0).find(({ end }) => end === row.text.length)?.value ?? null;
}

function sizeIn(cell: string): number | null {
  const [, digits] = /^(\d[\d., ]{0,20}?) ?(?:bytes?|octets?|b)?$/i.exec(normaliseText(cell).trim()) ?? [];
  const plain = digits?.replace(/[., ]/g, '');
  return plain === undefined ? null : Number(plain);
}
