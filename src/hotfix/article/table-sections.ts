import type { ManifestFile, ManifestSection, ManifestWarning } from '../manifest/manifest.js';
import { explainVersion } from '../manifest/product-line.js';
import { levelsOf } from '../verify/name-evidence.js';
import { canonicalPlatform } from '../verify/platform.js';
import { areSameProcessor, processorsIn } from '../verify/table-heading.js';
import { chooseReadings } from './choose-readings.js';
import type { ArticleTable } from './find-tables.js';
import { notComparedColumns } from './further-columns.js';
import { type CellRow, remarkOf } from './read-cells.js';
import { type DateValue, isDayFirst, isYearFirst } from './read-date.js';
import { hasCommaForDot } from './read-name.js';
import { endsWithRemark, factsIn } from './row-facts.js';
import { longest, type Reading } from './segment-row.js';

/** What the last columns have besides a processor or a branch, as they take the rest of a row: "x86 - replaced by 4.0.0.2". */
function remarksIn({ platform, folder, level = '' }: CellRow): string[] {
  const remarks: string[] = [];
  // Names of releases may have remarks; they are not compared.
  if (platform !== null && canonicalPlatform(platform) !== null) {
    if (endsWithRemark(platform) || factsIn(platform).version !== null)
      remarks.push(remarkOf('platform', { text: platform }));
  }
  // Names of folders have versions.
  if (folder !== null && endsWithRemark(folder)) remarks.push(remarkOf('folder', { text: folder }));
  if (endsWithRemark(level)) remarks.push(remarkOf('level', { text: level }));
  return remarks;
}

/**
 * The tables as sections of a manifest. Doubtful and unread rows are added to `warnings`.
 *
 * @param beside dates of the article outside of its tables
 */
export function sectionsOf(
  tables: readonly ArticleTable[],
  title: string,
  warnings: ManifestWarning[],
  language = 'und',
  beside: readonly DateValue[] = [],
): ManifestSection[] {
  // Rows of all tables speak for each other.
  const waiting = tables.flatMap((table) =>
    table.rows.filter((row): row is readonly Reading[] => !('doubts' in row)),
  );
  const choices = new Map(chooseReadings(waiting).map((choice, i) => [waiting[i]!, choice]));
  const read = tables.map((table) => ({
    title: titleWithColumns((table.title || title).slice(0, 960), table),
    unread: table.unread,
    rows: table.rows.flatMap((row): CellRow[] => {
      if ('doubts' in row) return [row];
      const choice = choices.get(row);
      return choice ? [{ ...choice.reading, doubts: choice.doubt === null ? [] : [choice.doubt] }] : [];
    }),
  }));
  markOdd(tables, read);
  const all = read.flatMap(({ rows }) => rows);
  const dated = [...all, ...beside.map((date) => ({ date }))];
  return read.map(({ title: heading, rows, unread }, s) => {
    const orders = new Map<string, NumberOrder>();
    const orderOf = (mark: string): NumberOrder => {
      const order = orders.get(mark) ?? orderOfMark(mark, rows, all, dated, language);
      orders.set(mark, order);
      return order;
    };
    const years = new Map<string, YearOrder>();
    const yearsOf = (mark: string): YearOrder => {
      const order = years.get(mark) ?? yearsOfMark(mark, rows, all, language);
      years.set(mark, order);
      return order;
    };
    const levels = new Set(rows.map(({ level }) => level));
    const files = rows.map((row, i): ManifestFile => {
      const folder = folderOf(row, levels);
      const date = dateOf(row, orderOf, yearsOf);
      const doubts = [...row.doubts, ...remarksIn(row), ...(date.doubt === null ? [] : [date.doubt])];
      if (doubts.length > 0) {
        warnings.push({
          code: 'ARTICLE_ROW_UNCERTAIN',
          message: doubts.join('; ').slice(0, 2000),
          entry: row.name,
          structure: `sections[${s}].files[${i}]`,
        });
      }
      return {
        name: row.name,
        version: row.version,
        size: row.size,
        date: date.iso,
        time: row.time,
        platform: row.platform,
        ...(folder === null ? {} : { folder }),
      };
    });
    warnings.push(...warningsOfCommas(files, `sections[${s}]`));
    warnings.push(...warningsOfUnread(unread, { structure: `sections[${s}]` }));
    const { further = [] } = tables[s]!;
    if (further.length > 0) {
      const structure = `sections[${s}]`;
      warnings.push({ code: 'VERIFY_NOT_COMPARED', message: notComparedColumns(further), structure });
    }
    warnings.push(...warningsOfProcessors(heading, tables[s]!, `sections[${s}]`));
    warnings.push(...warningsOfLevels(heading, rows, `sections[${s}]`));
    const { platform = null } = tables[s]!;
    const isNamed = platform === null || processorsIn(heading).size > 0;
    const isStated = files.some((row) => canonicalPlatform(row.platform) !== null);
    return {
      title: heading,
      product: productOf(files),
      ...(isNamed || isStated ? {} : { platform }),
      files,
    };
  });
}

