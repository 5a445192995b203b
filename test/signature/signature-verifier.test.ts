import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Catalog } from '../../src/signature/catalog.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { nodeCryptography } from '../../src/signature/node/node-cryptography.js';
import { readRevocationLists } from '../../src/signature/revocation-list.js';
import { type SignedFile, verifySignatures } from '../../src/signature/signature-verifier.js';
import { readCertificates, TrustedCertificates } from '../../src/signature/trust.js';
import type { FileSignature } from '../../src/signature/verdict.js';
import {
  attachCertificates,
  attribute,
  counterSignature,
  Eku,
  executableDigest,
  executableSignature,
  extensionOf,
  hash,
  makeCertificate,
  makeRevocationList,
  NULL,
  nestedSignature,
  octets,
  peFields,
  plainExecutable,
  seq,
  signContent,
  signedCabinetFile,
  signedCatalog,
  signedCompoundFile,
  signedExecutable,
  testAuthority,
  testKey,
  timestampToken,
  tlv,
  winCertificate,
  withOtherValue,
} from '../support/authenticode-builder.js';
import { corpusDir, describeCorpus, expectedDir } from '../support/corpus.js';
import { isThorough } from '../support/thorough.js';
import { uncoveredPlaces } from '../support/uncovered-places.js';

/** The rows of a table of expected values. */
function rows(name: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(expectedDir, 'authenticode', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  return lines.map((cells) => Object.fromEntries(head!.map((key, i) => [key, cells[i] ?? ''])));
}

const folder = join(corpusDir, 'authenticode');
/** The day that the verdicts of the table are of. */
const AT = Date.parse('2026-11-26T00:00:00Z');

function trusted(...names: string[]): TrustedCertificates {
  return new TrustedCertificates(
    names.flatMap((name) => readCertificates(readFileSync(join(folder, 'trust', name)))),
  );
}

describeCorpus('signed files and what other programs say of them', () => {
  const all = trusted('microsoft-roots.pem', 'commercial-roots.pem', 'test-roots.pem');
  const microsoft = trusted('microsoft-roots.pem');
  const known = new Map<string, SignedFile>();
  const judge = (file: string, roots: TrustedCertificates): SignedFile => {
    const key = `${file} ${roots === all}`;
    const before = known.get(key);
    if (before) return before;
    const source = new BufferSource(readFileSync(join(folder, file)));
    const result = verifySignatures(source, { cryptography: nodeCryptography, trusted: roots, at: AT });
    known.set(key, result);
    return result;
  };
  /** Times in the table have fractions as written. */
  const stamp = (text: string): string => {
    const [kind, time, status = 'good'] = text.split(' ');
    return `${kind} ${new Date(time!).toISOString()} ${status}`;
  };

  it.each(rows('INDEX.tsv').map((row) => [`${row.file} ${row.sig}`, row] as const))('%s', (_, row) => {
    const result = judge(row.file!, all);
    expect(result.kind).toBe(row.kind);
    if (row.sig === '' || result.signatures.length === 0) {
      expect(result.verdict).toBe(row.verdict);
      expect(judge(row.file!, microsoft).verdict).toBe(row.verdict_microsoft_only);
      return;
    }
    const signature = result.signatures[Number(row.sig)]!;
    const stamps = signature.timestamps.map(({ kind, time, status }) => `${kind} ${time} ${status}`);
    // A root that is not trusted is in the table too.
    const last = signature.chain.at(-1);
    const root = signature.anchor ?? (last?.subject === last?.issuer ? last : null);
    expect({
      verdict: signature.verdict,
      microsoftOnly: judge(row.file!, microsoft).signatures[Number(row.sig)]!.verdict,
      warnings: signature.warnings.map(({ code }) => code).sort(),
      algorithm: signature.digest?.algorithm ?? '',
      digest: signature.digest?.signed ?? '',
      signer: signature.signer?.subject ?? '',
      issuer: signature.signer?.issuer ?? '',
      certificate: signature.signer?.sha1 ?? '',
      stamps,
      root: root?.sha1 ?? '',
      program: signature.program ?? '',
      url: signature.url ?? '',
    }).toEqual({
      verdict: row.verdict,
      microsoftOnly: row.verdict_microsoft_only,
      warnings: row.warnings!.split(',').filter((code) => code !== ''),
      algorithm: row.kind === 'cat' ? '' : row.digest_alg,
      digest: row.digest,
      signer: row.signer,
      issuer: row.issuer,
      certificate: row.cert_sha1,
      stamps: row.timestamp === '' ? [] : row.timestamp!.split('; ').map(stamp),
      root: row.root_sha1,
      program: row.program,
      url: row.url,
    });
  });
});

describe('files without signatures', () => {
  it('says of other kinds that they are not signed', () => {
    const source = new BufferSource(new TextEncoder().encode('hello'));
    const options = { cryptography: nodeCryptography, trusted: new TrustedCertificates([]), at: AT };
    expect(verifySignatures(source, options)).toMatchObject({ kind: null, verdict: 'no-signature' });
  });
});

describe('signed files', () => {
  const { root, authority, signer, stamper } = testAuthority();
  const own = new TrustedCertificates([parseCertificate(root.der)]);
  const judge = (bytes: Uint8Array, at = AT): SignedFile =>
    verifySignatures(new BufferSource(bytes), { cryptography: nodeCryptography, trusted: own, at });
  const outer = (bytes: Uint8Array, at = AT): FileSignature => judge(bytes, at).signatures[0]!;
  const codes = ({ warnings }: FileSignature): string[] => warnings.map(({ code }) => code);
  /** With a certificate that no chain needs. */
  const lean = {
    certificates: [signer, authority, makeCertificate({ name: 'Unused', issuer: root })],
    unsigned: [timestampToken(stamper, '2020-06-15')],
  };
  const stamped = { unsigned: [timestampToken(stamper, '2020-06-15')] };
  const storage = { streams: [{ name: 'a', bytes: Buffer.from('content of a') }] };
  const old = makeCertificate({
    name: 'Old signer',
    issuer: authority,
    ekus: [Eku.code],
    notAfter: '2021-01-01',
  });
  const withOld = { signer: old, certificates: [old, authority, stamper] };

  it.each([
    ['an executable', () => signedExecutable(stamped), 'pe'],
    ['a compound file', () => signedCompoundFile(storage, stamped), 'msi'],
    ['a compound file of version 4', () => signedCompoundFile(storage, { ...stamped, version: 4 }), 'msi'],
    ['one with its metadata', () => signedCompoundFile(storage, { ...stamped, metadata: true }), 'msi'],
    ['a cabinet', () => signedCabinetFile(stamped), 'cab'],
    ['a cabinet with another structure in its reserve', () => signedCabinetFile(stamped, 9), 'cab'],
    ['a catalogue', () => signedCatalog([], stamped), 'cat'],
  ])('%s is valid', (_, make, kind) => {
    const result = judge(make());
    expect(result).toMatchObject({ kind, verdict: 'valid', problems: [] });
    expect(result.signatures).toMatchObject([
      {
        index: 0,
        problems: [],
        warnings: [],
        signerName: 'Test Signer',
        anchor: { subject: 'CN=Test Root, O=Test' },
        timestamps: [{ status: 'good', time: '2020-06-15T00:00:00.000Z' }],
      },
    ]);
  });

  it.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const)('hold with %s', (digest) => {
    const rsa = makeCertificate({
      name: 'RSA',
      key: testKey('rsa', 'rsa'),
      issuer: authority,
      ekus: [Eku.code],
    });
    const plan = { digest, signer: rsa, certificates: [rsa, authority] };
    expect(outer(signedExecutable(plan))).toMatchObject({ verdict: 'valid', digest: { algorithm: digest } });
    const weak = digest === 'md5' || digest === 'sha1' ? [`weak-${digest}`] : [];
    expect(codes(outer(signedExecutable(plan)))).toEqual(['no-timestamp', ...weak]);
  });

  it('past the validity of the signer need a timestamp', () => {
    expect(outer(signedExecutable(withOld))).toMatchObject({ verdict: 'expired' });
    expect(outer(signedExecutable(withOld), Date.parse('2020-12-31')).verdict).toBe('valid');
    expect(outer(signedExecutable({ ...withOld, ...stamped })).verdict).toBe('valid');
    const late = { ...withOld, unsigned: [timestampToken(stamper, '2022-06-15')] };
    expect(outer(signedExecutable(late)).verdict).toBe('expired');
  });

  it('take the earliest of several timestamps', () => {
    const several = [timestampToken(stamper, '2022-06-15'), counterSignature(stamper, '2020-06-15')];
    expect(outer(signedExecutable({ ...withOld, unsigned: several })).verdict).toBe('valid');
  });

  it('with a bad timestamp are not valid, even with a good one beside it', () => {
    const bad = timestampToken(stamper, '2020-06-15', { ofOther: true });
    for (const unsigned of [[bad], [bad, ...stamped.unsigned]]) {
      expect(outer(signedExecutable({ unsigned })).verdict).toBe('timestamp-invalid');
    }
  });

  it('for a lifetime are judged by the day', () => {
    const lifetime = makeCertificate({
      name: 'Lifetime',
      issuer: authority,
      ekus: [Eku.code, Eku.lifetime],
      notAfter: '2021-01-01',
    });
    const plan = { signer: lifetime, certificates: [lifetime, authority, stamper], ...stamped };
    expect(outer(signedExecutable(plan)).verdict).toBe('expired');
    expect(outer(signedExecutable(plan), Date.parse('2020-12-31')).verdict).toBe('valid');
  });

  it('name what is not covered', () => {
    const hidden = () => attribute('1.2.3.4', octets(Buffer.from('hidden')));
    expect(codes(outer(signedExecutable({ unsigned: [...stamped.unsigned, hidden] })))).toEqual([
      'unauthenticated-data',
    ]);
    const signature = executableSignature(plainExecutable(), stamped);
    const stuffed = winCertificate(Buffer.concat([signature, Buffer.from('stuffed')]));
    expect(codes(outer(attachCertificates(plainExecutable(), stuffed)))).toEqual(['unauthenticated-data']);
  });

  it('list nested ones and tell of those that were changed', () => {
    const inner = executableSignature(plainExecutable(), { ...stamped, digest: 'sha384' });
    const good = judge(signedExecutable({ unsigned: [...stamped.unsigned, nestedSignature(inner)] }));
    expect(good.signatures.map(({ verdict, digest }) => [verdict, digest?.algorithm])).toEqual([
      ['valid', 'sha256'],
      ['valid', 'sha384'],
    ]);
    const other = executableSignature(plainExecutable(8192), stamped);
    const bad = judge(signedExecutable({ unsigned: [...stamped.unsigned, nestedSignature(other)] }));
    expect(bad.signatures.map(({ verdict }) => verdict)).toEqual(['valid', 'digest-mismatch']);
    expect(codes(bad.signatures[0]!)).toEqual(['nested-invalid']);
    expect(bad.verdict).toBe('valid');
  });

  it.each([
    ['that is none', octets(Buffer.from('x'))],
    ['with an empty name', seq(tlv(0xa0))],
  ])('are valid with information about the program %s, which is for display', (_, info) => {
    const signed = [attribute('1.3.6.1.4.1.311.2.1.12', info)];
    expect(outer(signedExecutable({ ...stamped, signed }))).toMatchObject({
      verdict: 'valid',
      program: null,
    });
  });

  it.each([
    ['an executable', signedExecutable({ about: 'msi' }), 'a package'],
    ['a package', signedCompoundFile({ streams: [] }, { about: 'pe' }), 'an executable'],
    ['a package', signedCompoundFile({ streams: [] }, { about: 'cab' }), 'a cabinet'],
    ['a cabinet', signedCabinetFile({ about: 'msi' }), 'a package'],
  ])('of %s must not be that of another kind of file', (_, bytes, name) => {
    const { verdict, problems } = outer(bytes);
    expect(verdict).toBe('signature-invalid');
    expect(problems[0]!.message).toContain(name);
  });

  it('have all their timestamps looked at, or say that they have more', () => {
    const stamps = (count: number) => Array(count).fill(timestampToken(stamper, '2020-06-15'));
    expect(outer(signedExecutable({ unsigned: stamps(8) }))).toMatchObject({ verdict: 'valid' });
    const more = outer(signedExecutable({ unsigned: stamps(9) }));
    expect(more.verdict).toBe('timestamp-invalid');
    expect(more.problems[0]!.message).toContain('9 timestamps; at most 8 are looked at');
  });

  it('with attributes of another type are malformed, and nested ones alone are', () => {
    const plain = plainExecutable();
    const file = (blob: Uint8Array): Uint8Array => attachCertificates(plain, winCertificate(blob));
    const digest = '1.2.840.113549.1.9.4';
    expect(outer(file(withOtherValue(executableSignature(plain), digest))).verdict).toBe('malformed');
    const inner = withOtherValue(executableSignature(plain, stamped), digest);
    const nested = judge(file(executableSignature(plain, { unsigned: [nestedSignature(inner)] })));
    expect(nested.signatures.map(({ verdict }) => verdict)).toEqual(['valid', 'malformed']);
    expect(codes(nested.signatures[0]!)).toContain('nested-invalid');
  });

  it.each<[string, Partial<Parameters<typeof makeCertificate>[0]>, string, boolean]>([
    ['whose chain is invalid', { extensions: [extensionOf('1.2.3', NULL, true)] }, 'chain-invalid', true],
    ['of another usage', { ekus: [Eku.server] }, 'wrong-usage', true],
    [
      'that nobody trusts',
      { issuer: makeCertificate({ name: 'Elsewhere', ca: true }) },
      'incomplete-chain',
      false,
    ],
  ])('nested in it, %s, are a warning where they are wrong in themselves', (_, plan, verdict, warned) => {
    const by = makeCertificate({ name: 'Nested', issuer: authority, ekus: [Eku.code], ...plan });
    const inner = executableSignature(plainExecutable(), { signer: by, certificates: [by, authority] });
    const result = judge(signedExecutable({ unsigned: [nestedSignature(inner)] }));
    expect(result.signatures.map((one) => one.verdict)).toEqual(['valid', verdict]);
    expect(codes(result.signatures[0]!).includes('nested-invalid')).toBe(warned);
  });

  it('nest at most four deep', () => {
    let signature = executableSignature(plainExecutable(), stamped);
    for (let i = 0; i < 8; i++) {
      signature = executableSignature(plainExecutable(), { unsigned: [nestedSignature(signature)] });
    }
    const result = judge(attachCertificates(plainExecutable(), winCertificate(signature)));
    expect(result.signatures.map(({ verdict }) => verdict)).toEqual([
      ...Array(4).fill('valid'),
      'unsupported',
    ]);
  });

  it('of other content are not supported', () => {
    const catalog = signContent('1.3.6.1.4.1.311.10.1', seq(), {});
    expect(outer(attachCertificates(plainExecutable(), winCertificate(catalog))).verdict).toBe('unsupported');
  });

  it('without the certificate of the signer are incomplete', () => {
    expect(outer(signedExecutable({ certificates: [authority] }))).toMatchObject({
      verdict: 'incomplete-chain',
      signer: null,
    });
    expect(outer(signedExecutable({ certificates: [] })).verdict).toBe('incomplete-chain');
  });

  it('that are cut are never valid', () => {
    const bytes = signedExecutable(stamped);
    for (let length = 0x400; length < bytes.length; length += 13) {
      const result = settled(() => judge(bytes.subarray(0, length)).verdict);
      expect(result, `${length}`).not.toBe('valid');
    }
  });

  /*
   * What a changed byte may leave valid: what no digest covers. For each kind a test names those places, and that the content
   * that is read, and who signed it, are the same.
   */
  describe.each([
    ['an executable', signedExecutable(lean)],
    ['a cabinet', signedCabinetFile(lean)],
    ['a catalogue', signedCatalog([{ digest: 'sha1', value: Buffer.alloc(20, 3) }], lean)],
    ['a compound file', signedCompoundFile(storage, { ...lean, metadata: true })],
  ])('%s with a changed byte', (_, bytes) => {
    const before = judge(bytes);
    const { kind } = before;
    const placeIn = uncoveredPlaces(bytes, [signer, authority, stamper]);

    it('is not valid, or the byte is in a place that is not covered', () => {
      expect(before.verdict).toBe('valid');
      const uncovered: string[] = [];
      for (const at of chosen(bytes.length)) {
        const changed = new Uint8Array(bytes);
        changed[at]! ^= 1 + ((at * 37) % 255);
        const after = settled(() => judge(changed));
        if (typeof after === 'string' || after.verdict !== 'valid') continue;
        const signature = after.signatures[0]!;
        expect(signature.signer, `offset ${at}`).toEqual(before.signatures[0]!.signer);
        expect(signature.digest, `offset ${at}`).toEqual(before.signatures[0]!.digest);
        const place = placeOf(kind!, bytes, changed, at, signature, placeIn);
        if (place === null) uncovered.push(`${at} of ${bytes.length}`);
      }
      expect(uncovered).toEqual([]);
    });
  });

  /** Every byte of small files, some of large ones, spread by a fixed step; few in the quick run. */
  function chosen(length: number): number[] {
    const step = Math.max(1, Math.floor(length / (isThorough ? 2_000 : 40)));
    return Array.from({ length: Math.floor(length / step) }, (_, i) => i * step + ((i * 7) % step));
  }

  /** The place that a byte is in, of those that nothing covers; null where it is in none. */
  function placeOf(
    kind: string,
    bytes: Uint8Array,
    changed: Uint8Array,
    at: number,
    signature: FileSignature,
    placeIn: (at: number) => string | null,
  ): string | null {
    const warned = ['unauthenticated-data', 'msi-metadata-changed', 'timestamp-untrusted', 'no-timestamp'];
    if (codes(signature).some((code) => warned.includes(code))) return 'warned of';
    if (kind === 'pe') {
      const { checksum, directory } = peFields;
      if (at >= checksum && at < checksum + 4) return 'checksum';
      if (at >= directory && at < directory + 8) return 'certificate directory';
      const table = new DataView(bytes.buffer).getUint32(directory, true);
      if (at >= table && at < table + 6) return 'length and revision of the entry';
    }
    if (kind === 'msi') {
      const read = (file: Uint8Array): string[] => {
        const { root: opened } = CompoundFile.open(new BufferSource(file));
        return [...opened.streams.values()].map(
          (stream) => `${stream.name} ${Buffer.from(readAll(stream.open())).toString('hex')}`,
        );
      };
      // Sector tables, slack, and order of the directory: what is read is the same, but for the signature itself.
      const own = (all: string[]): string[] =>
        all.filter((one) => !/^.?MsiDigitalSignatureEx |^\u0005/.test(one)).sort();
      const [now, then] = [read(changed), read(bytes)];
      expect(own(now)).toEqual(own(then));
      // Without MsiDigitalSignatureEx, as when its name is changed, no name is covered.
      const contents = (all: string[]): string[] => all.map((one) => one.slice(one.lastIndexOf(' '))).sort();
      if (contents(now).join() === contents(then).join()) return 'structure of the compound file';
    }
    return placeIn(at);
  }
});

