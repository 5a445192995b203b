/*
 * Stands in for `../code-page.ts` where there is no Node: the encodings that every browser has, by their names in the
 * Encoding Standard, and the two of MS-DOS that archives use. Rarer pages, those of old Macintoshes above all, are unknown.
 */

import { HotfixkitError } from '../errors.js';

/** Windows code pages by their labels in the Encoding Standard. */
const labels: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
  10000: 'macintosh',
  20866: 'koi8-r',
  20932: 'euc-jp',
  20936: 'gbk',
  21866: 'koi8-u',
  28592: 'iso-8859-2',
  28593: 'iso-8859-3',
  28594: 'iso-8859-4',
  28595: 'iso-8859-5',
  28596: 'iso-8859-6',
  28597: 'iso-8859-7',
  28598: 'iso-8859-8',
  28603: 'iso-8859-13',
  28605: 'iso-8859-15',
  38598: 'iso-8859-8',
  51932: 'euc-jp',
  51936: 'gbk',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
};

const latin1 = Array.from({ length: 128 }, (_, i) => String.fromCharCode(128 + i)).join('');

const windows1252 =
  '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ';

/** The upper halves of pages that the standard lacks, and of 1252, which some decoders get wrong. */
const upperHalves: Readonly<Record<number, string>> = {
  437: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  850: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  0: windows1252,
  1252: windows1252,
  20127: '\ufffd'.repeat(128),
  28591: latin1,
};

function pageOf(codePage: number): number {
  return codePage < 0 ? codePage + 0x10000 : codePage;
}

export function isKnownCodePage(codePage: number): boolean {
  const page = pageOf(codePage);
  return upperHalves[page] !== undefined || labels[page] !== undefined;
}

/** Bytes in a Windows code page to text; what the page does not define becomes U+FFFD. Throws `UNKNOWN_CODE_PAGE`. */
export function decodeText(bytes: Uint8Array, codePage: number): string {
  const page = need(codePage);
  const upper = upperHalves[page];
  if (upper === undefined) {
    const text = new TextDecoder(labels[page], { ignoreBOM: true }).decode(bytes);
    // The standard decodes bytes that Windows does not define as controls.
    return isWindows(page) ? text.replace(/[\u0080-\u009f]/g, '\ufffd') : text;
  }
  let text = '';
  for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : upper[byte - 128]!;
  return text;
}

/** Text to bytes in a Windows code page; characters that it does not hold become `?`. Throws `UNKNOWN_CODE_PAGE`. */
export function encodeText(text: string, codePage: number): Uint8Array {
  const page = need(codePage);
  if (page === 65001) return new TextEncoder().encode(text);
  if (page === 1200 || page === 1201) return encodeUtf16(text, page === 1200);
  const codes = encoder(page);
  const bytes: number[] = [];
  for (const character of text) bytes.push(...(codes.get(character) ?? [0x3f]));
  return Uint8Array.from(bytes);
}

function need(codePage: number): number {
  if (isKnownCodePage(codePage)) return pageOf(codePage);
  throw new HotfixkitError('UNKNOWN_CODE_PAGE', `code page ${codePage} is not known`, { found: codePage });
}

function isWindows(page: number): boolean {
  return labels[page]?.startsWith('windows-') ?? false;
}

function encodeUtf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
}

let lastEncoder: { page: number; codes: Map<string, readonly number[]> } | null = null;

/**
 * The code of each character in a page, found by decoding all codes of one and two bytes. The shortest and first code
 * counts.
 */
function encoder(page: number): Map<string, readonly number[]> {
  if (lastEncoder?.page === page) return lastEncoder.codes;
  const codes = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]): boolean => {
    const text = decodeText(Uint8Array.from(bytes), page);
    const isOne = [...text].length === 1 && text !== '\ufffd';
    if (isOne && !codes.has(text)) codes.set(text, bytes);
    return isOne;
  };
  for (let ascii = 0; ascii < 128; ascii++) codes.set(String.fromCharCode(ascii), [ascii]);
  for (let first = 128; first < 256; first++) {
    if (add([first]) || upperHalves[page] !== undefined || isWindows(page)) continue;
    for (let second = 0x31; second < 256; second++) add([first, second]);
  }
  lastEncoder = { page, codes };
  return codes;
}
