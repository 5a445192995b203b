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
  const isBase64 = whole.length % 4 === 0 && /^[\w+/-]{22,88}={0,2}$/.test(whole) && /\d|[+/=]/.test(whole);
  const size = (whole.length / 4) * 3 - (whole.length - withoutTail(whole, '=').length);
  return isBase64 && algorithms.has(size) ? hashOf(hexOfBase64(whole)) : null;
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
    if (/^(?:0x)?[\da-f]+h?$/i.test(token)) {
      digits += token.length;
      hasLetter ||= /[a-f]/i.test(token);
      // Versions, dates and sizes have digits alone.
      if (digits >= least && (hasLetter || token.length >= least)) return true;
    } else if (token !== '') {
      digits = 0;
      hasLetter = false;
      const hex = token.replace(/[^\da-f]/gi, '').length;
      if (hex >= least && hex >= token.length * 0.8) return true;
      const isMixed = /\d/.test(token) && /[a-z]/.test(token) && /[A-Z]/.test(token);
      if (/^[A-Za-z\d+/]{22,90}={0,2}$/.test(token) && isMixed) return true;
    }
  }
  return false;
}

function hashOf(digits: string): Hash | null {
  const algorithm = algorithms.get(digits.length / 2);
  return algorithm === undefined ? null : { algorithm, digest: digits.toLowerCase() };
}

function hexOfBase64(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
