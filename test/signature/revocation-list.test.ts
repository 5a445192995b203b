import { describe, expect, it } from 'vitest';
import { readRevocationLists, serialKey } from '../../src/signature/revocation-list.js';
import {
  extensionOf,
  int,
  makeRevocationList,
  seq,
  testAuthority,
  tlv,
} from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const { authority, signer } = testAuthority();
const entry = { serial: signer.serial, date: '2022-01-01' };
const key = serialKey(signer.serial.subarray(2));

describe('a revocation list', () => {
  it('is read from DER and PEM, several in a file', () => {
    const der = makeRevocationList(authority, { revoked: [{ ...entry, reason: 4 }] });
    const pem = `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----\n`;
    for (const bytes of [der, Buffer.from(pem)]) {
      const [list] = readRevocationLists(bytes);
      expect(list).toMatchObject({
        issuerName: 'Test Authority',
        thisUpdate: Date.parse('2026-01-01'),
        nextUpdate: Date.parse('2040-01-01'),
        partial: null,
        kind: null,
        point: null,
      });
      expect(list!.revoked.get(key)).toEqual({ date: Date.parse('2022-01-01'), reason: 'superseded' });
    }
    expect(readRevocationLists(Buffer.from(pem + pem))).toHaveLength(2);
  });

  it('may be empty, and have no date of the next one', () => {
    const [list] = readRevocationLists(makeRevocationList(authority, { nextUpdate: null }));
    expect(list).toMatchObject({ nextUpdate: null, partial: null });
    expect(list!.revoked.size).toBe(0);
  });

  it('does not list what was taken from it', () => {
    const [list] = readRevocationLists(makeRevocationList(authority, { revoked: [{ ...entry, reason: 8 }] }));
    expect(list!.revoked.size).toBe(0);
  });

  it.each([
    ['a delta', [extensionOf('2.5.29.27', int(1), true)], /changed/],
    ['of some reasons', [extensionOf('2.5.29.28', seq(tlv(0x83, Buffer.from([1, 2]))), true)], /some/],
    ['indirect', [extensionOf('2.5.29.28', seq(tlv(0x84, Buffer.from([255]))), true)], /some/],
    ['of an unknown kind', [extensionOf('1.2.3.4', int(1), true)], /not known: 1.2.3.4/],
  ])('%s does not prove that others are good', (_, extensions, why) => {
    const [list] = readRevocationLists(makeRevocationList(authority, { extensions, revoked: [entry] }));
    expect(list!.partial).toMatch(why);
    expect(list!.revoked.has(key)).toBe(true);
  });

  it.each([
    ['of user certificates alone', [extensionOf('2.5.29.28', seq(tlv(0x81, Buffer.from([255]))), true)]],
    ['with a number', [extensionOf('2.5.29.20', int(7))]],
  ])('%s is complete', (_, extensions) => {
    expect(readRevocationLists(makeRevocationList(authority, { extensions }))[0]!.partial).toBeNull();
  });

  it.each([
    ['users', [tlv(0x81, Buffer.from([255]))], { kind: 'users', point: null }],
    ['authorities', [tlv(0x82, Buffer.from([255]))], { kind: 'authorities', point: null }],
    ['both', [tlv(0x81, Buffer.from([0])), tlv(0x82, Buffer.from([0]))], { kind: null, point: null }],
    [
      'a distribution point',
      [tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from('http://a/1'))))],
      { kind: null, point: [new Uint8Array(tlv(0x86, Buffer.from('http://a/1')))] },
    ],
    [
      'a distribution point below the issuer',
      [tlv(0xa0, tlv(0xa1, seq()))],
      { kind: null, point: [new Uint8Array(tlv(0xa1, seq()))] },
    ],
  ])('says that it is about %s', (_, parts, scope) => {
    const extensions = [extensionOf('2.5.29.28', seq(...parts), true)];
    const [list] = readRevocationLists(makeRevocationList(authority, { extensions }));
    expect({ kind: list!.kind, point: list!.point?.map((name) => new Uint8Array(name)) ?? null }).toEqual(
      scope,
    );
  });

  it('ends for this issuer where another one begins', () => {
    const other = { ...entry, extensions: [extensionOf('2.5.29.29', seq(), true)] };
    const [list] = readRevocationLists(makeRevocationList(authority, { revoked: [other] }));
    expect(list!.revoked.size).toBe(0);
    expect(list!.partial).toMatch(/several issuers/);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['a certificate', authority.der],
    ['cut', makeRevocationList(authority).subarray(0, 60)],
    ['with something behind', Buffer.from('30033001ff', 'hex')],
  ])('that is %s is refused', (_, bytes) => {
    expect(caught(() => readRevocationLists(bytes))).toMatchObject({ code: 'SIGNATURE_BAD_CRL' });
  });
});

it.each([
  ['05', '05'],
  ['0005', '05'],
  ['0080', '0080'],
  ['80', '80'],
  ['ff80', '80'],
  ['ff7f', 'ff7f'],
  ['0000', '00'],
])('a serial number %s is looked up as %s', (content, expected) => {
  expect(serialKey(Buffer.from(content, 'hex'))).toBe(expected);
});
