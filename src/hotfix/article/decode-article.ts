import { decodeText, isKnownCodePage } from '../../core/code-page.js';
import { HotfixkitError } from '../../core/errors.js';
import { notGiven } from '../../core/given-text.js';
import { columnTerms, noneTerms } from './lexicon.js';
import { rowText } from './row-text.js';

/** Bytes. Articles have some tens of thousands, so this leaves room for a page with all its scripts, in UTF-16. */
const LONGEST_ARTICLE = 4 * 1024 * 1024;
/** Bytes of a list of comma-separated values, a hundred a row. */
const LONGEST_LIST = 16 * 1024 * 1024;

/** Most bytes of an article in a file of this name. */
export const longestArticle = (fileName: string): number =>
  /\.csv$/i.test(fileName) ? LONGEST_LIST : LONGEST_ARTICLE;

/** Names of encodings as documents declare them, by code page. */
const declared: readonly (readonly [RegExp, number])[] = [
  [/^utf-?8$/, 65001],
  [/^utf-?16(le)?$/, 1200],
  [/^utf-?16be$/, 1201],
  [/^(?:us-)?ascii$/, 1252],
  [/^(?:iso-8859-1|latin-?1)$/, 1252],
  [/^iso-8859-9$/, 1254],
  [/^(?:shift[_-]?jis|x-sjis|sjis|ms_kanji|windows-31j)$/, 932],
  [/^euc-jp$/, 51932],
  [/^(?:gb2312|gbk|x-gbk)$/, 936],
  [/^gb18030$/, 54936],
  [/^big5(?:-hkscs)?$/, 950],
  [/^(?:euc-kr|ks_c_5601-1987|ksc5601|korean|windows-949)$/, 949],
  [/^koi8-r$/, 20866],
  [/^koi8-u$/, 21866],
  [/^tis-620$/, 874],
];

/**
 * The text of an article in any encoding: by its byte order mark, as UTF-8 if valid, by the declaration of the
 * document, else by the code page that fits the bytes best.
 *
 * Throws `ARTICLE_TOO_LARGE`, `USAGE` for anything but bytes.
 *
 * @param limit most bytes of an article; default 4 MiB
 */
export function decodeArticle(bytes: Uint8Array, limit: number = LONGEST_ARTICLE): string {
  if (!(bytes instanceof Uint8Array)) throw notGiven('an article to decode', 'bytes', bytes);
  if (bytes.length > limit) {
    throw new HotfixkitError('ARTICLE_TOO_LARGE', 'this is too large for an article', {
      expected: limit,
      found: bytes.length,
    });
  }
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeText(bytes.subarray(3), 65001);
  if (a === 0xff && b === 0xfe) return decodeText(bytes.subarray(2), 1200);
  if (a === 0xfe && b === 0xff) return decodeText(bytes.subarray(2), 1201);
  const wide = utf16Without(bytes);
  if (wide !== null) return decodeText(bytes, wide);
  const utf8 = asUtf8(bytes);
  if (utf8 !== null) return utf8;
  const page = declaredPage(bytes) ?? likelyPage(bytes);
  return decodeText(bytes, page);
}

/** UTF-16 without a mark: every second byte of the markup and the digits is zero. */
function utf16Without(bytes: Uint8Array): number | null {
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, i) => {
    if (byte !== 0) return;
    if (i % 2 === 0) even++;
    else odd++;
  });
  const half = sample.length / 2;
  if (half < 8) return null;
  if (odd > half * 0.3 && even < odd / 10) return 1200;
  return even > half * 0.3 && odd < even / 10 ? 1201 : null;
}

function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // What the decoder throws for bytes that are no UTF-8.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function declaredPage(bytes: Uint8Array): number | null {
  const head = decodeText(bytes.subarray(0, 4096), 28591);
  const name = /charset\s*=\s*(?:["']\s*)?([\w-]{3,30})|encoding\s*=\s*["']([\w-]{3,30})["']/i.exec(head);
  const charset = (name?.[1] ?? name?.[2])?.toLowerCase();
  if (charset === undefined) return null;
  const known = declared.find(([pattern]) => pattern.test(charset))?.[1];
  const windows =
    /^(?:windows|cp|x-cp)-?(\d{3,5})$/.exec(charset)?.[1] ?? /^iso-8859-(\d+)$/.exec(charset)?.[1];
  const page =
    known ??
    (windows === undefined
      ? undefined
      : charset.startsWith('iso')
        ? 28590 + Number(windows)
        : Number(windows));
  // A declaration of UTF-8 is ignored if the bytes are not valid UTF-8.
  return page !== undefined && page !== 65001 && isKnownCodePage(page) ? page : null;
}

/** Letters of texts in a code page. The page in which most bytes above ASCII are such letters wins. */
const pages: readonly (readonly [number, RegExp])[] = [
  [932, /[\u3040-\u30ff]|[日時間名版大小不適用該当]/gu],
  [936, /[文件名称版本大小日期时间平台不适用信息的夹]/gu],
  [950, /[檔案名稱版本大小日期時間平台不適用資訊的夾]/gu],
  [949, /[\uac00-\ud7a3]/gu],
  [1251, /[а-яё]/giu],
  [20866, /[а-яё]/giu],
  [1253, /[α-ωάέήίόύώ]/giu],
  [1255, /[\u05d0-\u05ea]/gu],
  [1256, /[\u0621-\u064a]/gu],
  [874, /[\u0e01-\u0e4e]/gu],
  [1250, /[ąćęłńóśźżáčďéěíňřšťúůýžőűöüăâîșțşţĺľŕôäđ]/giu],
  [1254, /[çğıİöşüâî]/gu],
  [1258, /[ăâđêôơưàảãáạ₫]/giu],
  [1257, /[āčēģīķļņšūžąęėįųõäöü]/giu],
  [1252, /[àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿß’“”«»–—©®°ºª]/giu],
];

/** The text around the first time of day, where a table is expected. */
function nearTable(bytes: Uint8Array): Uint8Array {
  const head = decodeText(bytes.subarray(0, 4_000_000), 28591);
  const at = Math.max(0, head.search(/\d\d?:\d\d/));
  return bytes.subarray(Math.max(0, at - 4000), at + 4000);
}

/** Letters of the lexicon's words that a text has, each word once. */
function wordsIn(text: string): number {
  const { folded } = rowText(text);
  return [...columnTerms, ...noneTerms].reduce(
    (sum, term) => sum + (term.wide && folded.includes(term.folded) ? term.folded.length : 0),
    0,
  );
}

function likelyPage(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, 200_000);
  const window = nearTable(bytes);
  const high = sample.reduce((count, byte) => count + (byte > 0x7f ? 1 : 0), 0);
  let best = 1252;
  let most = -Infinity;
  for (const [page, letters] of pages) {
    const text = decodeText(sample, page);
    const wide = page === 932 || page === 936 || page === 949 || page === 950 ? 2 : 1;
    const good = (text.match(letters)?.length ?? 0) * wide;
    const bad = (text.match(/[\ufffd\u0080-\u009f\ue000-\uf8ff]/gu)?.length ?? 0) * 4;
    // Capital letters within words: the sign of a Cyrillic page read as the other.
    const odd = (text.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0) / 2;
    // Known words of file tables count more than letters.
    const score = (good - bad - odd) / Math.max(high, 1) + wordsIn(decodeText(window, page)) / 10;
    if (score > most + 0.001) {
      most = score;
      best = page;
    }
  }
  return best;
}
