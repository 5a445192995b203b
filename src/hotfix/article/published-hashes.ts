import { withoutTail } from '../../core/text-scan.js';
import type { ManifestWarning, PublishedHash } from '../manifest/manifest.js';
import type { Block } from './article-blocks.js';
import { namesIn } from './row-facts.js';
import { normaliseText, rowText } from './row-text.js';

/** Hashes by their size in bytes. */
const algorithms: ReadonlyMap<number, PublishedHash['algorithm']> = new Map([
  [16, 'MD5'],
  [20, 'SHA-1'],
  [32, 'SHA-256'],
  [48, 'SHA-384'],
  [64, 'SHA-512'],
]);

const headings =
  /(?<!\p{L})sha[-_ ]?\d|md5|hash|checksum|check ?sum|digest|fingerprint|thumbprint|pr[üu]fsumme|empreinte|somme de contr|контрольн|х[еэ]ш|哈希|校验|ハッシュ|해시/iu;
const LONGEST_HEADING = 100;
/** Longest text that can be one hash, with marks between its bytes. */
const LONGEST_HASH = 400;

/** Digits without anything between them. Not part of a name (`kb123456_<digits>.msu`) or of a GUID. */
const plainHash =
  /(?<![\w-])(?:0x)?([\da-f]{128}|[\da-f]{96}|[\da-f]{64}|[\da-f]{40}|[\da-f]{32})(?![\w-])/gi;

/** A hash, and the file that its row or line names, if it names one. */
interface FoundHash {
  algorithm: PublishedHash['algorithm'];
  digest: string;
  file: string | null;
}

/** Most hashes of an article that are kept. */
const MOST_HASHES = 20_000;

/**
 * The hashes of files that an article publishes, with the name of the one file that stands in the same row or line. A hash is in a
 * table or a line that names a file, or it has a heading. Hashes beside no name, or several, are a warning: nothing compares them.
 */
export function publishedHashes(blocks: readonly Block[]): {
  hashes: PublishedHash[];
  warnings: ManifestWarning[];
} {
  const found: FoundHash[] = [];
  let above = '';
  for (const block of blocks) {
    if (block.kind === 'cells') {
      for (const one of hashesOfCells(block.rows)) found.push(one);
      above = '';
    } else if (block.text.trim() !== '') {
      for (const one of hashesOfLine(block.text, above)) found.push(one);
      above = block.text;
    }
  }
  const hashes = new Map<string, PublishedHash>();
  const open = new Set<string>();
  for (const { file, algorithm, digest } of found) {
    if (file === null || hashes.size >= MOST_HASHES) open.add(algorithm);
    else hashes.set(`${algorithm} ${digest} ${file}`, { file, algorithm, digest });
  }
  return { hashes: [...hashes.values()], warnings: warningsOf(open) };
}

function warningsOf(open: ReadonlySet<string>): ManifestWarning[] {
  if (open.size === 0) return [];
  const names = [...algorithms.values()].filter((name) => open.has(name));
  const message = `the article publishes hashes (${names.join(', ')}), which are not compared`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function hashesOfCells(rows: readonly (readonly string[])[]): FoundHash[] {
  const headed: FoundHash[] = [];
  const others: FoundHash[] = [];
  const columns = new Set<number>();
  for (const row of rows) {
    const isRowHeaded = isHeading(row[0] ?? '');
    const hashes: { hash: Hash; isHeaded: boolean }[] = [];
    row.forEach((cell, column) => {
      const plain = plainHashes(cell);
      if (plain.length === 0 && isHeading(cell)) columns.add(column);
      const isHeaded = isRowHeaded || columns.has(column) || headings.test(cell.slice(0, LONGEST_HEADING));
      const one = isHeaded && plain.length === 0 ? hashUnderHeading(cell) : null;
      for (const hash of one === null ? plain : [one]) hashes.push({ hash, isHeaded });
    });
    if (hashes.length === 0) continue;
    const file = onlyName(row);
    for (const { hash, isHeaded } of hashes) (isHeaded ? headed : others).push({ ...hash, file });
  }
  const namesFile = others.length > 0 && rows.some((row) => row.some(hasName));
  return namesFile ? [...headed, ...others] : headed;
}

function hashesOfLine(text: string, above: string): FoundHash[] {
  const plain = plainHashes(text);
  if (plain.length === 0) return [];
  // What names the file or the algorithm may stand in the line above.
  if (![text, above].some((line) => headings.test(line) || hasName(line))) return [];
  const file = onlyName([text]);
  return plain.map((hash) => ({ ...hash, file }));
}

/** The file that a row or line is about: the only one that it names. */
function onlyName(cells: readonly string[]): string | null {
  const names = new Set(cells.flatMap((cell) => fileNames(cell)));
  const [name, another] = names;
  return another === undefined ? (name ?? null) : null;
}

const isHeading = (cell: string): boolean => cell.length <= LONGEST_HEADING && headings.test(cell);

const hasName = (text: string): boolean => fileNames(text).length > 0;

function fileNames(text: string): string[] {
  if (!text.includes('.')) return [];
  return namesIn(rowText(normaliseText(text.slice(0, 4000))).text).map(({ name }) => name.slice(0, 260));
}

type Hash = Pick<FoundHash, 'algorithm' | 'digest'>;

function hashOf(digits: string): Hash | null {
  const algorithm = algorithms.get(digits.length / 2);
  return algorithm === undefined ? null : { algorithm, digest: digits.toLowerCase() };
}

function plainHashes(text: string): Hash[] {
  if (!/[\da-f]{32}/i.test(text)) return [];
  const plain = text.replace(/\bhttps?:\/\/[^\s|)"'<>]+/gi, ' ');
  return [...plain.matchAll(plainHash)].flatMap(([, digits]) => hashOf(digits!) ?? []);
}

/** A hash whose bytes have marks between them, that is broken into lines, or that is written in base64. */
function hashUnderHeading(cell: string): Hash | null {
  if (cell.length > LONGEST_HASH) return null;
  const text = cell.replace(/[\s\u00ad\u200b-\u200d\ufeff]/g, '');
  const digits = /^(?:[\da-f]{2}[:-])+[\da-f]{2}$/i.test(text) ? text.replace(/[:-]/g, '') : text;
  if (/^(?:0x)?(?:[\da-f]{2})+$/i.test(digits)) return hashOf(digits.replace(/^0x/i, ''));
  const isBase64 = text.length % 4 === 0 && /^[\w+/-]{22,88}={0,2}$/.test(text) && /\d|[+/=]/.test(text);
  const size = (text.length / 4) * 3 - (text.length - withoutTail(text, '=').length);
  return isBase64 && algorithms.has(size) ? hashOf(hexOfBase64(text)) : null;
}

function hexOfBase64(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
