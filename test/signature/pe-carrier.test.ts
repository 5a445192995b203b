import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { hex } from '../../src/signature/cryptography.js';
import { digestFile } from '../../src/signature/digest-file.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { peCarrier } from '../../src/signature/pe-carrier.js';
import type { SignatureCarrier } from '../../src/signature/signature-carrier.js';
import {
  attachCertificates,
  executableDigest,
  peFields,
  plainExecutable,
  winCertificate,
} from '../support/authenticode-builder.js';

const blob = Buffer.from('0123456789abcdef');
const plain = plainExecutable();
const open = (bytes: Uint8Array): SignatureCarrier => peCarrier(new BufferSource(bytes))!;
const digestOf = (bytes: Uint8Array): string => {
  const source = new BufferSource(bytes);
  const { covered } = digestFile(cryptography, source, open(bytes).covered(), {
    covered: ['sha256'],
    whole: [],
  });
  return hex(covered.get('sha256')!);
};

describe('an executable as a carrier', () => {
  it('without signature is covered up to a multiple of 8', () => {
    expect(open(plain).blob).toBeNull();
    expect(digestOf(plain)).toBe(executableDigest('sha256', plain).toString('hex'));
    const odd = Buffer.concat([plain, Buffer.from([1, 2, 3])]);
    const padded = Buffer.concat([odd, Buffer.alloc(5)]);
    expect(digestOf(odd)).toBe(executableDigest('sha256', padded).toString('hex'));
  });

  it('with a signature has the digest that it has without', () => {
    const signed = attachCertificates(plain, winCertificate(blob));
    const carrier = open(signed);
    expect(carrier.blob).toEqual({ bytes: new Uint8Array(blob), offset: plain.length + 8 });
    expect(digestOf(signed)).toBe(digestOf(plain));
    expect(carrier.warnings).toEqual([]);
  });

  it('may have a section with a size and without an offset, which has no data', () => {
    const bytes = Buffer.from(plain);
    const header = 0x80;
    const second = header + 24 + bytes.readUInt16LE(header + 20) + 40 * bytes.readUInt16LE(header + 6);
    bytes.writeUInt16LE(bytes.readUInt16LE(header + 6) + 1, header + 6);
    bytes.writeUInt32LE(0x100000, second + 16);
    const carrier = open(attachCertificates(bytes, winCertificate(blob)));
    expect(carrier.problems).toEqual([]);
    expect(carrier.blob).not.toBeNull();
  });

  it('covers what lies behind the table', () => {
    const bytes = Buffer.concat([attachCertificates(plain, winCertificate(blob)), Buffer.from('more')]);
    expect(digestOf(bytes)).not.toBe(digestOf(plain));
  });

  it('takes the first PKCS #7 and tells of other entries', () => {
    const carrier = open(attachCertificates(plain, winCertificate(Buffer.alloc(8), 1), winCertificate(blob)));
    expect(Buffer.from(carrier.blob!.bytes)).toEqual(blob);
    expect(carrier.warnings.map(({ code }) => code)).toEqual(['extra-certificate-entries']);
  });

  it('tells of bytes between entries', () => {
    const entry = Buffer.concat([winCertificate(blob), Buffer.alloc(8)]);
    entry.writeUInt32LE(8 + blob.length + 1, 0);
    entry[8 + blob.length + 3] = 1;
    expect(open(attachCertificates(plain, entry)).warnings.map(({ code }) => code)).toEqual([
      'unauthenticated-data',
    ]);
  });

  const withLength = (length: number): Uint8Array => {
    const entry = Buffer.from(winCertificate(blob));
    entry.writeUInt32LE(length, 0);
    return attachCertificates(plain, entry);
  };
  const withDirectory = (offset: number, size: number): Uint8Array => {
    const bytes = Buffer.from(attachCertificates(plain, winCertificate(blob)));
    bytes.writeUInt32LE(offset, peFields.directory);
    bytes.writeUInt32LE(size, peFields.directory + 4);
    return bytes;
  };
  const withRevision = (revision: number): Uint8Array => {
    const entry = Buffer.from(winCertificate(blob));
    entry.writeUInt16LE(revision, 4);
    return attachCertificates(plain, entry);
  };

  it('may have the revision of the first signed programs', () => {
    expect(open(withRevision(0x100)).blob).not.toBeNull();
  });

  it.each([
    ['an entry of an unknown revision', withRevision(0x201)],
    ['an entry without length', withLength(0)],
    ['an entry shorter than its header', withLength(7)],
    ['an entry that ends behind the table', withLength(1000)],
    ['a table behind the end', withDirectory(plain.length, 0x1000)],
    ['a table far behind the end', withDirectory(0xfffffff0, 0xfffffff0)],
    ['a table within a section', withDirectory(0x400, 24)],
    ['a table within the headers', withDirectory(8, 24)],
  ])('is malformed with %s', (_, bytes) => {
    expect(open(bytes)).toMatchObject({ blob: null, problems: [{ code: 'malformed' }] });
  });

  it('is none for other files', () => {
    expect(peCarrier(new BufferSource(Buffer.alloc(100, 65)))).toBeNull();
  });
});