/**
 * The heading of a table, with what only its columns say: the processor that their headings name, and the service pack that all
 * rows are for. Both are held against the files and the package then, as those of a heading are.
 */
function titleWithColumns(title: string, { processor, rows }: ArticleTable): string {
  const added: string[] = [];
  if (processor !== undefined && processorsIn(title).size === 0) added.push(processor);
  const levels = new Set(rows.map((row) => ('doubts' in row ? row : row[0])?.level));
  const [level, another] = levels;
  const [named, further] = levelsOf(level ?? '');
  const isPlain = level !== undefined && !/\b(?:not|pre|no)\b/i.test(level);
  if (levels.size === 1 && another === undefined && isPlain && named !== undefined && further === undefined) {
    if (levelsOf(title).size === 0) added.push(named);
  }
  return added.length === 0 ? title : `${title} (${added.join(', ')})`;
}

/**
 * The service branch or folder of a row. Where the rows of a table are for different service packs, this tells them apart as a
 * branch does: one package brings the files of one of them.
 */
function folderOf({ folder, level }: CellRow, levels: ReadonlySet<string | undefined>): string | null {
  if (level === undefined || levels.size < 2) return folder;
  if (folder === null) return level;
  return folder.toLowerCase().includes(level.toLowerCase())
    ? folder
    : `${level} ${folder}`.slice(0, longest.folder);
}

/** Says that the heading of a table names another processor than those of its columns. */
function warningsOfProcessors(
  title: string,
  { processor }: Pick<ArticleTable, 'processor'>,
  structure: string,
): ManifestWarning[] {
  if (processor === undefined) return [];
  const named = [...processorsIn(title)];
  const [own] = processorsIn(processor);
  if (own === undefined || named.some((one) => areSameProcessor(one, own))) return [];
  return [
    {
      code: 'ARTICLE_ROW_UNCERTAIN',
      message: `the headings of the columns name ${processor}, the heading of the table ${named.join(', ')}`,
      structure,
    },
  ];
}

/** Says that the heading of a table names another service pack than its column of service packs. */
function warningsOfLevels(title: string, rows: readonly CellRow[], structure: string): ManifestWarning[] {
  const named = packsOf(title);
  const others = rows.flatMap(({ level = '' }) => {
    const own = packsOf(level);
    return named.length > 0 && own.every((one) => !named.includes(one)) ? own : [];
  });
  if (others.length === 0) return [];
  const message = `the column of service packs names ${[...new Set(others)].join(', ')}, the heading of the table ${named.join(', ')}`;
  return [{ code: 'ARTICLE_ROW_UNCERTAIN', message, structure }];
}

const packsOf = (text: string): string[] => [...levelsOf(text)].filter((level) => level.startsWith('SP'));

