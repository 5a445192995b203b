import { nameKey } from '../../core/name-key.js';
import type { ManifestFile, PublishedSize } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { isDownloadName } from '../naming/package-name.js';
import type { Block } from './article-blocks.js';
import { fileNames, withoutFileNames } from './file-names.js';
import { labelledSizes } from './labelled-lines.js';
import { columnOf, columnTerms } from './lexicon.js';
import { headerOfCells } from './read-header.js';
import { factsIn, isTerse } from './row-facts.js';
import { fold, normaliseText } from './row-text.js';

const LONGEST_LINE = 300;
const LONGEST_HEADING = 60;
/** Most sizes of an article that are kept. */
const MOST_SIZES = 1000;

/**
 * The sizes of downloads that an article states in lines and in tables that are no file tables: beside the name of the download, in
 * lines of labels near it, or behind words such as "Download size". Downloads that a table has a row of are left to that row.
 */
export function publishedSizes(
  blocks: readonly Block[],
  rows: readonly ManifestFile[] = [],
): PublishedSize[] {
  const ofTables = new Set(rows.map(({ name }) => nameKey(fileNameOfRow(name))));
  const found = new Map<string, PublishedSize>();
  const add = (sizes: readonly PublishedSize[]): void => {
    for (const size of sizes) {
      const isOpen = size.file === null || !ofTables.has(nameKey(size.file));
      if (isOpen && found.size < MOST_SIZES) found.set(JSON.stringify(size), size);
    }
  };
  for (let i = 0; i < blocks.length; ) {
    const block = blocks[i]!;
    if (block.kind === 'cells') {
      add(sizesInCells(block.rows));
      i++;
      continue;
    }
    const lines: string[] = [];
    for (let line = blocks[i]; line?.kind === 'line'; line = blocks[++i]) lines.push(line.text);
    add(lines.flatMap(sizesInLine));
    add(sizesBesideLines(lines));
  }
  return [...found.values()];
}

/** The sizes of downloads whose names stand in other lines: `File name: kb1.exe`, then `File size: 1,234 bytes`. */
function sizesBesideLines(lines: readonly string[]): PublishedSize[] {
  return labelledSizes(lines).flatMap(({ files, label, value }) => {
    const file = downloadIn(files);
    if (file === null || !isTerse(value, 1)) return [];
    return sizesIn(withUnitOf(label, value), true).map((size) => ({ file, ...size }));
  });
}

/** A number without a unit has that of its heading. */
function withUnitOf(heading: string, text: string): string {
  const unit = /[kmg]i?b(?![a-z])/i.exec(heading)?.[0];
  return unit !== undefined && /^\s*[\d.,]+\s*$/.test(text) ? `${text} ${unit}` : text;
}

