import { describe, expect, it } from 'vitest';
import { parseAsn1Time } from '../../../src/formats/asn1/asn1-time.js';
import { BerValue } from '../../../src/formats/asn1/ber-value.js';
import { tlv } from '../../support/authenticode-builder.js';
import { caught } from '../../support/caught.js';

const parse = (tag: number, text: string): number =>
  parseAsn1Time(BerValue.parse(tlv(tag, Buffer.from(text))));

describe('times of ASN.1', () => {
  it.each([
    [0x17, '100209060017Z', '2010-02-09T06:00:17.000Z'],
    [0x17, '970110070000Z', '1997-01-10T07:00:00.000Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '1002090600Z', '2010-02-09T06:00:00.000Z'],
    [0x17, '100209060017+0130', '2010-02-09T04:30:17.000Z'],
    [0x18, '20140227021213.288Z', '2014-02-27T02:12:13.288Z'],
    [0x18, '20140227021213.2889Z', '2014-02-27T02:12:13.288Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  ])('%i %s', (tag, text, expected) => {
    expect(new Date(parse(tag, text)).toISOString()).toBe(expected);
  });

  it.each([
    [0x17, ''],
    [0x17, '20100209060017Z'],
    [0x17, '101309060017Z'],
    [0x17, '150229060017Z'],
    [0x18, '20200230120000Z'],
    [0x17, '100209250017Z'],
    [0x18, '2014'],
    [0x18, `20140227021213.${'1'.repeat(100)}Z`],
    [0x04, '100209060017Z'],
  ])('refuses %i %s', (tag, text) => {
    expect(caught(() => parse(tag, text))).toMatchObject({ code: 'ASN1_MALFORMED' });
  });
});