/** The text is clear, but it is no valid file name: one warning for each name, not for each row. */
function warningsOfCommas(files: readonly ManifestFile[], structure: string): ManifestWarning[] {
  const counts = new Map<string, number>();
  for (const { name } of files) {
    if (hasCommaForDot(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([entry, count]) => ({
    code: 'ARTICLE_ROW_UNCERTAIN',
    message: `the name has a comma instead of the full stop before the extension (${count} ${count === 1 ? 'row' : 'rows'})`,
    entry,
    structure,
  }));
}

/** Rows with blanks at places where no other row of the table has any: a field may be missing or split there. */
function markOdd(tables: readonly ArticleTable[], read: readonly { rows: CellRow[] }[]): void {
  for (const [i] of tables.entries()) {
    const rows = read[i]!.rows as (CellRow & Partial<Reading>)[];
    const counts = new Map<string, number>();
    for (const { spacing } of rows) {
      if (spacing !== undefined) counts.set(spacing, (counts.get(spacing) ?? 0) + 1);
    }
    const glued = [...counts]
      .filter(([spacing]) => !spacing.includes(' '))
      .reduce((sum, [, count]) => sum + count, 0);
    if (glued < rows.length / 2) continue;
    for (const row of rows) {
      if (row.spacing?.includes(' ')) row.doubts.push('it has a blank, unlike the rows around it');
    }
  }
}

type Dated = Pick<CellRow, 'date'>;

interface NumberOrder {
  monthFirst: boolean;
  /** Nothing proves it, or other dates prove the other order. */
  isDoubtful: boolean;
}

/**
 * The order of day and month in dates with a mark between their numbers. The dates of the table with this mark prove it,
 * then those of all tables, then those of the text too, because tables of one article may be written by different people. Without proof, full stops
 * mean that the day comes first; other marks are read as the language is, with a doubt: translations keep American dates.
 */
function orderOfMark(
  mark: string,
  rows: readonly Dated[],
  all: readonly Dated[],
  withText: readonly Dated[],
  language: string,
): NumberOrder {
  const same = ({ date }: Dated) => date?.mark === mark;
  const proved =
    orderOfNumbers(rows.filter(same)) ??
    orderOfNumbers(all.filter(same)) ??
    orderOfNumbers(withText.filter(same));
  if (proved !== null) return proved;
  if (mark === '.') return { monthFirst: false, isDoubtful: false };
  return (
    orderOfNumbers(rows) ?? orderOfNumbers(all) ?? { monthFirst: !isDayFirst(language), isDoubtful: true }
  );
}

/** Whether numeric dates have the month first, as the unambiguous dates show; null if there are none. */
function orderOfNumbers(rows: readonly Dated[]): NumberOrder | null {
  const proofs = rows.map(({ date }) => date?.proves);
  const mdy = proofs.filter((proof) => proof === 'mdy').length;
  const dmy = proofs.filter((proof) => proof === 'dmy').length;
  if (mdy === 0 && dmy === 0) return null;
  return { monthFirst: mdy > dmy, isDoubtful: mdy > 0 && dmy > 0 };
}

interface YearOrder {
  yearFirst: boolean;
  isDoubtful: boolean;
}

/**
 * Whether the year comes first in dates of three numbers below a hundred. The dates with the same mark prove it, those of the
 * table before those of the article. Without proof the language decides, with a doubt where dates are usually written otherwise.
 */
function yearsOfMark(
  mark: string,
  rows: readonly CellRow[],
  all: readonly CellRow[],
  language: string,
): YearOrder {
  const same = ({ date }: CellRow) => date?.mark === mark;
  const proved = yearsOfNumbers(rows.filter(same)) ?? yearsOfNumbers(all.filter(same));
  if (proved !== null) return proved;
  const usual = isYearFirst(language);
  const others = yearsOfNumbers(rows) ?? yearsOfNumbers(all);
  if (others !== null)
    return { yearFirst: usual, isDoubtful: others.isDoubtful || others.yearFirst !== usual };
  return { yearFirst: usual, isDoubtful: usual };
}

/** Whether dates have the year first, as those show that can be read in no other way; null if there are none. */
function yearsOfNumbers(rows: readonly CellRow[]): YearOrder | null {
  const dates = rows.flatMap(({ date }) => (date === null ? [] : [date]));
  const first = dates.filter(({ proves }) => proves === 'ymd').length;
  const last = dates.filter(
    ({ proves, mark, yearFirst }) => proves !== 'ymd' && mark !== undefined && yearFirst == null,
  ).length;
  if (first === 0 && last === 0) return null;
  return { yearFirst: first > last, isDoubtful: first > 0 && last > 0 };
}

function dateOf(
  { date }: { date: DateValue | null },
  orderOf: (mark: string) => NumberOrder,
  yearsOf: (mark: string) => YearOrder,
): { iso: string | null; doubt: string | null } {
  if (date === null) return { iso: null, doubt: null };
  const { yearFirst = null, mark = '' } = date;
  const years = yearFirst === null ? null : yearsOf(mark);
  const last = yearLastOf(date, orderOf);
  const [iso, others, isDoubtful] =
    years?.yearFirst === true
      ? [yearFirst, [date.iso, date.monthFirst], years.isDoubtful]
      : [
          last.iso,
          [
            ...(last.isDoubtful ? [last.other] : []),
            ...(years?.isDoubtful || last.isDoubtful ? [yearFirst] : []),
          ],
          last.isDoubtful || years?.isDoubtful === true,
        ];
  if (!isDoubtful) return { iso, doubt: iso === null ? 'this date does not exist' : null };
  const named = [...new Set(others)].filter((other) => other != null && other !== iso);
  return { iso, doubt: `the date could also be ${named.join(' or ') || 'another'}` };
}

/** A date whose year is last or has four digits, or cannot be read in another way. */
function yearLastOf(
  date: DateValue,
  orderOf: (mark: string) => NumberOrder,
): { iso: string | null; other: string | null; isDoubtful: boolean } {
  if (date.monthFirst === undefined) return { iso: date.iso, other: null, isDoubtful: false };
  const { monthFirst, isDoubtful } = orderOf(date.mark ?? '');
  return monthFirst
    ? { iso: date.monthFirst, other: date.iso, isDoubtful }
    : { iso: date.iso, other: date.monthFirst, isDoubtful };
}

/** The product of the versions of a table, if a known product line has them. */
function productOf(files: readonly ManifestFile[]): string | null {
  const counts = new Map<string, number>();
  // Most files of a hotfix have the same version.
  const products = new Map<string, string | undefined>();
  for (const { version } of files) {
    if (version !== null && !products.has(version)) products.set(version, explainVersion(version)?.product);
    const product = products.get(version ?? '');
    if (product !== undefined) counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  const versions = files.filter(({ version }) => version !== null).length;
  return best !== undefined && best[1] * 2 > versions ? best[0] : null;
}

/** One warning for each line that looks like a row and could not be read. */
export function warningsOfUnread(
  unread: readonly string[],
  where: { entry: string } | { structure: string },
): ManifestWarning[] {
  return unread.slice(0, 100).map((line) => ({
    code: 'ARTICLE_ROW_UNREAD',
    message: 'this looks like a row of the table and could not be read',
    ...where,
    found: line.slice(0, 300),
  }));
}
