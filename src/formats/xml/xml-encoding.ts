import { decodeText, encodeText } from '../../core/code-page.js';
import { HotfixkitError } from '../../core/errors.js';

/** The text of a document and the way back to bytes in its own encoding. */
export interface XmlText {
  /** With its byte order mark, if it has one, as U+FEFF. */
  readonly text: string;
  /** Characters that the encoding cannot hold become character references. */
  encode(text: string): Uint8Array;
}

/** Code pages of the names that declarations give, besides `windows-NNNN`, `cpNNNN` and `iso-8859-N`. */
const named: Readonly<Record<string, number>> = {
  'utf-8': 65001,
  utf8: 65001,
  'us-ascii': 20127,
  ascii: 20127,
  shift_jis: 932,
  'shift-jis': 932,
  gb2312: 936,
  gbk: 936,
  gb18030: 54936,
  'ks_c_5601-1987': 949,
  'euc-kr': 949,
  big5: 950,
  'euc-jp': 20932,
  'koi8-r': 20866,
  'koi8-u': 21866,
};

/** Bytes. Task sequences and manifests of bundles have a few million at most. */
const LARGEST = 16 * 2 ** 20;

const UTF_16_LE = 1200;
const UTF_16_BE = 1201;

/**
 * Decodes a document as its byte order mark or its declaration says (XML 1.0, 4.3.3 and appendix F), UTF-8 where
 * neither does. Throws `XML_TOO_LARGE`, and `XML_BAD_ENCODING` where the bytes are not in the
 * stated encoding: encoding the text again would not give the same bytes.
 */
export function decodeXml(bytes: Uint8Array): XmlText {
  if (bytes.length > LARGEST) {
    throw new HotfixkitError('XML_TOO_LARGE', 'the XML document is too large', {
      expected: `${LARGEST} bytes at most`,
      found: bytes.length,
    });
  }
  const page = codePageOf(bytes);
  const text = decodeText(bytes, page);
  if (!sameBytes(encodeText(text, page), bytes)) {
    throw new HotfixkitError(
      'XML_BAD_ENCODING',
      'the bytes are not in the encoding that the document states',
      {
        expected: `code page ${page}`,
      },
    );
  }
  return {
    text,
    encode(changed) {
      let safe = '';
      for (const character of changed) {
        const held = character < '\x80' || decodeText(encodeText(character, page), page) === character;
        safe += held ? character : `&#x${character.codePointAt(0)!.toString(16).toUpperCase()};`;
      }
      return encodeText(safe, page);
    },
  };
}

function codePageOf(bytes: Uint8Array): number {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return UTF_16_LE;
  if (a === 0xfe && b === 0xff) return UTF_16_BE;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 65001;
  if (a === 0x3c && b === 0) return UTF_16_LE;
  if (a === 0 && b === 0x3c) return UTF_16_BE;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(head)?.[1]?.toLowerCase();
  // A document that is not UTF-16 may still declare it, because it was converted.
  if (declared === undefined || declared.startsWith('utf-16')) return 65001;
  const numbered = /^(?:windows-|cp)(\d+)$/.exec(declared)?.[1];
  const latin = /^iso-8859-(\d+)$/.exec(declared)?.[1];
  const page = named[declared] ?? (numbered ? Number(numbered) : latin ? 28590 + Number(latin) : undefined);
  if (page === undefined) {
    throw new HotfixkitError('XML_BAD_ENCODING', 'this encoding is not known', { found: declared });
  }
  return page;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