describe('files and catalogues', () => {
  const { root, authority, signer } = testAuthority();
  const trusted = new TrustedCertificates([parseCertificate(root.der)]);
  const judge = { cryptography: nodeCryptography, trusted, at: AT };
  const plain = plainExecutable();
  const text = Buffer.from('[Version]');
  const catalog = (name: string, plan: Parameters<typeof signedCatalog>[1] = {}): Catalog => {
    const digests = [
      { digest: 'sha256', value: executableDigest('sha256', plain) },
      { digest: 'sha1', value: hash('sha1', text) },
      { digest: 'sha256', value: hash('sha256') },
    ] as const;
    return Catalog.open(new BufferSource(signedCatalog(digests, plan)), judge, name);
  };
  const good = catalog('good.cat');
  const verify = (bytes: Uint8Array, catalogs: readonly Catalog[], more = {}): SignedFile =>
    verifySignatures(new BufferSource(bytes), { ...judge, catalogs, ...more });
  const self = makeCertificate({ name: 'Nobody', ekus: [Eku.code] });
  const untrusted = { signer: self, certificates: [self] };

  it('an unsigned file is what the catalogue is that lists it', () => {
    const result = verify(plain, [good]);
    expect(result).toMatchObject({ verdict: 'valid', accepted: true, member: { catalog: 'good.cat' } });
    expect(result.signatures).toMatchObject([
      {
        index: 0,
        via: 'catalog',
        catalog: 'good.cat',
        signerName: 'Test Signer',
        digest: { algorithm: 'sha256' },
      },
    ]);
  });

  it('a file of any kind may be listed; the digest that lists it may be weak', () => {
    const result = verify(text, [good], { strict: true });
    expect(result).toMatchObject({ kind: null, verdict: 'valid', accepted: false });
    expect(result.refusals.map(({ code }) => code)).toEqual(['not-strict']);
    expect(result.signatures[0]!.warnings.map(({ code }) => code)).toEqual(['no-timestamp', 'weak-sha1']);
  });

  it('an unsigned file that no catalogue lists says so', () => {
    expect(verify(Buffer.from('other'), [good])).toMatchObject({
      verdict: 'not-in-catalog',
      accepted: false,
      member: { catalog: null, digest: null },
      signatures: [{ verdict: 'not-in-catalog', signer: null }],
    });
  });

  it('a catalogue that is not trusted makes nothing valid; a better one beside it does', () => {
    const bad = catalog('bad.cat', untrusted);
    expect(verify(plain, [bad])).toMatchObject({ verdict: 'untrusted-root', member: { catalog: 'bad.cat' } });
    expect(verify(plain, [bad, good])).toMatchObject({ verdict: 'valid', member: { catalog: 'good.cat' } });
  });

  it('a signature that nobody trusts is made up for, one that is broken is not', () => {
    const result = verify(signedExecutable(untrusted), [good]);
    expect(result).toMatchObject({ verdict: 'valid', accepted: true });
    expect(result.signatures.map(({ index, via, verdict }) => [index, via, verdict])).toEqual([
      [0, 'catalog', 'valid'],
      [1, 'embedded', 'untrusted-root'],
    ]);
    const other = executableSignature(plainExecutable(8192));
    const broken = attachCertificates(plain, winCertificate(other));
    expect(verify(broken, [good])).toMatchObject({
      verdict: 'digest-mismatch',
      member: { verdict: 'valid' },
    });
  });

  it('a valid signature stays the one that decides', () => {
    const { signatures, verdict } = verify(signedExecutable(), [good]);
    expect(verdict).toBe('valid');
    expect(signatures.map(({ via }) => via)).toEqual(['embedded', 'catalog']);
  });

  it('a file whose signature cannot be found is not one of which nothing is covered', () => {
    const cut = attachCertificates(plain, Buffer.alloc(8));
    expect(verify(cut, [good])).toMatchObject({ verdict: 'malformed', member: { catalog: null } });
  });

  it('the signer of the catalogue is the one that is demanded', () => {
    expect(verify(plain, [good], { signedBy: 'Test Signer' }).accepted).toBe(true);
    expect(verify(plain, [good], { signedBy: 'Other' })).toMatchObject({
      verdict: 'valid',
      accepted: false,
      refusals: [{ code: 'other-signer' }],
    });
  });

  it('digests of the whole file come from the same pass', () => {
    const bytes = signedExecutable();
    const { contentDigests } = verify(bytes, [good], { contentDigests: ['sha256', 'md5'] });
    expect(contentDigests).toEqual({
      sha256: hash('sha256', bytes).toString('hex'),
      md5: hash('md5', bytes).toString('hex'),
    });
  });

  it('a revoked signer of a catalogue revokes its members', () => {
    const list = makeRevocationList(authority, { revoked: [{ serial: signer.serial, date: '2022-01-01' }] });
    const options = { ...judge, revocation: readRevocationLists(list) };
    const digests = [{ digest: 'sha1', value: hash('sha1', text) }] as const;
    const revoked = Catalog.open(new BufferSource(signedCatalog(digests)), options, 'r.cat');
    expect(verify(text, [revoked]).verdict).toBe('revoked');
  });
});

/** The result, or the code of the error. */
function settled<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof HotfixkitError) return error.code;
    throw error;
  }
}
