import { normalise } from '../../core/normalise.js';
import { withoutTail } from '../../core/text-scan.js';
import type { PublishedHash } from '../manifest/manifest.js';

/** A hash as it is written, without the file that it is of. */
export type Hash = Pick<PublishedHash, 'algorithm' | 'digest'>;

/** Hashes by their size in bytes. */
const algorithms: ReadonlyMap<number, PublishedHash['algorithm']> = new Map([
  [16, 'MD5'],
  [20, 'SHA-1'],
  [32, 'SHA-256'],
  [48, 'SHA-384'],
  [64, 'SHA-512'],
]);

/** The algorithms, those with the shortest hashes first. */
export const hashAlgorithms: readonly PublishedHash['algorithm'][] = [...algorithms.values()];

/** Longest text that can be one hash, with marks between its bytes. */
const LONGEST_HASH = 400;

/** Digits without anything between them. Not part of a name (`kb123456_<digits>.msu`) or of a GUID. */
const plainHash =
  /(?<![\w-])(?:0x)?([\da-f]{128}|[\da-f]{96}|[\da-f]{64}|[\da-f]{40}|[\da-f]{32})(?![\w-])/gi;
const guid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;
const invisible = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** The hashes that are written as digits without anything between them. */
export function plainHashes(text: string): Hash[] {
  if (!/[\da-f]{32}/i.test(text)) return [];
  const plain = text.replace(/\bhttps?:\/\/[^\s|)"'<>]+/gi, ' ');
  return [...plain.matchAll(plainHash)].flatMap(([, digits]) => hashOf(digits!) ?? []);
}

/** The same with what is left of the text; null where there are none. */
export function takePlainHashes(text: string): { hashes: Hash[]; rest: string } | null {
  const hashes = plainHashes(text);
  return hashes.length === 0 ? null : { hashes, rest: withoutHashes(text) };
}

/** A text without the hashes that {@link plainHashes} finds. */
export const withoutHashes = (text: string): string => text.replace(plainHash, ' ');

/** Fewest hexadecimal digits in a row that may be meant as a hash: none has fewer than 32, but some may be cut off. */
export const LEAST_DIGITS = 16;
/** The same where no heading says so. */
export const LEAST_ALONE = 24;

/**
 * The hash that a whole text is: with marks between its bytes, broken into lines, in full-width digits, behind the name of its
 * algorithm (`sha256-…`), or in base64. Null for any other text.
 */
export function hashOfText(text: string): Hash | null {
  if (text.length > LONGEST_HASH) return null;
  const whole = normalise(text, 'NFKC')
    .replace(invisible, '')
    .replace(/^(?:md5|sha[-_]?\d{1,3})[:=-]+/i, '');
  if (whole.search(guid) >= 0) return null;
  const digits = whole.replace(/0x/gi, '').replace(/[:,;._-]/g, '');
  const hex = /^[\da-f]+h$/i.test(digits) ? digits.slice(0, -1) : digits;
  if (/^(?:[\da-f]{2})+$/i.test(hex)) return hashOf(hex);
  // Words with blanks between them are no base64.
  return whole.endsWith('=') || !/\S\s+\S/.test(text) ? hashOfBase64(whole) : null;
}

/** A hash in base64, also in that of addresses, and without the marks at its end. */
function hashOfBase64(text: string): Hash | null {
  const digits = withoutTail(text, '=');
  if (!/^[\w+/-]{22,88}$/.test(digits) || text.length - digits.length > 2) return null;
  const isPadded = text.length % 4 === 0 && /\d|[+/=]/.test(text);
  if (!isPadded && (digits !== text || !isMixed(text))) return null;
  const size = Math.floor((digits.length * 3) / 4);
  // The last digit has a few bits; those that are over have to be none.
  const isWhole = digits.length === Math.ceil((size * 4) / 3);
  return isWhole && algorithms.has(size) ? hashOf(hexOfBase64(digits)) : null;
}

const isMixed = (text: string): boolean => /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);

