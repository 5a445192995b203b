import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeManifest } from '../../src/hotfix/manifest/encode-manifest.js';
import type { VerifyResult } from '../../src/hotfix/verify/verify-files.js';
import {
  Eku,
  hash,
  makeCertificate,
  signedCatalog,
  signedExecutable,
  testAuthority,
} from '../support/authenticode-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { writeTree } from '../support/package-folder.js';
import {
  type FilePlan,
  hotfixPackage,
  manifestOf,
  signedFiles,
  usualFiles,
} from '../support/signed-hotfix.js';
import { tempFolder } from '../support/temp-folder.js';
import { isThorough, itThorough } from '../support/thorough.js';

const { root, authority } = testAuthority();
const old = makeCertificate({
  name: 'Until 2016',
  issuer: authority,
  ekus: [Eku.code],
  notAfter: '2016-01-01',
});

const usual: FilePlan = () => ({});

/** A folder with an image, the package that it is from, the manifest and the root of the tests. */
function write(
  plan: FilePlan = usual,
  change: (name: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes,
): (name: string) => string {
  const signed = plan === usual ? usualFiles() : signedFiles(plan);
  const files = signed.map((one) => ({ ...one, bytes: change(one.file.name, one.bytes.slice()) }));
  const folder = tempFolder();
  writeTree(folder, {
    ...Object.fromEntries(files.map(({ path, bytes }) => [`image/${path}`, bytes])),
    'manifest.json': encodeManifest(manifestOf(files)),
    'root.der': root.der,
  });
  return (name) => {
    const path = join(folder, name);
    if (name === 'package.msi') writeFileSync(path, hotfixPackage(files));
    return path.replaceAll('\\', '/');
  };
}

const verify = (path: (name: string) => string, name: string, ...more: string[]) =>
  hotfixkit(['verify', path(name), '--manifest', path('manifest.json'), ...more]);

const flip = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = bytes.slice();
  changed[at]! ^= 1;
  return changed;
};

