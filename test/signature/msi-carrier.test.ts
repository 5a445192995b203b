import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { hex } from '../../src/signature/cryptography.js';
import { digestFile } from '../../src/signature/digest-file.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { msiCarrier } from '../../src/signature/msi-carrier.js';
import { hash, signedCompoundFile } from '../support/authenticode-builder.js';
import { buildCompoundFile, pattern, type StoragePlan } from '../support/compound-file-builder.js';

const clsid = new Uint8Array(16).map((_, i) => i);
/** Names whose order in the digest is not that of the directory: 'Ā' is 0x100, its low byte comes first. */
const plan: StoragePlan = {
  clsid,
  streams: [
    { name: 'b', bytes: Buffer.from('second') },
    { name: 'Ā', bytes: Buffer.from('first') },
    { name: 'bb', bytes: pattern(5000) },
  ],
  storages: [{ name: 'c', streams: [{ name: 'x', bytes: Buffer.from('in it') }] }],
};

describe('a compound file as a carrier', () => {
  it('is covered in the order of the bytes of the names', () => {
    const bytes = signedCompoundFile(plan);
    const carrier = msiCarrier(new BufferSource(bytes));
    const expected = hash(
      'sha1',
      Buffer.from('first'),
      Buffer.from('second'),
      pattern(5000),
      Buffer.from('in it'),
      new Uint8Array(16),
      clsid,
    );
    const none = new BufferSource(new Uint8Array(0));
    const wanted = { covered: ['sha1'], whole: [] } as const;
    const { covered } = digestFile(cryptography, none, carrier.covered(), wanted);
    expect(hex(covered.get('sha1')!)).toBe(expected.toString('hex'));
    expect(carrier.problems).toEqual([]);
  });

  it('checks what MsiDigitalSignatureEx says of names and times', () => {
    const warningsOf = (metadata: boolean | Uint8Array) => {
      const bytes = signedCompoundFile({ ...plan, storages: [{ name: 'c', modified: 5n }] }, { metadata });
      return msiCarrier(new BufferSource(bytes)).checkDigest!('sha256', cryptography);
    };
    expect(warningsOf(true)).toEqual([]);
    expect(warningsOf(false)).toEqual([]);
    expect(warningsOf(new Uint8Array(32))).toMatchObject([{ code: 'msi-metadata-changed' }]);
  });

  it('tells of bytes behind the last sector', () => {
    const bytes = Buffer.concat([signedCompoundFile(plan), Buffer.alloc(512)]);
    expect(msiCarrier(new BufferSource(bytes)).problems).toMatchObject([{ code: 'appended-data' }]);
  });

  it('is not signed without the stream', () => {
    expect(msiCarrier(new BufferSource(buildCompoundFile(plan).bytes))).toMatchObject({
      blob: null,
      problems: [],
    });
  });

  it.each([
    ['an empty signature', [{ name: '\u0005DigitalSignature', bytes: new Uint8Array(0) }]],
    [
      'a huge MsiDigitalSignatureEx',
      [
        { name: '\u0005DigitalSignature', bytes: new Uint8Array(9) },
        { name: '\u0005MsiDigitalSignatureEx', bytes: new Uint8Array(2000) },
      ],
    ],
    [
      'two members of one name',
      [
        { name: '\u0005DigitalSignature', bytes: new Uint8Array(9) },
        { name: 'a', bytes: new Uint8Array(9) },
        { name: 'A', bytes: new Uint8Array(9) },
      ],
    ],
  ])('is malformed with %s', (_, streams) => {
    expect(msiCarrier(new BufferSource(buildCompoundFile({ streams }).bytes))).toMatchObject({
      blob: null,
      problems: [{ code: 'malformed' }],
    });
  });
});
