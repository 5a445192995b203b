import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import {
  checkRevocation,
  checkStampRevocation,
  type RevocationCheck,
} from '../../src/signature/revocation.js';
import { readRevocationLists } from '../../src/signature/revocation-list.js';
import {
  extensionOf,
  int,
  makeCertificate,
  makeRevocationList,
  type RevocationPlan,
  seq,
  testAuthority,
  testKey,
  tlv,
} from '../support/authenticode-builder.js';

const { root, authority, signer } = testAuthority();
const path = [signer, authority, root].map(({ der }) => parseCertificate(der));
const chain = { path, anchor: path[2]! };
const at = Date.parse('2026-11-26');
const entry = { serial: signer.serial, date: '2022-01-01' };

function check(lists: Uint8Array[], stamped: number | null = null, of = chain): RevocationCheck {
  return checkRevocation(of, stamped, { cryptography, lists: lists.flatMap(readRevocationLists), at });
}
const codes = ({ problems }: RevocationCheck): string[] => problems.map(({ code }) => code);
const ofSigner = (plan: RevocationPlan): RevocationCheck => {
  const { notChecked, ...rest } = check([makeRevocationList(authority, plan), makeRevocationList(root)]);
  return { ...rest, notChecked };
};

describe('certificates of a chain', () => {
  it('are looked up in the lists of their issuers', () => {
    expect(ofSigner({})).toEqual({ problems: [], revocation: 'checked', notChecked: [] });
    expect(codes(ofSigner({ revoked: [entry] }))).toEqual(['revoked']);
    const intermediate = makeRevocationList(root, { revoked: [{ ...entry, serial: authority.serial }] });
    expect(codes(check([intermediate]))).toEqual(['revoked']);
  });

  const only = (...parts: Buffer[]) => ({ extensions: [extensionOf('2.5.29.28', seq(...parts), true)] });
  const users = only(tlv(0x81, Buffer.from([255])));
  const authorities = only(tlv(0x82, Buffer.from([255])));
  const point = (text: string): Buffer => tlv(0xa0, tlv(0xa0, tlv(0x86, Buffer.from(text))));

  it('are not cleared by lists that are not about them', () => {
    const both = check([makeRevocationList(authority, authorities), makeRevocationList(root, users)]);
    expect(both).toEqual({
      problems: [],
      revocation: 'not checked',
      notChecked: [
        expect.stringMatching(/"Test Signer".* is only about certificates of authorities/),
        expect.stringMatching(/"Test Authority".* is only about certificates that are not of authorities/),
      ],
    });
    const right = check([makeRevocationList(authority, users), makeRevocationList(root, authorities)]);
    expect(right).toEqual({ problems: [], revocation: 'checked', notChecked: [] });
    const two = [makeRevocationList(authority, authorities), makeRevocationList(authority, users)];
    expect(check([...two, makeRevocationList(root)]).revocation).toBe('checked');
    expect(codes(check([makeRevocationList(authority, { ...authorities, revoked: [entry] })]))).toEqual([
      'revoked',
    ]);
  });

  it('are cleared by the list of a distribution point that they name', () => {
    const signed = (extensions: Uint8Array[]) => {
      const leaf = makeCertificate({ name: 'Pointed', issuer: authority, extensions });
      return { ...chain, path: [parseCertificate(leaf.der), ...path.slice(1)] };
    };
    const named = signed([extensionOf('2.5.29.31', seq(seq(point('http://a/1')), seq(point('http://a/2'))))]);
    const of = (name: string) => [makeRevocationList(authority, only(point(name))), makeRevocationList(root)];
    expect(check(of('http://a/2'), null, named).revocation).toBe('checked');
    for (const [lists, certificates] of [
      [of('http://a/3'), named],
      [of('http://a/1'), signed([])],
      [of('http://a/1'), signed([extensionOf('2.5.29.31', int(1))])],
    ] as const) {
      expect(check(lists, null, certificates)).toMatchObject({
        revocation: 'partly checked',
        notChecked: [expect.stringMatching(/distribution point which the certificate does not name/)],
      });
    }
  });

  it('are not cleared by a list of a later day', () => {
    const later = ofSigner({ thisUpdate: '2039-01-01' });
    expect(later).toMatchObject({ problems: [], revocation: 'partly checked' });
    expect(later.notChecked).toEqual([expect.stringMatching(/is of a later day: 2039-01-01/)]);
  });

  it('are not revoked by a list of another issuer, or of nobody', () => {
    const ofRoot = makeRevocationList(root, { revoked: [entry] });
    expect(codes(check([ofRoot]))).toEqual([]);
    const forged = makeRevocationList(authority, { revoked: [entry], key: testKey('forger') });
    expect(check([forged])).toMatchObject({
      problems: [],
      revocation: 'not checked',
      notChecked: [expect.stringMatching(/is not signed by it/), expect.stringMatching(/no revocation list/)],
    });
  });

  it('are not cleared by a list whose issuer may not sign lists', () => {
    const weak = makeCertificate({ name: 'Weak', issuer: root, ca: true, keyUsage: 0x04 });
    const leaf = makeCertificate({ name: 'Leaf', issuer: weak });
    const [leafRead, weakRead] = [leaf, weak].map(({ der }) => parseCertificate(der));
    const of = { path: [leafRead!, weakRead!, path[2]!], anchor: path[2]! };
    expect(check([makeRevocationList(weak)], null, of).notChecked[0]).toMatch(/is not signed by it/);
  });

  it('count by the earliest of several lists', () => {
    const lists = ['2024-01-01', '2022-01-01'].map((date) =>
      makeRevocationList(authority, { revoked: [{ ...entry, date }] }),
    );
    expect(codes(check(lists, Date.parse('2023-01-01')))).toEqual(['revoked']);
    expect(codes(check(lists.slice(0, 1), Date.parse('2023-01-01')))).toEqual([]);
  });

  it.each([
    ['too old', { nextUpdate: '2026-11-25' }, /too old: it is of 2026-01-01 .* 2026-11-25/],
    ['a delta', { extensions: [extensionOf('2.5.29.27', int(1), true)] }, /not complete/],
  ])('are not cleared by a list that is %s, but are revoked by it', (_, plan, why) => {
    expect(ofSigner(plan)).toMatchObject({
      revocation: 'partly checked',
      notChecked: [expect.stringMatching(why)],
    });
    expect(codes(ofSigner({ ...plan, revoked: [entry] }))).toEqual(['revoked']);
  });

  it('are not checked where the certificate of the issuer is missing', () => {
    const partial = { path: path.slice(0, 1), anchor: null };
    const lists = readRevocationLists(makeRevocationList(authority, { revoked: [entry] }));
    expect(checkRevocation(partial, null, { cryptography, lists, at }).notChecked).toEqual([
      '"Test Signer": the revocation list of "Test Authority" cannot be checked without the certificate of its issuer',
    ]);
  });
});

describe('the certificate of a timestamp', () => {
  const stamp = (reason: number | undefined, time: string): string[] => {
    const revoked = [{ ...entry, ...(reason === undefined ? {} : { reason }) }];
    const lists = readRevocationLists(makeRevocationList(authority, { revoked }));
    return codes(checkStampRevocation(chain, Date.parse(time), { cryptography, lists, at }));
  };

  it.each([
    [4, '2021-12-31', []],
    [4, '2022-01-01', ['revoked']],
    [1, '2021-12-31', ['revoked']],
    [undefined, '2021-12-31', ['revoked']],
  ])('revoked for reason %s, and stamped on %s', (reason, time, expected) => {
    expect(stamp(reason, time)).toEqual(expected);
  });
});