describe('verify --signed', () => {
  it.each(['image', 'package.msi'])('is satisfied by an %s whose files are all signed', async (name) => {
    const path = write();
    const { status, stdout } = await verify(path, name, '--signed', '--trust', path('root.der'));
    expect(stdout).toContain('\nSignatures: 13 valid: Test Signer; revocation was not checked\nOK: ');
    expect(status).toBe(0);
  });

  it.each(isThorough ? ['image', 'package.msi'] : ['image'])(
    'refuses a file of an %s that was changed and has its figures',
    async (name) => {
      const path = write(undefined, (file, bytes) => (file === 'Smpmgr.dll' ? flip(bytes, 0x60) : bytes));
      expect((await verify(path, name)).status).toBe(0);
      const argv = ['--signed', '--trust', path('root.der')];
      const { status, stdout } = await verify(path, name, ...argv);
      expect(status).toBe(1);
      expect(stdout).toMatch(/^mismatch {2}Smpmgr\.dll .* has signature digest-mismatch$/m);
      const answer = (await verify(path, name, ...argv, '--json')).json<VerifyResult>();
      expect(answer).toMatchObject({ ok: false, counts: { match: 12, mismatch: 1 } });
      const bad = answer.files.find(({ status }) => status === 'mismatch')!;
      expect(bad.differences).toMatchObject([
        { field: 'signature', expected: 'valid', actual: 'digest-mismatch' },
      ]);
      expect(bad.signatures![0]).toMatchObject({ verdict: 'digest-mismatch', signerName: 'Test Signer' });
      expect(answer.files.every(({ signatures }) => signatures?.length === 1)).toBe(true);
    },
  );

  itThorough.each<[string, FilePlan, string]>([
    ['is not signed', () => null, 'is not signed'],
    [
      'is expired and has no timestamp',
      () => ({ signer: old, certificates: [old, authority] }),
      'has signature expired',
    ],
  ])('refuses a file that %s', async (_, own, verdict) => {
    const path = write((file) => (file.name === 'Mcs.msi' ? own(file) : {}));
    const { status, stdout } = await verify(path, 'image', '--signed', '--trust', path('root.der'));
    expect(status).toBe(1);
    expect(stdout).toMatch(new RegExp(`^mismatch {2}Mcs\\.msi .* ${verdict}$`, 'm'));
    const at = await verify(path, 'image', '--signed', '--trust', path('root.der'), '--at', '2015-06-01');
    expect(at.status).toBe(verdict.endsWith('expired') ? 0 : 1);
  });

  itThorough('refuses signers that nobody trusts, and others than the one that is named', async () => {
    const path = write();
    expect((await verify(path, 'image', '--signed')).stdout).toContain('has signature untrusted-root');
    const by = (name: string) => verify(path, 'image', '--trust', path('root.der'), '--signed-by', name);
    expect((await by('Test Signer')).status).toBe(0);
    const { status, stdout } = await by('Microsoft Corporation');
    expect(stdout).toContain('whose signature is not accepted: the signer is "Test Signer" of "Test"');
    expect(status).toBe(1);
  });

  itThorough('refuses weak digests with --strict alone', async () => {
    const path = write(() => ({ digest: 'sha1' }));
    const argv = ['--signed', '--trust', path('root.der')];
    expect((await verify(path, 'image', ...argv)).status).toBe(0);
    const { status, stdout } = await verify(path, 'image', ...argv, '--strict');
    expect(stdout).toContain('whose signature is not accepted: not accepted when strict: weak-sha1');
    expect(status).toBe(1);
  });

  itThorough('takes --trust, --catalog, --crl and --at for a demand', async () => {
    const path = write(() => null);
    expect((await verify(path, 'image', '--trust', path('root.der'))).status).toBe(1);
  });

  itThorough.each([
    [
      'junit',
      /<failure message="signature is digest-mismatch instead of valid: the file was changed[^"]*" type="mismatch">/,
    ],
    ['junit', /<system-out>file: [^<]*&#10;signature: valid: Test Signer<\/system-out>/],
    ['markdown', /\| Signature \| Remark \|/],
    ['markdown', /\| digest-mismatch: Test Signer \| signature is digest-mismatch instead of valid/],
  ])('says so in %s', async (format, expected) => {
    const path = write(undefined, (file, bytes) => (file === 'Smpmgr.dll' ? flip(bytes, 0x60) : bytes));
    const { stdout } = await verify(
      path,
      'image',
      '--signed',
      '--trust',
      path('root.der'),
      '--format',
      format,
    );
    expect(stdout).toMatch(expected);
  });

  itThorough('judges a damaged file instead of ending at it', async () => {
    const path = write(undefined, (file, bytes) =>
      file === 'Mp.msi' ? bytes.fill(0xff, 0x20, 0x60) : bytes,
    );
    const { status, stdout } = await verify(path, 'image', '--signed', '--trust', path('root.der'));
    expect(stdout).toMatch(/^mismatch {2}Mp\.msi .* has signature malformed$/m);
    expect(status).toBe(1);
  });

  it('leaves files that carry no signature to catalogues, and says so', async () => {
    const folder = tempFolder();
    const text = Buffer.from('read me');
    const row = (name: string, size: number, version: string | null = null) => ({
      name,
      size,
      version,
      date: null,
      time: null,
      platform: null,
    });
    const manifest = {
      kb: '977204',
      title: 'Texts',
      language: 'en',
      sections: [
        {
          title: 'All',
          product: null,
          files: [row('readme.txt', 7), row('a.exe', signedExecutable().length)],
        },
      ],
      warnings: [],
    };
    writeTree(folder, {
      'files/readme.txt': text,
      'files/a.exe': signedExecutable(),
      'manifest.json': JSON.stringify(manifest),
      'root.der': root.der,
      'good.cat': signedCatalog([{ digest: 'sha256', value: hash('sha256', text) }]),
      'other.cat': signedCatalog([{ digest: 'sha256', value: hash('sha256', Buffer.from('else')) }]),
    });
    const path = (name: string) => join(folder, name);
    // A signature in ECDSA has one of several lengths.
    const size = (await hotfixkit(['list', path('files'), '--json'])).json<{
      files: { path: string; size: number }[];
    }>();
    manifest.sections[0]!.files[1]!.size = size.files.find((one) => one.path === 'a.exe')!.size;
    writeFileSync(path('manifest.json'), JSON.stringify(manifest));
    const trust = ['--signed', '--trust', path('root.der')];
    const alone = await verify(path, 'files', ...trust);
    expect(alone.status).toBe(0);
    expect(alone.stdout).toContain('OK WITH WARNINGS');
    expect(alone.stderr).toContain(
      '1 file is of a kind that carries no signature, so that only a catalogue can say',
    );
    const listed = await verify(path, 'files', ...trust, '--catalog', path('good.cat'));
    expect([listed.status, listed.stdout]).toEqual([0, expect.stringMatching(/^OK: /m)]);
    const { status, stdout } = await verify(path, 'files', ...trust, '--catalog', path('other.cat'));
    expect(stdout).toMatch(/^mismatch {2}readme\.txt .* has signature not-in-catalog$/m);
    expect(status).toBe(1);
  });

  itThorough('demands signatures of what is required, too', async () => {
    const path = write((file) => (file.name === 'Smpmgr.dll' ? null : {}));
    const require = (name: string) =>
      hotfixkit([
        'verify',
        path('image'),
        '--require',
        `${name} >=4`,
        '--signed',
        '--trust',
        path('root.der'),
      ]);
    expect((await require('Ccmcertfix.exe')).status).toBe(0);
    const { status, stdout } = await require('Smpmgr.dll');
    expect(stdout).toMatch(/^mismatch .* no-signature|not signed/m);
    expect(status).toBe(1);
  });

  itThorough('prefers the copy that is signed, and does not pass the other', async () => {
    const path = write();
    const [exe] = signedFiles(() => null);
    writeTree(path('image'), { 'copy/Ccmcertfix.exe': exe!.bytes });
    const { status } = await verify(path, 'image', '--signed', '--trust', path('root.der'));
    // Its size differs, or it is a rival: in either case it is not silently left aside.
    expect(status).toBe(1);
  });

  it('demands signatures of each of several paths', async () => {
    const [right, wrong] = [
      write(),
      write(undefined, (file, bytes) => (file === 'Smpmgr.dll' ? flip(bytes, 0x60) : bytes)),
    ];
    const argv = ['--manifest', right('manifest.json'), '--signed', '--trust', right('root.der'), '--json'];
    const { status, json } = await hotfixkit(['verify', right('image'), wrong('image'), ...argv]);
    expect([status, json()]).toMatchObject([1, { ok: false, paths: [{ ok: true }, { ok: false }] }]);
  });

  it.each([
    ['--kb', 'all'],
    ['--kb', '977203', '--state', 'x.json'],
  ])('goes with no scan: %s %s %s', async (...argv) => {
    const { status, stderr } = await hotfixkit(['verify', tempFolder(), ...argv, '--signed']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--signed judges folders and packages')]);
  });
});