/** Units of sizes, as powers of 1,000 or 1,024. */
const powers: readonly RegExp[] = [
  /^(?:bytes?|octets?|b|o|байт|б|バイト|字节|位元組|바이트)/i,
  /^(?:k|к)/i,
  /^(?:m|м)/i,
  /^(?:g|г)/i,
];
const sizeWithUnit =
  /(?<![\p{L}\d.,-])(\d{1,3}(?:[,. ']\d{3}){1,4}(?!\d)|\d{1,12})(?:[.,](\d{1,2}))? ?(bytes?|octets?|[kmg]i?b(?:ytes?)?|[kmg]o|(?:kilo|mega|giga)(?:bytes?|octets?)|[кмг]?(?:байт\p{L}{0,2}|б)|バイト|字节|位元組|바이트|b)(?![\p{L}\d])/giu;

/** A unit as sizes have it, whatever stands before it. Most lines and cells have none. */
const hasUnit =
  /[^\x00-\x7f]|(?:bytes?|octets?|[kmg]i?b(?:ytes?)?|[kmg]o|(?:kilo|mega|giga)(?:bytes?|octets?)|b)(?![a-z\d])/i;

type Size = Omit<PublishedSize, 'file'>;

/** The sizes in a text; of one that is there in bytes and in a larger unit, that in bytes: `513 KB (525,312 bytes)`. */
function sizesIn(text: string, isInBytes = false): Size[] {
  if (!isInBytes && !hasUnit.test(text)) return [];
  const plain = normaliseText(text).trim();
  const sizes = [...plain.matchAll(sizeWithUnit)].map(
    ([whole, digits, decimals = '', unit]): Size => ({ text: whole, ...rangeOf(digits!, decimals, unit!) }),
  );
  const exact = sizes.filter(({ least, most }) => least === most);
  if (exact.length === 1) return exact;
  const digits =
    isInBytes && sizes.length === 0 ? /^\d{1,3}(?:[,. ']\d{3}){1,4}$|^\d{1,12}$/.exec(plain)?.[0] : undefined;
  return digits === undefined ? sizes : [{ text: digits, ...rangeOf(digits, '', 'bytes') }];
}

/** What a size may mean, rounded up, down or to the nearest. */
function rangeOf(digits: string, decimals: string, unit: string): Pick<PublishedSize, 'least' | 'most'> {
  const value = Number(`${digits.replace(/[,. ']/g, '')}.${decimals || '0'}`);
  const power = Math.max(
    0,
    powers.findIndex((one) => one.test(unit)),
  );
  if (power === 0) return { least: Math.floor(value), most: Math.floor(value) };
  const step = 10 ** -decimals.length;
  return {
    least: Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor((value - step) * 1000 ** power))),
    most: Math.min(Number.MAX_SAFE_INTEGER, Math.ceil((value + step) * 1024 ** power)),
  };
}

/** The only download that texts name, where they name no other file. */
function downloadIn(texts: readonly string[]): string | null {
  const [name, another] = new Set(texts.flatMap((text) => fileNames(text)));
  return name !== undefined && another === undefined && isDownloadName(name) ? name : null;
}

/** Words for what is downloaded. */
const ofDownload =
  /download|package|update|hotfix|paket|paquet|paquete|pacote|pacchetto|pakket|balíč|csomag|pachet|пакет|téléch|descarga|herunter|scarica|загруз|ダウンロード|パッケージ|下载|下載|程序包|套件|다운로드|패키지/iu;
const sizeTerms = [
  ...new Set(columnTerms.filter(({ meaning }) => meaning === 'size').map(({ folded }) => folded)),
];

function sizesInLine(text: string): PublishedSize[] {
  if (text.length > LONGEST_LINE || !/\d/.test(text) || !hasUnit.test(text)) return [];
  const file = downloadIn([text]);
  const rest = withoutFileNames(text);
  const sizes = sizesIn(rest);
  if (sizes.length === 0) return [];
  if (file !== null) return isAboutSize(rest) ? sizes.map((size) => ({ file, ...size })) : [];
  const [label = ''] = fileNames(text).length > 0 ? [] : text.split(/[:：]/);
  const isLabel =
    label.length < LONGEST_HEADING &&
    label.length < text.length &&
    ofDownload.test(label) &&
    namesSize(label);
  return isLabel ? sizes.map((size) => ({ file: null, ...size })) : [];
}

/** Whether a line beside the name of a download says little more than its size: no version, few words. */
const isAboutSize = (rest: string): boolean => factsIn(rest).version === null && isTerse(rest, 1);

function namesSize(label: string): boolean {
  const folded = fold(normaliseText(label));
  return sizeTerms.some((term) => folded.includes(term));
}

function sizesInCells(rows: readonly (readonly string[])[]): PublishedSize[] {
  // The rows of a file table are compared as such.
  if (rows.slice(0, 3).some((row) => headerOfCells(row) !== null)) return [];
  const columns = (rows[0] ?? []).map((cell) => columnOf(cell)?.meaning ?? 'other');
  const isSized = columns.indexOf('size');
  const at =
    isSized >= 0
      ? isSized
      : (rows[0] ?? []).findIndex((cell) => cell.length < LONGEST_HEADING && namesSize(cell));
  const only = rows.length <= 30 ? downloadIn(rows.flat()) : null;
  return rows.flatMap((row): PublishedSize[] => {
    const isHeaded = row.length > 1 && columnOf(row[0]!)?.meaning === 'size';
    const file = isHeaded ? only : downloadIn(row);
    if (file === null) return [];
    const cells = isHeaded ? [row[1]!] : at >= 0 ? [row[at] ?? ''] : row;
    const sizes = cells.flatMap((cell) => {
      const rest = withoutFileNames(cell);
      if (!isTerse(rest, 1)) return [];
      return sizesIn(withUnitOf(rows[0]?.[at] ?? '', rest), isHeaded || at >= 0);
    });
    return sizes.map((size) => ({ file, ...size }));
  });
}
