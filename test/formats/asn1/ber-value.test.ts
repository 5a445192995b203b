import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { BerValue, contextTag, Tag } from '../../../src/formats/asn1/ber-value.js';
import { int, octets, oid, seq, tlv } from '../../support/authenticode-builder.js';
import { caught } from '../../support/caught.js';

const parse = (hex: string): BerValue => BerValue.parse(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('a value in BER', () => {
  it('has its parts', () => {
    const value = BerValue.parse(seq(int(5), octets(Buffer.from('ab')), oid('1.2.840.113549.1.7.2')), 100);
    const [number, text, id] = value.list();
    expect(number!.smallInteger()).toBe(5);
    expect(Buffer.from(text!.octets()).toString()).toBe('ab');
    expect(id!.oid()).toBe('1.2.840.113549.1.7.2');
    expect([value.offset, number!.offset, text!.offset]).toEqual([100, 102, 105]);
    expect(value.isBer).toBe(false);
    expect(value.encoding.length).toBe(value.end);
  });

  it.each([
    ['an indefinite length', '30 80 02 01 05 00 00', 5],
    ['indefinite lengths one in the other', '30 80 30 80 02 01 07 00 00 00 00', 7],
    ['a length in more bytes than it needs', '30 81 03 02 01 05', 5],
    ['a length with zeros before it', '30 84 00 00 00 03 02 01 05', 5],
  ])('takes %s and says that it is BER', (_, hex, expected) => {
    const value = parse(hex);
    let [inside] = value.list();
    while (inside!.isConstructed) inside = inside!.first();
    expect(inside!.smallInteger()).toBe(expected);
    expect(value.isBer).toBe(true);
    expect(value.end).toBe(value.encoding.length);
  });

  it('joins an octet string that comes in pieces', () => {
    expect(parse('24 80 04 01 61 04 02 62 63 00 00').octets()).toEqual(new Uint8Array([97, 98, 99]));
  });

  it('keeps the sign of small integers', () => {
    expect(parse('02 01 ff').smallInteger()).toBe(-1);
    expect(parse('02 02 ff 00').smallInteger()).toBe(-256);
  });

  it.each([
    ['nothing', ''],
    ['a header without length', '30'],
    ['a value that ends behind the data', '30 05 02 01'],
    ['a member that ends behind its sequence', '30 03 02 05 01'],
    ['an indefinite length without end', '30 80 02 01 05'],
    ['an indefinite length of a primitive value', '04 80 00 00'],
    ['a length of more than eight bytes', '30 89 01 01 01 01 01 01 01 01 01'],
    ['a length beyond all memory', '30 88 7f ff ff ff ff ff ff ff'],
    ['a tag number without end', '1f ff ff ff ff ff ff ff ff'],
  ])('refuses %s', (_, hex) => {
    expect(caught(() => parse(hex).list())).toMatchObject({ code: 'ASN1_MALFORMED' });
  });

  it('refuses indefinite lengths that nest without end', () => {
    const bytes = Buffer.from('3080'.repeat(100_000), 'hex');
    expect(caught(() => BerValue.parse(bytes))).toMatchObject({ code: 'ASN1_MALFORMED' });
  });

  it.each([
    ['another type', (value: BerValue) => value.expect(Tag.set)],
    ['an object identifier without end', () => parse('06 02 2a 86').oid()],
    ['an arc without bounds', () => parse(`06 0c 2a ${'ff'.repeat(10)} 7f`).oid()],
    ['a large integer where a small one is expected', () => parse('02 05 01 00 00 00 00').smallInteger()],
    ['bits that are no whole bytes', () => parse('03 02 03 a0').bits()],
    ['an empty sequence where something is expected', () => parse('30 00').first()],
    ['too many values', () => parse('30 06 02 01 05 02 01 05').list(1)],
  ])('refuses %s', (_, read) => {
    expect(caught(() => read(parse('30 00')))).toMatchObject({ code: 'ASN1_MALFORMED' });
  });

  it('reads what is within octets', () => {
    const value = BerValue.parse(octets(seq(int(9))));
    expect(value.inside(value.octets()).first().smallInteger()).toBe(9);
  });

  it('steps over tags of several bytes', () => {
    const values = BerValue.parse(seq(Buffer.from('bf8101020500', 'hex'), int(3))).list();
    expect(values[1]!.smallInteger()).toBe(3);
  });

  it('gives tags of a context', () => {
    expect(BerValue.parse(tlv(0xa3, int(1))).tag).toBe(contextTag(3));
    expect(contextTag(0, false)).toBe(0x80);
  });

  it('reads any bytes, or says that they are malformed', () => {
    const walk = (value: BerValue, depth: number): void => {
      if (value.isConstructed && depth < 20) for (const child of value.children()) walk(child, depth + 1);
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          walk(BerValue.parse(bytes), 0);
        } catch (error) {
          expect(error).toBeInstanceOf(HotfixkitError);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
