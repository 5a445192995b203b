import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import { listed } from '../../core/plural.js';
import type { ManifestFile, ManifestWarning, PublishedHash } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { Block } from './article-blocks.js';
import { isNone } from './lexicon.js';
import { type Hash, hashAlgorithms, hashOfText, isLikeHash, plainHashes } from './read-hash.js';
import { namesIn } from './row-facts.js';
import { normaliseText, rowText } from './row-text.js';

const headings =
  /(?<!\p{L})sha(?!\p{L})|md5|crc|hash|checksum|check ?sum|digest|fingerprint|thumbprint|pr[üu]f(?:summe|wert)|empreinte|impronta|somme de contr|soma de verif|suma (?:de comp|kontr)|kontrollsum|kontrolní sou|controlesom|ellenőrző|sağlama|tarkistussumm|контрольн|х[еэ]ш|哈希|校[验驗]|ハッシュ|チェックサム|해시|체크섬/iu;
const LONGEST_HEADING = 100;

/** A hash, and the file that its row or line names, if it names one. */
interface FoundHash extends Hash {
  file: string | null;
  /** The cells of its row. */
  beside?: readonly string[];
}

/** Hashes, and texts that are meant as hashes and are none that is known. */
interface Found {
  hashes: FoundHash[];
  unread: string[];
}

/** Most hashes of an article that are kept. */
const MOST_HASHES = 20_000;

/**
 * The hashes of files that an article publishes, with the name of the one file that stands in the same row or line. A hash is in a
 * table or a line that names a file, or it has a heading. Hashes beside no name, or several, are a warning, and so is what is meant
 * as a hash and cannot be read: nothing compares them.
 *
 * @param rows the rows of the tables of the article: where several are of one name, a hash in a row belongs to that row
 */
export function publishedHashes(
  blocks: readonly Block[],
  rows: readonly ManifestFile[] = [],
): {
  hashes: PublishedHash[];
  warnings: ManifestWarning[];
} {
  const found: Found = { hashes: [], unread: [] };
  let above = '';
  for (const block of blocks) {
    const more = block.kind === 'cells' ? hashesOfCells(block.rows) : hashesOfLine(block.text, above);
    for (const one of more.hashes) found.hashes.push(one);
    for (const one of more.unread) found.unread.push(one);
    if (block.kind === 'cells') above = '';
    else if (block.text.trim() !== '') above = block.text;
  }
  const byName = groupBy(rows, ({ name }) => nameKey(fileNameOfRow(name)));
  const hashes = new Map<string, PublishedHash>();
  const open = new Set<string>();
  for (const { file, algorithm, digest, beside = [] } of found.hashes) {
    if (file === null || hashes.size >= MOST_HASHES) open.add(algorithm);
    else {
      const row = rowOf(byName.get(nameKey(fileNameOfRow(file))) ?? [], beside);
      hashes.set(JSON.stringify([algorithm, digest, file, row]), { file, algorithm, digest, ...row });
    }
  }
  return { hashes: [...hashes.values()], warnings: [...warningsOf(open), ...warningsOfUnread(found.unread)] };
}