const betweenTokens = /[\s,;|()[\]{}<>"'`“”«»]+/;

/**
 * The hashes that are tokens of a text: digits, base64 and what the attribute `integrity` has (`sha256-…`).
 *
 * @param isMeant whether the text is about hashes; if not, only what nothing else looks like is one
 */
export function hashesOfTokens(text: string, isMeant: boolean): { hashes: Hash[]; rest: string } {
  const hashes: Hash[] = [];
  const rest: string[] = [];
  for (const token of normalise(text.slice(0, LONGEST_TEXT), 'NFKC').split(betweenTokens)) {
    const plain = withoutTail(token, '.:').replace(invisible, '');
    const isLong = plain.length >= SHORTEST_HASH && plain.length <= LONGEST_HASH;
    const isSure = isMeant || /^sha\d{3}-/i.test(plain) || /=$/.test(plain) || /^[\da-f]+$/i.test(plain);
    const hash = isLong && isSure ? hashOfText(plain.replace(beforeToken, '')) : null;
    if (hash === null) rest.push(token);
    else hashes.push(hash);
  }
  return { hashes, rest: rest.join(' ') };
}

/** A name of an algorithm that is joined to a token: `SHA256=…`, `Hash:…`. */
const beforeToken = /^[\p{L}\d-]{1,20}[:=](?=.{22})/u;
/** MD5 in base64. */
const SHORTEST_HASH = 22;
const LONGEST_TEXT = 4000;

/** Digits of which the end, or the middle, is left out. */
const shortened = /(?<![\w./\\])(?:0x)?([\da-f]{6,64})(?:…|\.{3})[\da-f]{0,64}(?!\w)/gi;

/** Whether a text has a hash of which only the beginning is written: `0a1b2c3d…`. */
export const hasShortenedHash = (text: string): boolean =>
  (text.includes('…') || text.includes('...')) &&
  [...text.matchAll(shortened)].some(([, digits]) => /\d/.test(digits!) && /[a-f]/i.test(digits!));

/** Whether a text is short digits of a checksum, such as CRC-32 or CRC-64, and no number or word. */
export function isLikeChecksum(text: string): boolean {
  const plain = normalise(text.slice(0, 40), 'NFKC').replace(invisible, '');
  const [, digits] = /^(?:0x|#|\$)?([\da-f]{4}[-:.]?[\da-f]{4}|[\da-f]{16})h?$/i.exec(plain) ?? [];
  return digits !== undefined;
}

/**
 * Whether a text has so many hexadecimal digits in a row, or in tokens one after another, that it may be meant as a hash, or a token
 * like base64.
 *
 * @param least how many digits
 */
export function isLikeHash(text: string, least: number): boolean {
  const tokens = normalise(text.slice(0, 4000), 'NFKC')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(guid, ' ')
    .split(/[^A-Za-z\d+/=]+/);
  let digits = 0;
  let hasLetter = false;
  for (const token of tokens) {
    // Words such as `Dec` and `Feb` are no part of a hash.
    const isPart = token.length % 2 === 0 || token.length > 4;
    if (isPart && /^(?:0x)?[\da-f]+h?$/i.test(token)) {
      digits += token.length;
      hasLetter ||= /[a-f]/i.test(token);
      // Versions, dates and sizes have digits alone.
      if (digits >= least && (hasLetter || token.length >= least)) return true;
    } else if (token !== '') {
      digits = 0;
      hasLetter = false;
      const hex = token.replace(/[^\da-f]/gi, '').length;
      if (hex >= least && hex >= token.length * 0.8) return true;
      if (/^[A-Za-z\d+/]{22,90}={0,2}$/.test(token) && isMixed(token)) return true;
    }
  }
  return false;
}

/**
 * Whether a text without a word for a hash may have one, as {@link hashOfText}, {@link hashesOfTokens}, {@link hasShortenedHash} and
 * {@link isLikeHash} find it: a quick look at its characters, since nearly no text has.
 */
export function mayBeHash(text: string): boolean {
  let digits = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const kind = kinds[text.charCodeAt(i)] ?? SURE;
    if (kind === SURE) return true;
    run = kind === BREAK ? 0 : run + 1;
    if (kind === DIGIT) digits++;
    else if (kind === LETTER) digits = 0;
    if (run >= SHORTEST_HASH || digits >= LEAST_ALONE) return true;
  }
  return text.includes('...');
}

/** What a character is to {@link mayBeHash}: a hexadecimal digit, a letter that is none, a mark of base64, or what tells at once. */
const [BREAK, DIGIT, LETTER, MARK, SURE] = [0, 1, 2, 3, 4];
const kinds = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (character === '=') return SURE;
  // `0x` and `h` stand around digits.
  if (/[\da-fxh]/i.test(character)) return DIGIT;
  if (/[+/_-]/.test(character)) return MARK;
  return /[a-z]/i.test(character) ? LETTER : BREAK;
});

function hashOf(digits: string): Hash | null {
  const algorithm = algorithms.get(digits.length / 2);
  return algorithm === undefined ? null : { algorithm, digest: digits.toLowerCase() };
}

function hexOfBase64(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
