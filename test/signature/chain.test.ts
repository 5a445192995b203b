import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/signature/certificate.js';
import { buildChain, type Chain, type ChainPurpose, Usage } from '../../src/signature/chain.js';
import { shortName } from '../../src/signature/distinguished-name.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { TrustedCertificates } from '../../src/signature/trust.js';
import {
  type CertificatePlan,
  Eku,
  extensionOf,
  int,
  makeCertificate,
  nameConstraints,
  nameOf,
  oid,
  seq,
  set,
  type TestCertificate,
  testKey,
  tlv,
} from '../support/authenticode-builder.js';

const AT = Date.parse('2020-06-01');
const code: ChainPurpose = { usage: Usage.codeSigning, at: AT };
const parse = ({ der }: TestCertificate) => parseCertificate(der);
const root = makeCertificate({ name: 'Chain Root', ca: true });
const authority = makeCertificate({ name: 'Chain CA', issuer: root, ca: true });
const leafOf = (issuer: TestCertificate, plan: Partial<CertificatePlan> = {}): TestCertificate =>
  makeCertificate({ name: 'Chain Leaf', issuer, ekus: [Eku.code], ...plan });
const leaf = leafOf(authority);

function build(
  of: TestCertificate,
  others: TestCertificate[],
  trusted: TestCertificate[] = [root],
  purpose: ChainPurpose = code,
): Chain {
  const tools = { cryptography, trusted: new TrustedCertificates(trusted.map(parse)) };
  return buildChain(parse(of), others.map(parse), tools, purpose);
}
const codes = ({ problems }: Chain): string[] => problems.map(({ code: one }) => one);
const names = ({ path }: Chain): string[] => path.map(({ subject }) => shortName(subject));

