import { describe, expect, it } from 'vitest';
import {
  hashAlgorithms,
  hashOfText,
  isLikeHash,
  mayBeHash,
  plainHashes,
  takePlainHashes,
} from '../../../src/hotfix/article/read-hash.js';

const hex = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

describe('a text as a hash', () => {
  it.each([hex, hex.toUpperCase(), `0x${hex}`, `md5:${hex}`, hex.match(/../g)!.join('-'), `${hex}H`])(
    'is read: %s',
    (text) => {
      expect(hashOfText(text)).toEqual({ algorithm: 'MD5', digest: hex });
    },
  );

  it.each([
    '',
    'none',
    hex.slice(1),
    `${hex} (MD5)`,
    '64 of is 1A2B3C4D5E6F7081',
    'The 2 files have the hash that is in the List of all Files of 2009 in it',
    '12345678-1234-1234-1234-123456789abc',
    'a'.repeat(500),
  ])('is none: %s', (text) => {
    expect(hashOfText(text)).toBe(null);
  });

  it('is found among others', () => {
    expect(plainHashes(`a ${hex}, ${hex}${hex}; x${hex}`).map(({ algorithm }) => algorithm)).toEqual([
      'MD5',
      'SHA-256',
    ]);
    expect(hashAlgorithms).toEqual(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);
  });

  it('is taken out of a text', () => {
    expect(takePlainHashes(`a.dll ${hex} x86`)).toEqual({
      hashes: [{ algorithm: 'MD5', digest: hex }],
      rest: 'a.dll   x86',
    });
    expect(takePlainHashes('a.dll x86')).toBe(null);
  });

  it.each([
    [hex.slice(2), true],
    [hex.slice(0, 20).match(/../g)!.join(' '), true],
    [`O${hex.slice(1)}`, true],
    [Buffer.from(hex, 'hex').toString('base64'), true],
    ['4.0.6487.2111 2009-10-08 04:00', false],
    ['{12345678-1234-1234-1234-123456789abc}', false],
    ['a feed face', false],
    ['CertificateMaintenance', false],
  ])('may be meant as one: %s', (text, isLike) => {
    expect(isLikeHash(text, 16)).toBe(isLike);
  });
});

describe('a text of which mayBeHash says that it may have a hash', () => {
  it.each([
    `a.exe ${hex}`,
    `sha256-${'a1'.repeat(16)}`,
    hex.match(/../g)!.join(' '),
    hex.match(/.{4}/g)!.join(', '),
    'q1W2e3R4t5Y6u7I8o9P0aZ',
    'CgsMDQ4P EBESExQV FhcYGQ==',
    '0a1b2c...',
    '0a1b2c…',
    '０ａ１ｂ',
    Array.from({ length: 6 }, () => '0x0a').join(' '),
  ])('has one: %s', (text) => {
    expect(mayBeHash(text)).toBe(true);
  });

  it.each([
    '',
    'ccmfile0.dll 4.0.6487.2000 10,000 01-Jan-2008 00:00 x64',
    'You must restart the computer 1234 after you apply this hotfix to the client.',
    hex.slice(0, 21),
  ])('has none: %s', (text) => {
    expect(mayBeHash(text)).toBe(false);
  });
});
