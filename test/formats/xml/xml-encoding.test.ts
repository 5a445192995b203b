import { describe, expect, it } from 'vitest';
import { decodeXml } from '../../../src/formats/xml/xml-encoding.js';
import { caught } from '../../support/caught.js';

const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));

describe('decodeXml', () => {
  it.each([
    ['UTF-8 by default', Buffer.from('<a>é漢</a>'), '<a>é漢</a>'],
    ['a byte order mark', Buffer.from('\ufeff<a/>'), '\ufeff<a/>'],
    ['UTF-16 with a mark', utf16('\ufeff<a>漢</a>'), '\ufeff<a>漢</a>'],
    ['UTF-16 without', utf16('<a>漢</a>'), '<a>漢</a>'],
    ['big-endian UTF-16', utf16('\ufeff<a>漢</a>').map((_, i, all) => all[i ^ 1]!), '\ufeff<a>漢</a>'],
    [
      'windows-1252',
      Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>\xe9\x80</a>', 'latin1'),
      '<?xml version="1.0" encoding="windows-1252"?><a>é€</a>',
    ],
    [
      'a claim of UTF-16 that was left behind',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'),
      '<?xml version="1.0" encoding="utf-16"?><a/>',
    ],
  ])('reads %s, and writes the same bytes again', (_, bytes, text) => {
    const decoded = decodeXml(new Uint8Array(bytes));
    expect(decoded.text).toBe(text);
    expect(Buffer.from(decoded.encode(decoded.text))).toEqual(Buffer.from(bytes));
  });

  it('writes what the encoding lacks as a reference', () => {
    const { encode } = decodeXml(Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a/>'));
    expect(Buffer.from(encode('é漢😀')).toString('latin1')).toBe('\xe9&#x6F22;&#x1F600;');
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0x61, 0x2f, 0x3e, 0xff])],
    ['an unknown name', Buffer.from('<?xml version="1.0" encoding="x-nothing"?><a/>')],
  ])('%s are refused', (_, bytes) => {
    expect(caught(() => decodeXml(bytes)).code).toBe('XML_BAD_ENCODING');
  });
});
