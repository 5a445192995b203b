import { describe, expect, it } from 'vitest';
import { buildExecutable } from './support/portable-executable-builder.js';

// A script, not part of the program: plain JavaScript without types.
const script = '../scripts/executable/clear-certificate.js';
const { clearCertificate } = (await import(script)) as {
  clearCertificate: (signed: Uint8Array) => Uint8Array;
};

const certificate = new Uint8Array(64).fill(7);

describe('clearCertificate', () => {
  it.each(['x86', 'x64'] as const)('gives a program for %s as it was before it was signed', (platform) => {
    const plain = Buffer.from(buildExecutable({ platform }));
    // The field CheckSum, 64 bytes into the optional header: none.
    plain.writeUInt32LE(0, plain.readUInt32LE(0x3c) + 24 + 64);
    const signed = buildExecutable({ platform, certificate });
    expect(signed.length).toBeGreaterThan(plain.length);
    expect(plain.equals(clearCertificate(signed))).toBe(true);
  });

  it('leaves one alone that is not signed', () => {
    const plain = buildExecutable({ platform: 'x64' });
    expect(Buffer.from(clearCertificate(plain)).equals(plain)).toBe(true);
  });

  it.each([
    [
      'something behind the certificate',
      Buffer.concat([buildExecutable({ platform: 'x64', certificate }), Buffer.of(1)]),
    ],
    ['another file', Buffer.alloc(512)],
  ])('refuses %s', (_, bytes) => {
    expect(() => clearCertificate(bytes)).toThrow(/certificates|portable executable/);
  });
});
