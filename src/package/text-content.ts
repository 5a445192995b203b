import type { ByteSource } from '../core/byte-source.js';
import { decodeText } from '../core/code-page.js';
import { startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { startsLikeContainer } from './program-content.js';

/** Bytes of a message or document that are searched for what is attached. */
const SEARCHED = 4 * 2 ** 20;
/** Characters of Base64 that are decoded, a multiple of four. */
const DECODED = 96;

/** Files as text, or in text: what they are called where their content is not read; else null. */
export function encodedContent(source: ByteSource, head: Uint8Array): string | null {
  const text = decodeText(withoutZeros(head), 28591).replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe)/, '');
  if (/^begin(?:-base64)? [0-7]{3,4} \S/m.test(text.slice(0, 400))) return 'a file as text (uuencode)';
  if (/^=ybegin /.test(text)) return 'a file as text (yEnc)';
  if (text.includes('must be converted with BinHex')) return 'a file as text (BinHex)';
  if (isBase64OfContainer(text)) return 'a file as text (Base64)';
  if (isMessage(text) && has(source, /^content-transfer-encoding:[ \t]*(?:base64|x-uu|uu|binary)/im))
    return 'a message (MIME) with encoded parts';
  if (text.startsWith('%PDF-') && has(source, /\/EmbeddedFile(?![a-z])/))
    return 'a PDF document with files in it';
  return null;
}

/** The text of UTF-16, in bytes. */
const withoutZeros = (head: Uint8Array): Uint8Array =>
  head[0] === 0xff && head[1] === 0xfe ? head.filter((byte) => byte !== 0) : head;

/** Lines of nothing but Base64, which stand for an archive, a package or a program. */
function isBase64OfContainer(text: string): boolean {
  const body = text.replace(/^-----BEGIN [^\r\n-]{1,60}-----\r?\n/, '').trimStart();
  const [digits = ''] = /^[A-Za-z0-9+/\r\n]+/.exec(body) ?? [];
  const packed = digits.replace(/[\r\n]/g, '').slice(0, DECODED);
  const rest = body.slice(digits.length).replace(/^=+/, '').trim();
  if (packed.length < 28 || (rest !== '' && !rest.startsWith('-----'))) return false;
  const bytes = Uint8Array.from(atob(packed.slice(0, packed.length & ~3)), (one) => one.charCodeAt(0));
  return startsLikeExecutable(bytes) || startsLikeContainer(bytes);
}

/** Header lines of a message come first, among them one of MIME. */
function isMessage(text: string): boolean {
  return (
    /^(?:From |[A-Za-z][A-Za-z0-9-]{1,40}: ?)/.test(text) &&
    /^(?:mime-version|content-type|content-transfer-encoding):/im.test(text)
  );
}

function has(source: ByteSource, pattern: RegExp): boolean {
  return pattern.test(decodeText(source.read(0, Math.min(SEARCHED, source.size)), 28591));
}
