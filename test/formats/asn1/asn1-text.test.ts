import { describe, expect, it } from 'vitest';
import { asn1Text, latin1, utf16BigEndian } from '../../../src/formats/asn1/asn1-text.js';
import { BerValue } from '../../../src/formats/asn1/ber-value.js';
import { tlv } from '../../support/authenticode-builder.js';

describe('texts of ASN.1', () => {
  it.each([
    ['UTF8String', 0x0c, Buffer.from('Größe'), 'Größe'],
    ['PrintableString', 0x13, Buffer.from('US'), 'US'],
    ['T61String', 0x14, Buffer.from([0x47, 0xf6]), 'Gö'],
    ['BMPString', 0x1e, Buffer.from([0x04, 0x18, 0x30, 0x42]), 'Иあ'],
    ['UniversalString', 0x1c, Buffer.from([0, 0, 0x04, 0x18]), 'И'],
  ])('%s', (_, tag, bytes, expected) => {
    expect(asn1Text(BerValue.parse(tlv(tag, bytes)))).toBe(expected);
  });

  it('ignores half a character', () => {
    expect(utf16BigEndian(new Uint8Array([0, 65, 0]))).toBe('A');
    expect(latin1(new Uint8Array([65, 233]))).toBe('Aé');
  });
});
