import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { cabCarrier } from '../../src/signature/cab-carrier.js';
import { hex } from '../../src/signature/cryptography.js';
import { digestFile } from '../../src/signature/digest-file.js';
import { SERIALIZED_OBJECT } from '../../src/signature/indirect-data.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import type { SignatureCarrier } from '../../src/signature/signature-carrier.js';
import { hash, octets, oid, seq, set, signedCabinetFile } from '../support/authenticode-builder.js';
import { buildCabinet } from '../support/cabinet-builder.js';

const plain = (reserve?: Uint8Array): Buffer =>
  Buffer.from(
    buildCabinet({
      ...(reserve ? { reserve: { header: reserve } } : {}),
      folders: [{ method: 'none', files: [{ name: 'a.txt', bytes: Buffer.from('hello') }] }],
    }),
  );
const open = (bytes: Uint8Array): SignatureCarrier => cabCarrier(new BufferSource(bytes));
const signed = Buffer.from(signedCabinetFile());
const end = signed.readUInt32LE(8);
function changed(write: (bytes: Buffer) => void): Buffer {
  const copy = Buffer.from(signed);
  write(copy);
  return copy;
}

describe('a cabinet as a carrier', () => {
  it('without signature is covered but for its first reserved field', () => {
    const bytes = plain();
    const wanted = { covered: ['sha1'], whole: [] } as const;
    const { covered } = digestFile(cryptography, new BufferSource(bytes), open(bytes).covered(), wanted);
    const digest = covered.get('sha1')!;
    expect(hex(digest)).toBe(hash('sha1', bytes.subarray(0, 4), bytes.subarray(8)).toString('hex'));
    expect(open(bytes).blob).toBeNull();
  });

  it('has its signature behind the cabinet', () => {
    expect(open(signed).blob).toMatchObject({ offset: end });
    expect(open(signed).problems).toEqual([]);
  });

  it('may have it in the reserve', () => {
    const reserve = Buffer.from('00000c00300a0102030405060708090a61616161', 'hex');
    expect(open(plain(reserve)).blob).toEqual({ offset: 44, bytes: new Uint8Array(reserve.subarray(4, 16)) });
  });

  it.each([
    ['zeros', Buffer.alloc(20)],
    ['a reserve that is too short', Buffer.alloc(19, 1)],
    ['what another program wrote', Buffer.alloc(20, 0x61)],
    ['a place of zeros', Buffer.from(`00001000${'00'.repeat(16)}`, 'hex')],
  ])('is not signed with %s', (_, reserve) => {
    expect(open(plain(reserve))).toMatchObject({ blob: null, problems: [] });
  });

  it('tells of bytes behind the signature', () => {
    const bytes = Buffer.concat([signed, Buffer.from([0])]);
    expect(open(bytes).problems).toMatchObject([{ code: 'appended-data' }]);
  });

  it.each([
    ['a signature before the end of the cabinet', changed((bytes) => bytes.writeUInt32LE(end - 1, 44))],
    ['a signature that does not follow the cabinet', changed((bytes) => bytes.writeUInt32LE(end + 8, 44))],
    ['a signature that ends behind the file', changed((bytes) => bytes.writeUInt32LE(0xfffffff0, 48))],
    ['a cabinet that ends behind the file', changed((bytes) => bytes.writeUInt32LE(0xfffffff0, 8))],
    ['a cabinet that ends in its header', changed((bytes) => bytes.writeUInt32LE(40, 8))],
    ['a cut signature', signed.subarray(0, signed.length - 1)],
  ])('is malformed with %s', (_, bytes) => {
    expect(open(bytes)).toMatchObject({ blob: null, problems: [{ code: 'malformed' }] });
  });

  it.each([
    ['the first reserved field', 4, 'its first reserved field'],
    ['the size of the reserve of folders', 38, 'the sizes of the reserves'],
    ['the size of the reserve of blocks, which moves their content', 39, 'the sizes of the reserves'],
    ['the unused part of the place of the signature', 52, 'the rest of the reserve'],
    ['the last byte of the reserve', 59, 'the rest of the reserve'],
  ])('warns where %s is in use, which no signature covers', (_, offset, text) => {
    expect(open(signed).warnings).toEqual([]);
    const { warnings } = open(changed((bytes) => bytes.writeUInt8(4, offset)));
    expect(warnings).toMatchObject([
      { code: 'unauthenticated-data', message: expect.stringContaining(text) },
    ]);
  });

  it('compares the length that is signed', () => {
    const moniker = (digest: Buffer) => ({
      classId: SERIALIZED_OBJECT,
      data: new Uint8Array(set(seq(oid('1.3.6.1.4.1.311.2.5.1'), set(octets(digest))))),
    });
    const length = signed.subarray(8, 12);
    const check = (digest: Buffer) => open(signed).checkMoniker!(moniker(digest), cryptography).warnings;
    expect(check(hash('sha1', length))).toEqual([]);
    expect(check(hash('sha1', Buffer.alloc(4)))).toMatchObject([{ code: 'cab-length-mismatch' }]);
  });
});
