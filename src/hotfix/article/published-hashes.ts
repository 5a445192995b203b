import { withoutTail } from '../../core/text-scan.js';
import type { ManifestWarning } from '../manifest/manifest.js';
import type { Block } from './article-blocks.js';
import { namesIn } from './row-facts.js';
import { normaliseText, rowText } from './row-text.js';

/** Hashes by their size in bytes. */
const algorithms = new Map([
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

/**
 * A warning where an article publishes hashes of files: a manifest has no place for them, so that a verdict by it leaves them out.
 * A hash is in a table or a line that names a file, or it has a heading.
 */
export function warningsOfHashes(blocks: readonly Block[]): ManifestWarning[] {
  const found = new Set<string>();
  let above = '';
  for (const block of blocks) {
    if (block.kind === 'cells') {
      for (const name of hashesOfCells(block.rows)) found.add(name);
      above = '';
    } else if (block.text.trim() !== '') {
      for (const name of hashesOfLine(block.text, above)) found.add(name);
      above = block.text;
    }
  }
  if (found.size === 0) return [];
  const names = [...algorithms.values()].filter((name) => found.has(name));
  const message = `the article publishes hashes (${names.join(', ')}), which are not compared`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function hashesOfCells(rows: readonly (readonly string[])[]): string[] {
  const headed = new Set<string>();
  const others = new Set<string>();
  const columns = new Set<number>();
  for (const row of rows) {
    const isRowHeaded = isHeading(row[0] ?? '');
    row.forEach((cell, column) => {
      const plain = plainHashes(cell);
      if (plain.length === 0 && isHeading(cell)) columns.add(column);
      const isHeaded = isRowHeaded || columns.has(column) || headings.test(cell.slice(0, LONGEST_HEADING));
      const one = isHeaded && plain.length === 0 ? hashUnderHeading(cell) : null;
      for (const name of one === null ? plain : [one]) (isHeaded ? headed : others).add(name);
    });
  }
  const namesFile = others.size > 0 && rows.some((row) => row.some(hasName));
  return namesFile ? [...headed, ...others] : [...headed];
}

function hashesOfLine(text: string, above: string): string[] {
  const plain = plainHashes(text);
  if (plain.length === 0) return [];
  // What names the file or the algorithm may stand in the line above.
  return [text, above].some((line) => headings.test(line) || hasName(line)) ? plain : [];
}

const isHeading = (cell: string): boolean => cell.length <= LONGEST_HEADING && headings.test(cell);

const hasName = (text: string): boolean =>
  text.includes('.') && namesIn(rowText(normaliseText(text.slice(0, 4000))).text).length > 0;

function plainHashes(text: string): string[] {
  if (!/[\da-f]{32}/i.test(text)) return [];
  const plain = text.replace(/\bhttps?:\/\/[^\s|)"'<>]+/gi, ' ');
  return [...plain.matchAll(plainHash)].map(([, digits]) => algorithms.get(digits!.length / 2)!);
}

/** A hash whose bytes have marks between them, that is broken into lines, or that is written in base64. */
function hashUnderHeading(cell: string): string | null {
  if (cell.length > LONGEST_HASH) return null;
  const text = cell.replace(/[\s\u00ad\u200b-\u200d\ufeff]/g, '');
  const digits = /^(?:[\da-f]{2}[:-])+[\da-f]{2}$/i.test(text) ? text.replace(/[:-]/g, '') : text;
  if (/^(?:0x)?(?:[\da-f]{2})+$/i.test(digits)) {
    return algorithms.get(digits.replace(/^0x/i, '').length / 2) ?? null;
  }
  const isBase64 = text.length % 4 === 0 && /^[\w+/-]{22,88}={0,2}$/.test(text) && /\d|[+/=]/.test(text);
  const size = (text.length / 4) * 3 - (text.length - withoutTail(text, '=').length);
  return isBase64 ? (algorithms.get(size) ?? null) : null;
}
