import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { Catalog } from '../../src/signature/catalog.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { readCertificates, TrustedCertificates } from '../../src/signature/trust.js';
import {
  executableDigest,
  hash,
  octets,
  oid,
  plainExecutable,
  seq,
  signContent,
  signedCatalog,
  signedExecutable,
  testAuthority,
  time,
} from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';
import { corpusDir, describeCorpus, expectedDir } from '../support/corpus.js';
import { isThorough } from '../support/thorough.js';

const AT = Date.parse('2026-11-26T00:00:00Z');
const trusted = new TrustedCertificates([parseCertificate(testAuthority().root.der)]);
const options = { cryptography, trusted, at: AT };
const open = (bytes: Uint8Array): Catalog => Catalog.open(new BufferSource(bytes), options);
const text = Buffer.from('[Version]');
/** A catalogue with these members, encoded. */
const listOf = (members: Uint8Array, usage = '1.3.6.1.4.1.311.12.1.1'): Uint8Array =>
  signContent(
    '1.3.6.1.4.1.311.10.1',
    seq(seq(oid(usage)), octets(Buffer.alloc(16)), time('2020-01-01'), seq(), seq(members)),
    {},
  );
const plain = plainExecutable();

describe.each([1, 2] as const)('a catalogue of version %i', (version) => {
  const bytes = signedCatalog(
    [
      { digest: 'sha1', value: executableDigest('sha1', plain) },
      { digest: 'sha1', value: hash('sha1', text) },
      ...(version === 2 ? [{ digest: 'sha256', value: hash('sha256', Buffer.from('more')) } as const] : []),
    ],
    { version },
  );

  it('lists files by their digests', () => {
    const catalog = open(bytes);
    expect(catalog.signature.verdict).toBe('valid');
    expect(catalog.size).toBe(version + 1);
    const verdictOf = (file: Uint8Array) => catalog.verdictOf(new BufferSource(file)).verdict;
    expect(verdictOf(plain)).toBe('valid');
    expect(verdictOf(signedExecutable())).toBe('valid');
    expect(verdictOf(text)).toBe('valid');
    expect(verdictOf(Buffer.from('other'))).toBe('not-in-catalog');
    expect(verdictOf(Buffer.from('more'))).toBe(version === 2 ? 'valid' : 'not-in-catalog');
  });

  it('gives its members no better verdict than its own', () => {
    const changed = bytes.slice();
    changed[Buffer.from(bytes).indexOf(version === 2 ? hash('sha1', text) : Buffer.from('F\0', 'latin1'))]! ^=
      1;
    expect(open(changed).signature.verdict).toBe('signature-invalid');
    expect(open(changed).verdictOf(new BufferSource(plain)).verdict).toBe('signature-invalid');
  });
});

describe('a catalogue', () => {
  it('may be empty', () => expect(open(signedCatalog([])).size).toBe(0));

  it('is not an executable, and not another signature', () => {
    for (const file of [plain, text]) {
      expect(caught(() => open(file))).toMatchObject({ code: 'SIGNATURE_UNSUPPORTED' });
    }
  });

  it.each<[string, string, Uint8Array]>([
    [
      'more members than any has',
      'SIGNATURE_UNSUPPORTED',
      listOf(Buffer.alloc(65_537 * 24, seq(octets(Buffer.alloc(20))))),
    ],
    [
      'a list of files that must not run',
      'SIGNATURE_UNSUPPORTED',
      listOf(seq(octets(hash('sha1', text)), seq()), '1.3.6.1.4.1.311.10.3.30'),
    ],
    ['a tag longer than any digest', 'ASN1_MALFORMED', listOf(seq(octets(Buffer.alloc(1000))))],
  ])('is refused with %s', (_, code, bytes) => {
    expect(caught(() => open(bytes))).toMatchObject({ code });
  });

  it('of many members is read once and searched fast', () => {
    const count = isThorough ? 20_000 : 2_000;
    const many = Array.from({ length: count }, (_, i) => ({
      digest: 'sha1' as const,
      value: hash('sha1', Buffer.from(`${i}`)),
    }));
    const catalog = open(signedCatalog(many, { version: 1 }));
    expect(catalog.size).toBe(count);
    expect(catalog.verdictOf(new BufferSource(Buffer.from(`${count - 1}`))).verdict).toBe('valid');
  });
});

describeCorpus('members of real catalogues', () => {
  const folder = join(corpusDir, 'authenticode');
  const roots = ['microsoft-roots.pem', 'commercial-roots.pem', 'test-roots.pem'].flatMap((name) =>
    readCertificates(readFileSync(join(folder, 'trust', name))),
  );
  const rows = readFileSync(join(expectedDir, 'authenticode/MEMBERS.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t') as [string, string, string, string, string]);

  it.each(rows)('%s in %s is %s', (member, name, verdict, algorithm, digest) => {
    const source = (path: string): BufferSource => new BufferSource(readFileSync(join(folder, path)));
    const all = { ...options, trusted: new TrustedCertificates(roots) };
    const result = Catalog.open(source(name), all).verdictOf(source(member));
    expect(result.verdict).toBe(verdict);
    // A file may be listed by several digests; the table has one of them.
    if (digest) expect(result.digest).toEqual({ algorithm, value: digest });
    else expect(result.digest).toBeNull();
  });
});