function warningsOf(open: ReadonlySet<string>): ManifestWarning[] {
  if (open.size === 0) return [];
  const names = hashAlgorithms.filter((name) => open.has(name));
  const message = `the article publishes hashes (${names.join(', ')}), which are not compared`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function warningsOfUnread(texts: readonly string[]): ManifestWarning[] {
  if (texts.length === 0) return [];
  const named = texts.map((text) => JSON.stringify(text.replace(/\s+/g, ' ').trim().slice(0, 100)));
  const message = `the article has texts in the place of hashes that are no hashes that are known, so they are not compared: ${listed(named)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

/** What tells the row beside which a hash stands from others of its name: what the cells have of it. Nothing where that is not sure. */
function rowOf(
  rows: readonly ManifestFile[],
  beside: readonly string[],
): Pick<PublishedHash, 'version' | 'size' | 'platform'> {
  if (rows.length < 2 || beside.length === 0) return {};
  const cells = new Set(beside.map((cell) => cell.trim()));
  const numbers = new Set([...cells].map((cell) => cell.replace(/[,.\s]/g, '')));
  const scored = rows.map((row) => {
    const isThere = [
      row.version === null || cells.has(row.version),
      row.size === null || numbers.has(String(row.size)),
      row.platform === null || cells.has(row.platform),
    ];
    return { row, score: isThere.filter(Boolean).length };
  });
  const most = Math.max(...scored.map(({ score }) => score));
  const [best, another] = scored.filter(({ score }) => score === most);
  // A row that is there twice has the same facts.
  const isSure = most === 3 && (another === undefined || isSame(best!.row, another.row));
  if (!isSure) return {};
  const { version, size, platform } = best!.row;
  return {
    ...(version !== null && { version }),
    ...(size !== null && { size }),
    ...(platform !== null && { platform }),
  };
}

const isSame = (a: ManifestFile, b: ManifestFile): boolean =>
  a.version === b.version && a.size === b.size && a.platform === b.platform;

function hashesOfCells(rows: readonly (readonly string[])[]): Found {
  const headed: FoundHash[] = [];
  const others: FoundHash[] = [];
  const unread: string[] = [];
  const columns = new Set<number>();
  const guessed = columnsOfHashes(rows);
  for (const row of rows) {
    const isRowHeaded = isHeading(row[0] ?? '') && !hasName(row[0]!);
    const hashes: { hash: Hash; isHeaded: boolean }[] = [];
    row.forEach((cell, column) => {
      const plain = plainHashes(cell);
      if (plain.length === 0 && isHeading(cell) && !isLikeHash(cell, LEAST)) columns.add(column);
      const isInColumn = columns.has(column);
      const isHeaded =
        isRowHeaded || isInColumn || guessed.has(column) || headings.test(cell.slice(0, LONGEST_HEADING));
      const one = isHeaded && plain.length === 0 ? hashOfText(cell) : null;
      const read = one === null ? plain : [one];
      for (const hash of read) hashes.push({ hash, isHeaded });
      if (read.length > 0 || isNone(cell)) return;
      const isMeant = (isInColumn && !isHeading(cell)) || (isHeaded && isLikeHash(cell, LEAST));
      if (isMeant && !hasName(cell)) unread.push(cell);
    });
    if (hashes.length === 0) continue;
    const file = onlyName(row);
    for (const { hash, isHeaded } of hashes) {
      (isHeaded ? headed : others).push({ ...hash, file, beside: row });
    }
  }
  const namesFile = others.length > 0 && rows.some((row) => row.some(hasName));
  return { hashes: namesFile ? [...headed, ...others] : headed, unread };
}

/** Fewest hexadecimal digits in a row that may be meant as a hash: none has fewer than 32, but some may be cut off. */
const LEAST = 16;
const LEAST_STATED = 4;
/** The same where no heading says so. */
const LEAST_ALONE = 24;

/** Columns of which most cells are like hashes, whatever stands above them. */
function columnsOfHashes(rows: readonly (readonly string[])[]): Set<number> {
  const filled = new Map<number, number>();
  const like = new Map<number, number>();
  for (const row of rows.slice(1)) {
    row.forEach((cell, column) => {
      if (isNone(cell)) return;
      filled.set(column, (filled.get(column) ?? 0) + 1);
      if (cell.length >= LEAST_ALONE && !isLinkOrName(cell) && isLikeHash(cell, LEAST_ALONE))
        like.set(column, (like.get(column) ?? 0) + 1);
    });
  }
  return new Set([...like].flatMap(([column, count]) => (count * 2 > filled.get(column)! ? [column] : [])));
}

function hashesOfLine(text: string, above: string): Found {
  const isNamed = headings.test(text);
  const plain = plainHashes(text);
  // What names the file or the algorithm may stand in the line above.
  const isMeant = isNamed || headings.test(above.slice(0, LONGEST_LINE));
  if (plain.length > 0) {
    if (!isMeant && !hasName(text) && !hasName(above)) return { hashes: [], unread: [] };
    const file = onlyName([text]);
    return { hashes: plain.map((hash) => ({ ...hash, file })), unread: [] };
  }
  if (!isMeant || text.length > LONGEST_LINE) return { hashes: [], unread: [] };
  const rest = withoutNames(text);
  const cut = isNamed ? rest.slice(afterHeading(rest)) : rest;
  const hash = hashOfText(cut);
  if (hash !== null) {
    const file = onlyName([text]) ?? (hasName(text) ? null : onlyName([above]));
    return { hashes: [{ ...hash, file }], unread: [] };
  }
  // Behind a colon, a few digits are meant as one: a part of it, or of another kind.
  const isStated = isNamed && hasName(text) && /[:=]\s*$/.test(rest.slice(0, rest.length - cut.length));
  const least = isStated ? LEAST_STATED : LEAST;
  return { hashes: [], unread: isLikeHash(cut, least) ? [text] : [] };
}

const LONGEST_LINE = 2000;

/** Where the text behind the last word for a hash begins, with its number and colon. */
function afterHeading(text: string): number {
  let end = 0;
  for (let found = headings.exec(text); found !== null; found = headings.exec(text.slice(end)))
    end += found.index + found[0].length;
  return (
    end +
    (/^[\p{L}]*[-_ ]?(?:1|32|224|256|384|512)?\)?[\p{L} ]{0,40}[:=]?/iu.exec(text.slice(end))?.[0].length ??
      0)
  );
}

function withoutNames(text: string): string {
  let rest = text;
  for (const name of fileNames(text)) rest = rest.replaceAll(name, ' ');
  return rest;
}

/** The file that a row or line is about: the only one that it names. */
function onlyName(cells: readonly string[]): string | null {
  const names = new Set(cells.flatMap((cell) => fileNames(cell)));
  const [name, another] = names;
  return another === undefined ? (name ?? null) : null;
}

const isHeading = (cell: string): boolean => cell.length <= LONGEST_HEADING && headings.test(cell);

const isLinkOrName = (cell: string): boolean => /:\/\/|\\/.test(cell) || hasName(cell);

const hasName = (text: string): boolean => fileNames(text).length > 0;

function fileNames(text: string): string[] {
  if (!text.includes('.')) return [];
  return namesIn(rowText(normaliseText(text.slice(0, 4000))).text).map(({ name }) => name.slice(0, 260));
}
