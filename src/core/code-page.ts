import iconv from 'iconv-lite';
import { HotfixkitError } from './errors.js';

/**
 * Windows code pages that iconv-lite does not call `cpNNNN`. 0 is "neutral": Windows uses the machine's ANSI code page;
 * here it is 1252, which keeps ASCII and has a character for every byte.
 */
const spelled: Readonly<Record<number, string>> = {
  0: 'cp1252',
  708: 'iso-8859-6',
  932: 'cp932',
  936: 'cp936',
  949: 'cp949',
  950: 'cp950',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macroman',
  10006: 'macgreek',
  10007: 'maccyrillic',
  10010: 'macromania',
  10017: 'macukraine',
  10021: 'macthai',
  10029: 'maccenteuro',
  10079: 'maciceland',
  10081: 'macturkish',
  10082: 'maccroatian',
  12000: 'utf-32le',
  12001: 'utf-32be',
  20127: 'ascii',
  20866: 'koi8-r',
  20932: 'euc-jp',
  20936: 'gbk',
  21866: 'koi8-u',
  28591: 'iso-8859-1',
  28592: 'iso-8859-2',
  28593: 'iso-8859-3',
  28594: 'iso-8859-4',
  28595: 'iso-8859-5',
  28596: 'iso-8859-6',
  28597: 'iso-8859-7',
  28598: 'iso-8859-8',
  28599: 'iso-8859-9',
  28603: 'iso-8859-13',
  28605: 'iso-8859-15',
  38598: 'iso-8859-8',
  51932: 'euc-jp',
  51936: 'gb2312',
  51949: 'euc-kr',
  54936: 'gb18030',
  65000: 'utf-7',
  65001: 'utf-8',
};

/** Code pages of packages that contain ASCII. */
const keepsAscii: ReadonlySet<number> = new Set([
  ...[0, 437, 850, 932, 936, 949, 950, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258],
  ...[20127, 28591, 65001],
]);

/**
 * The name of the encoding for iconv-lite; null for an unknown page. Summary information stores the page as a signed
 * 16-bit number, so that 65001 arrives as -535: both mean the same here.
 */
function encodingOf(codePage: number): string | null {
  const page = codePage < 0 ? codePage + 0x10000 : codePage;
  const name = spelled[page] ?? `cp${page}`;
  return iconv.encodingExists(name) ? name : null;
}

export function isKnownCodePage(codePage: number): boolean {
  // The common ones first: asking loads the tables of all others.
  return keepsAscii.has(codePage) || encodingOf(codePage) !== null;
}

/** Whether all bytes are below 0x80. */
export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return false;
  return true;
}

/** Bytes in a Windows code page to text; what the page does not define becomes U+FFFD. Throws `UNKNOWN_CODE_PAGE`. */
export function decodeText(bytes: Uint8Array, codePage: number): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // ASCII is decoded here, because a cabinet may have a hundred thousand names.
  if (keepsAscii.has(codePage) && isAscii(buffer)) return buffer.toString('latin1');
  return iconv.decode(buffer, need(codePage), { stripBOM: false });
}

/** Text to bytes in a Windows code page; characters that it does not hold become `?`. Throws `UNKNOWN_CODE_PAGE`. */
export function encodeText(text: string, codePage: number): Uint8Array {
  // To load the tables takes longer than all else that a small package needs.
  if (keepsAscii.has(codePage) && /^[\0-\x7f]*$/.test(text)) return Buffer.from(text, 'latin1');
  return iconv.encode(text, need(codePage));
}

function need(codePage: number): string {
  const name = encodingOf(codePage);
  if (name === null) {
    throw new HotfixkitError('UNKNOWN_CODE_PAGE', `code page ${codePage} is not known`, { found: codePage });
  }
  return name;
}
