import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { encodedContent } from '../../src/package/text-content.js';

const named = (bytes: Uint8Array) => encodedContent(new BufferSource(bytes), bytes.subarray(0, 512));
// The first bytes of a zip archive, as RFC 4648 encodes them.
const zip = 'UEsDBBQAAAAIAAAAIQAAAAAAAAAAAAAAAAAFAAAA';

it.each([
  [zip, 'a file as text (Base64)'],
  [`${zip.slice(0, 20)}\r\n${zip.slice(20)}\r\n`, 'a file as text (Base64)'],
  [`-----BEGIN X-----\n${zip}\n-----END X-----\n`, 'a file as text (Base64)'],
  [`${zip.slice(0, 30)} and more words`, null],
  ['dGhpcyBpcyBwbGFpbiB0ZXh0LCBub3RoaW5nIGVsc2Uu', null],
  ['=ybegin line=128 size=3 name=a.dll\n', 'a file as text (yEnc)'],
  ['(This file must be converted with BinHex 4.0)\n', 'a file as text (BinHex)'],
  ['We begin 644 times\n', null],
  ['MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nUEsD', 'a message (MIME) with encoded parts'],
  ['Note: a file\nwith Content-Transfer-Encoding: base64', null],
  ['', null],
])('%j', (text, expected) => {
  expect(named(Buffer.from(text))).toBe(expected);
  expect(named(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(
    expected?.includes('message') ? null : expected,
  );
});
