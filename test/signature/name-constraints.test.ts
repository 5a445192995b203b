import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/signature/certificate.js';
import { nameRefusal } from '../../src/signature/name-constraints.js';
import {
  extensionOf,
  int,
  makeCertificate,
  nameConstraints,
  oid,
  seq,
  set,
  tlv,
} from '../support/authenticode-builder.js';

const part = (id: string, text: string, tag = 0x0c): Buffer => set(seq(oid(id), tlv(tag, Buffer.from(text))));
const directory = (...parts: Buffer[]): Buffer => tlv(0xa4, seq(...parts));
const email = (text: string): Buffer => tlv(0x81, Buffer.from(text));
const dns = (text: string): Buffer => tlv(0x82, Buffer.from(text));
const uri = (text: string): Buffer => tlv(0x86, Buffer.from(text));
const names = (...all: Buffer[]): Buffer[] => [extensionOf('2.5.29.17', seq(...all))];

/** The refusal of a certificate with the subject O=Test, CN=Leaf and alternative names. */
function refusal(permitted: Buffer[], excluded: Buffer[], extensions: Buffer[] = []): string | null {
  const authority = makeCertificate({
    name: 'Constrained',
    ca: true,
    extensions: [nameConstraints(permitted, excluded)],
  });
  const leaf = makeCertificate({ name: 'Leaf', issuer: authority, extensions });
  return nameRefusal(parseCertificate(authority.der), parseCertificate(leaf.der));
}

describe('name constraints', () => {
  it.each<[string, Buffer[], Buffer[], Buffer[]?]>([
    ['the organization', [directory(part('2.5.4.10', 'Test'))], []],
    [
      'of another case, another type of text and more spaces',
      [directory(part('2.5.4.10', ' tEst ', 0x13))],
      [],
    ],
    ['one of several', [directory(part('2.5.4.10', 'Other')), directory(part('2.5.4.10', 'Test'))], []],
    ['everything', [directory()], []],
    ['one of hundreds', [...Array(300).fill(dns('example.org')), directory(part('2.5.4.10', 'Test'))], []],
    ['but for another', [], [directory(part('2.5.4.10', 'Tes'))]],
    ['but for a part that is not the first', [], [directory(part('2.5.4.3', 'Leaf'))]],
    ['names of a kind that it has none of', [dns('example.com'), email('a@b.c'), uri('.example.com')], []],
    ['a host below', [dns('example.com')], [], names(dns('a.Example.com'))],
    ['the host', [dns('example.com')], [], names(dns('example.com'))],
    ['a mailbox', [email('a@example.com')], [], names(email('A@example.com'))],
    ['mailboxes of a host', [email('example.com')], [], names(email('a@example.com'))],
    ['mailboxes of a domain', [email('.example.com')], [], names(email('a@mail.example.com'))],
  ])('permit %s', (_, permitted, excluded, extensions) => {
    expect(refusal(permitted, excluded, extensions)).toBeNull();
  });

  it.each<[string, RegExp, Buffer[], Buffer[], Buffer[]?]>([
    ['another organization', /"Leaf, Test" is not among/, [directory(part('2.5.4.10', 'Other'))], []],
    ['a longer base', /not among/, [directory(part('2.5.4.10', 'Test'), part('2.5.4.3', 'x'))], []],
    ['what is excluded', /"Leaf, Test" is excluded/, [directory()], [directory(part('2.5.4.10', 'TEST'))]],
    ['everything', /excluded/, [], [directory()]],
    ['another host', /not among/, [dns('example.com')], [], names(dns('badexample.com'))],
    ['one host of two', /not among/, [dns('a.b')], [], names(dns('a.b'), dns('c.d'))],
    ['an excluded host', /excluded/, [], [dns('')], names(dns('a.b'))],
    ['another mailbox', /not among/, [email('a@b.c')], [], names(email('d@b.c'))],
    ['a mailbox of a host below', /not among/, [email('b.c')], [], names(email('a@x.b.c'))],
    [
      'another name beside the subject',
      /excluded/,
      [],
      [directory(part('2.5.4.10', 'X'))],
      names(directory(part('2.5.4.10', 'X'))),
    ],
    ['a kind that is not compared', /kind 6 .* not supported/, [uri('.a.b')], [], names(uri('http://x.a.b'))],
    [
      'what cannot be read',
      /cannot be compared/,
      [Buffer.concat([directory(), tlv(0x80, Buffer.from([1]))])],
      [],
    ],
    [
      'alternative names that cannot be read',
      /cannot be compared/,
      [dns('a.b')],
      [],
      [extensionOf('2.5.29.17', int(1))],
    ],
    [
      'more names than any has',
      /cannot be compared/,
      [dns('a.b')],
      [],
      names(...Array(1200).fill(dns('a.b'))),
    ],
    ['longer names than any', /cannot be compared/, [dns('a.b')], [], names(dns('a'.repeat(70_000)))],
  ])('refuse %s', (_, message, permitted, excluded, extensions) => {
    expect(refusal(permitted, excluded, extensions)).toMatch(message);
  });

  it('are about the address in the subject where there are no alternative names', () => {
    const authority = makeCertificate({
      name: 'Mail',
      ca: true,
      extensions: [nameConstraints([email('b.c')])],
    });
    const of = (address: string, extensions: Buffer[] = []): string | null => {
      const leaf = parseCertificate(makeCertificate({ name: 'Leaf', issuer: authority, extensions }).der);
      const subjectEncoding = seq(part('1.2.840.113549.1.9.1', address, 0x16));
      return nameRefusal(parseCertificate(authority.der), { ...leaf, subjectEncoding });
    };
    expect(of('a@b.c')).toBeNull();
    expect(of('a@d.e')).toMatch(/not among/);
    expect(of('a@d.e', names(email('a@b.c')))).toBeNull();
  });

  it('are none where the extension is not there', () => {
    const certificate = parseCertificate(makeCertificate({ name: 'Free', ca: true }).der);
    expect(nameRefusal(certificate, certificate)).toBeNull();
  });
});
