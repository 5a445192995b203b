import { describe, expect, it } from 'vitest';
import { BerValue } from '../../src/formats/asn1/ber-value.js';
import {
  INDIRECT_DATA,
  parseIndirectData,
  parseProgramInfo,
  SERIALIZED_OBJECT,
} from '../../src/signature/indirect-data.js';
import { hash, indirectData, int, octets, oid, seq, tlv } from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const digest = hash('sha256', Buffer.from('x'));
const moniker = tlv(0xa1, octets(Buffer.from(SERIALIZED_OBJECT, 'hex')), octets(Buffer.from('data')));

describe('SpcIndirectDataContent', () => {
  it.each([
    ['pe', '1.3.6.1.4.1.311.2.1.15'],
    ['msi', '1.3.6.1.4.1.311.2.1.30'],
    ['cab', '1.3.6.1.4.1.311.2.1.25'],
  ] as const)('of %s', (kind, type) => {
    const parsed = parseIndirectData(BerValue.parse(indirectData(kind, 'sha256', digest)));
    expect(parsed).toMatchObject({ type, kind, digestName: 'sha256', moniker: null });
    expect(Buffer.from(parsed.digest)).toEqual(digest);
    expect(INDIRECT_DATA).toBe('1.3.6.1.4.1.311.2.1.4');
  });

  it.each([
    ['SpcSipInfo of scripts', '1.3.6.1.4.1.311.2.1.30', '1fcc3b603b0bd511a0bc00104b0e6630', 'other'],
    ['a type that is not known', '1.3.6.1.4.1.311.2.1.99', '', null],
  ])('of %s is not about packages', (_, type, id, kind) => {
    const value = seq(int(1), octets(Buffer.from(id, 'hex')), ...[0, 0, 0, 0, 0].map((zero) => int(zero)));
    const about = BerValue.parse(indirectData('msi', 'sha256', digest)).list()[1]!.encoding;
    expect(parseIndirectData(BerValue.parse(seq(seq(oid(type), value), about)))).toMatchObject({ kind });
  });

  it('has the moniker of page hashes', () => {
    const parsed = parseIndirectData(BerValue.parse(indirectData('pe', 'sha256', digest, moniker)));
    expect(parsed.moniker!.classId).toBe(SERIALIZED_OBJECT);
    expect(Buffer.from(parsed.moniker!.data).toString()).toBe('data');
  });

  it('has the moniker of a cabinet, which is the value itself', () => {
    const value = seq(
      seq(oid('1.3.6.1.4.1.311.2.1.28'), moniker),
      BerValue.parse(indirectData('cab', 'sha256', digest)).list()[1]!.encoding,
    );
    expect(parseIndirectData(BerValue.parse(value)).moniker).not.toBeNull();
  });

  it.each([
    ['nothing', seq(), 'ASN1_MALFORMED'],
    ['a digest of another length', indirectData('pe', 'sha1', digest), 'ASN1_MALFORMED'],
    [
      'another digest',
      seq(seq(oid('1.2.3')), seq(seq(oid('1.2.3')), octets(digest))),
      'SIGNATURE_UNSUPPORTED',
    ],
  ])('refuses %s', (_, bytes, code) => {
    expect(caught(() => parseIndirectData(BerValue.parse(bytes)))).toMatchObject({ code });
  });
});

describe('SpcSpOpusInfo', () => {
  const unicode = tlv(0x80, Buffer.from([0x04, 0x18, 0x30, 0x42]));
  it('is cut where it is longer than anybody reads', () => {
    const name = tlv(0xa0, tlv(0x80, Buffer.alloc(1_000_000, 'ab')));
    const url = tlv(0xa1, tlv(0x80, Buffer.alloc(1_000_000, 'a')));
    const { program, url: address } = parseProgramInfo(BerValue.parse(seq(name, url)));
    expect(program).toHaveLength(4096);
    expect(address).toHaveLength(4096);
  });

  it.each([
    [
      'both parts',
      seq(tlv(0xa0, unicode), tlv(0xa1, tlv(0x80, Buffer.from('http://x')))),
      { program: 'Иあ', url: 'http://x' },
    ],
    ['a name in ASCII', seq(tlv(0xa0, tlv(0x81, Buffer.from('Name')))), { program: 'Name', url: null }],
    ['a file for a URL', seq(tlv(0xa1, tlv(0xa2, unicode))), { program: null, url: 'Иあ' }],
    ['nothing', seq(), { program: null, url: null }],
    ['a part that is not known', seq(tlv(0xa3, int(1))), { program: null, url: null }],
  ])('with %s', (_, bytes, expected) => {
    expect(parseProgramInfo(BerValue.parse(bytes))).toEqual(expected);
  });
});