describe('a chain', () => {
  it('goes from the leaf to an anchor', () => {
    const chain = build(leaf, [leaf, authority, root]);
    expect(names(chain)).toEqual(['Chain Leaf', 'Chain CA', 'Chain Root']);
    expect(chain.anchor).not.toBeNull();
    expect(codes(chain)).toEqual([]);
  });

  it('needs no root in the signature', () => expect(codes(build(leaf, [authority]))).toEqual([]));

  it('ends at an authority that is trusted itself', () => {
    expect(names(build(leaf, [authority], [authority]))).toEqual(['Chain Leaf', 'Chain CA']);
  });

  it.each([
    ['duplicates', [authority, authority, leaf, leaf]],
    [
      'another certificate of the same name',
      [makeCertificate({ name: 'Chain CA', key: testKey('decoy'), issuer: root, ca: true }), authority],
    ],
    [
      'a root of the same name that is not trusted',
      [authority, makeCertificate({ name: 'Chain Root', key: testKey('decoy'), ca: true })],
    ],
  ])('is found among %s', (_, others) => {
    const chain = build(leaf, others);
    expect(codes(chain)).toEqual([]);
    expect(names(chain)).toHaveLength(3);
  });

  it('takes the one of two that is in time', () => {
    const key = testKey('crossed');
    const expired = makeCertificate({ name: 'Crossed', key, issuer: root, ca: true, notAfter: '2016-01-01' });
    const good = makeCertificate({ name: 'Crossed', key, issuer: root, ca: true });
    const of = leafOf(expired);
    expect(codes(build(of, [expired]))).toEqual(['expired']);
    expect(codes(build(of, [expired, good]))).toEqual([]);
    expect(codes(build(of, [good, expired]))).toEqual([]);
  });

  it('ends where authorities issue each other', () => {
    const [a, b] = [testKey('loop a'), testKey('loop b')];
    const first = makeCertificate({ name: 'Loop A', key: a, ca: true });
    const second = makeCertificate({ name: 'Loop B', key: b, issuer: first, ca: true });
    const third = makeCertificate({ name: 'Loop A', key: a, issuer: second, ca: true });
    expect(codes(build(leafOf(third), [second, third]))).toEqual(['incomplete-chain']);
  });

  it('ends in time among many certificates that all fit', () => {
    const key = testKey('mesh');
    const one = makeCertificate({ name: 'Mesh', key, ca: true });
    const mesh = Array.from({ length: 60 }, (_, i) =>
      makeCertificate({ name: 'Mesh', key, issuer: { ...one, keyId: Buffer.alloc(20, i) }, ca: true }),
    );
    expect(codes(build(leafOf(one), mesh))[0]).toMatch(/untrusted-root|incomplete-chain/);
  });

  it.each([11, 12, 13, 40])('of a leaf below %d authorities is followed as far as chains go', (count) => {
    const authorities = [root];
    for (let i = 0; i < count; i++) {
      authorities.push(makeCertificate({ name: `Long ${i}`, issuer: authorities.at(-1)!, ca: true }));
    }
    const lowest = authorities.at(-1)!;
    for (const usage of [Usage.codeSigning, Usage.timeStamping]) {
      const ekus = usage === Usage.codeSigning ? [Eku.code] : [Eku.time];
      const chain = build(leafOf(lowest, { ekus }), authorities, [root], { usage, at: AT });
      expect(codes(chain)).toEqual(['incomplete-chain']);
      expect(chain.problems[0]!.message).toMatch(
        /was not followed from "Long \d+" to its issuer .*12 certificates/,
      );
      expect(chain.path).toHaveLength(12);
    }
    const fewer = authorities.slice(0, 11);
    expect(codes(build(leafOf(fewer.at(-1)!), fewer))).toEqual([]);
  });

  it('says where too many signatures would have to be checked', () => {
    const decoys = Array.from({ length: 12 }, (_, i) =>
      makeCertificate({ name: 'Chain CA', key: testKey(`decoy ${i}`), issuer: root, ca: true }),
    );
    const tools = {
      cryptography,
      trusted: new TrustedCertificates([parse(root)]),
      budget: { checks: 5, steps: 99 },
    };
    const others = [...decoys, ...decoys].map((one, i) => ({
      ...parse(one),
      subjectKeyId: Buffer.alloc(20, i),
    }));
    const chain = buildChain(parse(leaf), others, tools, code);
    expect(codes(chain)).toEqual(['incomplete-chain']);
    expect(chain.problems[0]!.message).toMatch(/from "Chain Leaf" to its issuer "Chain CA": .* signatures/);
  });

  it.each<[string, string[], () => Chain]>([
    ['without the issuer', ['incomplete-chain'], () => build(leaf, [])],
    ['to a root that is not trusted', ['untrusted-root'], () => build(leaf, [authority, root], [])],
    [
      'of a leaf alone that nobody trusts',
      ['untrusted-root'],
      () => build(makeCertificate({ name: 'Self', ekus: [Eku.code] }), [], []),
    ],
    [
      'with an issuer that did not sign',
      ['chain-invalid'],
      () => build({ ...leaf, der: flipped(leaf.der) }, [authority]),
    ],
    [
      'with an issuer that is no authority',
      ['chain-invalid'],
      () => build(leafOf(leaf, { name: 'Below' }), [leaf, authority]),
    ],
    [
      'longer than an authority allows',
      ['chain-invalid'],
      () => {
        const short = makeCertificate({ name: 'Short', issuer: root, ca: true, pathLength: 0 });
        const below = makeCertificate({ name: 'Too deep', issuer: short, ca: true });
        return build(leafOf(below), [short, below]);
      },
    ],
    [
      'with an authority whose key may not sign certificates',
      ['chain-invalid'],
      () => {
        const wrong = makeCertificate({ name: 'Wrong', issuer: root, ca: true, keyUsage: 0x80 });
        return build(leafOf(wrong), [wrong]);
      },
    ],
    [
      'of a certificate of servers',
      ['wrong-usage'],
      () => build(leafOf(authority, { ekus: [Eku.server] }), [authority]),
    ],
    [
      'below an authority of servers',
      ['wrong-usage'],
      () => {
        const servers = makeCertificate({ name: 'Servers', issuer: root, ca: true, ekus: [Eku.server] });
        return build(leafOf(servers), [servers]);
      },
    ],
    [
      'of a key that is for encipherment',
      ['wrong-usage'],
      () => build(leafOf(authority, { keyUsage: 0x20 }), [authority]),
    ],
    ['out of time', ['expired'], () => build(leafOf(authority, { notAfter: '2020-01-01' }), [authority])],
    [
      'before its time',
      ['expired'],
      () => build(leafOf(authority, { notBefore: '2021-01-01' }), [authority]),
    ],
    [
      'with several flaws',
      ['wrong-usage', 'incomplete-chain', 'expired'],
      () => build(leafOf(authority, { ekus: [Eku.server], notAfter: '2020-01-01' }), []),
    ],
  ])('%s is %s', (_, expected, make) => {
    expect(codes(make())).toEqual(expected);
  });

  it.each([false, true])('holds what name constraints permit, and no more (critical: %s)', (isCritical) => {
    const authorityFor = (organization: string) => {
      const name = seq(set(seq(oid('2.5.4.10'), tlv(0x0c, Buffer.from(organization)))));
      const extensions = [nameConstraints([tlv(0xa4, name)], [], isCritical)];
      return makeCertificate({ name: `For ${organization}`, issuer: root, ca: true, extensions });
    };
    const [fits, other] = [authorityFor('Test'), authorityFor('Other')];
    expect(codes(build(leafOf(fits), [fits]))).toEqual([]);
    const chain = build(leafOf(other), [other]);
    expect(codes(chain)).toEqual(['chain-invalid']);
    expect(chain.problems[0]!.message).toMatch(/"Chain Leaf" may not be issued below "For Other"/);
    // Further down, and by the anchor itself.
    const below = makeCertificate({ name: 'Below', issuer: fits, ca: true });
    expect(codes(build(leafOf(below), [fits, below]))).toEqual([]);
    const wrong = makeCertificate({ name: 'Below', issuer: other, ca: true });
    expect(codes(build(leafOf(wrong), [other, wrong]))).toEqual(['chain-invalid', 'chain-invalid']);
    expect(codes(build(leafOf(other), [], [other]))).toEqual(['chain-invalid']);
  });

  it('does not hold constraints of names against authorities that issue themselves anew', () => {
    const extensions = [nameConstraints([tlv(0xa4, nameOf('Chain Leaf'))])];
    const first = makeCertificate({ name: 'Renewed', issuer: root, ca: true, extensions });
    const again = makeCertificate({ name: 'Renewed', key: testKey('renewed'), issuer: first, ca: true });
    expect(codes(build(leafOf(again), [first, again]))).toEqual([]);
  });

  it('follows critical extensions about policies', () => {
    const explicit = extensionOf('2.5.29.36', seq(tlv(0x80, Buffer.from([0]))), true);
    const policies = extensionOf('2.5.29.32', seq(seq(oid('1.2.3'))));
    const strict = makeCertificate({
      name: 'Strict',
      issuer: root,
      ca: true,
      extensions: [explicit, policies],
    });
    expect(codes(build(leafOf(strict), [strict]))).toEqual(['chain-invalid']);
    expect(codes(build(leafOf(strict, { extensions: [policies] }), [strict]))).toEqual([]);
    const others = [extensionOf('2.5.29.33', seq(), true), extensionOf('2.5.29.54', int(0), true)];
    const mapped = makeCertificate({ name: 'Mapped', issuer: root, ca: true, extensions: others });
    expect(codes(build(leafOf(mapped), [mapped]))).toEqual([]);
  });

  it('allows any use without extKeyUsage, but no timestamps', () => {
    const any = makeCertificate({ name: 'Any', issuer: authority });
    expect(codes(build(any, [authority]))).toEqual([]);
    const stamps: ChainPurpose = { usage: Usage.timeStamping, at: AT };
    expect(codes(build(any, [authority], [root], stamps))).toEqual(['wrong-usage']);
    const stamper = makeCertificate({ name: 'Stamper', issuer: authority, ekus: [Eku.time] });
    expect(codes(build(stamper, [authority], [root], stamps))).toEqual([]);
  });

  it('does not end at a trusted certificate that states that it is no authority', () => {
    const pinned = makeCertificate({ name: 'Pinned', ca: false, ekus: [Eku.code] });
    expect(codes(build(pinned, [], [pinned]))).toEqual([]);
    expect(codes(build(leafOf(pinned), [], [pinned]))).toEqual(['chain-invalid']);
  });

  it('does not look at the signature and the usage of an anchor, and needs no constraints of it', () => {
    const old = makeCertificate({ name: 'Old root', key: testKey('old root') });
    const faked = { ...old, der: flipped(old.der) };
    expect(codes(build(leafOf(old), [], [faked]))).toEqual([]);
  });
});

/** A certificate with another signature. */
function flipped(der: Buffer): Buffer {
  const copy = Buffer.from(der);
  copy[copy.length - 1]! ^= 1;
  return copy;
}
