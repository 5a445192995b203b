import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeManifest } from '../../src/hotfix/manifest/encode-manifest.js';
import {
  plainExecutable,
  signedCabinetFile,
  signedCatalog,
  signedExecutable,
  testAuthority,
} from '../support/authenticode-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { cabinetOf, selfExtractor } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { writeTree } from '../support/package-folder.js';
import {
  hotfixPackage,
  manifestOf,
  signExecutable,
  signPackage,
  usualFiles,
} from '../support/signed-hotfix.js';
import { tempFolder } from '../support/temp-folder.js';
import { itThorough } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

const small = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] }).msi;
const around = (msi: Uint8Array) =>
  selfExtractor(buildZip({ files: [{ name: 'a.msi', bytes: msi, method: 0 }] }));

function write(files: Record<string, Uint8Array>): (name: string) => string {
  const folder = tempFolder();
  writeTree(folder, { 'root.der': testAuthority().root.der, ...files });
  return (name) => join(folder, name);
}

describe('info', () => {
  const content = {
    'unsigned.msi': small,
    'signed.msi': signPackage(small),
    'signed.cab': signedCabinetFile(),
    'signed.cat': signedCatalog([]),
    'outer.exe': signExecutable(around(small)),
    'inner.exe': around(signPackage(small)),
    'program.exe': signedExecutable(),
  };
  let path: ReturnType<typeof write>;
  beforeEach(() => {
    path = write(content);
  });
  const info = (name: string, ...more: string[]) =>
    hotfixkit(['info', path(name), '--trust', path('root.der'), ...more]);

  it.each([
    ['unsigned.msi', 0, [/^Signature +not signed$/m]],
    ['signed.msi', 0, [/^Signature +valid: Test Signer, no timestamp \(SHA-256, Test Root\)$/m]],
    ['signed.cab', 0, [/^Signature +valid: Test Signer/m]],
    ['signed.cat', 0, [/^Kind +cat$/m, /^Signature +valid: Test Signer, no timestamp \(Test Root\)$/m]],
    ['outer.exe', 0, [/^ {2}Signature +valid: Test Signer/m, /^Signature +not signed$/m]],
    ['inner.exe', 0, [/^ {2}Signature +not signed$/m, /^Signature +valid: Test Signer/m]],
    ['program.exe', 3, [/^Kind +exe$/m, /^Signature +valid: Test Signer/m, /holds no package/]],
  ])('%s', async (name, expected, lines) => {
    const { status, stdout } = await info(name);
    for (const line of lines) expect(stdout).toMatch(line);
    expect(status).toBe(expected);
  });

  it('has them as JSON', async () => {
    expect((await info('signed.msi', '--json')).json()).toMatchObject({
      signature: 'present',
      signatures: [{ index: 0, verdict: 'valid', via: 'embedded', signerName: 'Test Signer' }],
      signatureSummary: 'valid: Test Signer, no timestamp (SHA-256, Test Root)',
    });
    expect((await info('unsigned.msi', '--json')).json()).toMatchObject({
      signature: 'absent',
      signatures: [],
    });
    expect((await info('outer.exe', '--json')).json()).toMatchObject({
      signature: 'absent',
      container: { signature: 'present', signatures: [{ verdict: 'valid' }] },
    });
    expect((await hotfixkit(['info', path('signed.msi'), '--json'])).json()).toMatchObject({
      signatures: [{ verdict: 'untrusted-root' }],
    });
  });
});

describe('msiexec', () => {
  it('says that the image of a signed package is not signed', async () => {
    const path = write({ 'signed.msi': signPackage(small, { metadata: true }) });
    const argv = [
      'msiexec',
      '/a',
      path('signed.msi'),
      '/qn',
      '/l*v',
      path('a.log'),
      `TARGETDIR=${path('image')}`,
    ];
    const { status, stderr } = await hotfixkit(argv);
    expect(status).toBe(0);
    expect(stderr).toContain('the package is signed; the database of the image is not, as on Windows');
    expect(readFileSync(path('a.log'), 'utf16le')).toContain('Note: the package is signed');
    const { stdout } = await hotfixkit(['info', path('image/signed.msi')]);
    expect(stdout).toMatch(/^Signature +not signed$/m);
  });
});

describe('diff', () => {
  const content = {
    'unsigned.msi': small,
    'signed.msi': signPackage(small),
    'other.msi': signPackage(small, { digest: 'sha1' }),
    'plain.cab': cabinetOf({ 'a.exe': plainExecutable() }),
    'with.cab': cabinetOf({ 'a.exe': signedExecutable() }),
    'one.cab': signedCabinetFile(),
    'two.cab': signedCabinetFile({ digest: 'sha1' }),
    'changed.cab': cabinetOf({ 'a.exe': plainExecutable().fill(1, 0x500, 0x501) }),
  };
  let path: ReturnType<typeof write>;
  beforeEach(() => {
    path = write(content);
  });
  it.each([
    ['unsigned.msi', 'signed.msi', 1, /^no differences but in the signature$/m],
    ['signed.msi', 'other.msi', 1, /^no differences but in the signature$/m],
    ['one.cab', 'two.cab', 0, /^no differences but in the signature$/m],
    ['plain.cab', 'with.cab', 1, /^signature only +a\.exe .* not signed -> /m],
    ['changed.cab', 'with.cab', 1, /^changed +a\.exe .* not signed -> /m],
    ['one.cab', 'one.cab', 0, /^no differences$/m],
  ])('%s and %s', async (a, b, expected, line) => {
    const { status, stdout } = await hotfixkit(['diff', path(a), path(b)]);
    expect(stdout).toMatch(line);
    expect(status).toBe(expected);
  });
});

describe('stage', () => {
  const files = usualFiles();
  const content = {
    'hotfix.msi': signPackage(hotfixPackage(files)),
    'manifest.json': encodeManifest(manifestOf(files)),
  };
  let path: ReturnType<typeof write>;
  beforeEach(() => {
    path = write(content);
  });
  const stage = (name: string, client: string, ...more: string[]) =>
    hotfixkit([
      'stage',
      path(name),
      '--manifest',
      path('manifest.json'),
      '--client-source',
      path(client),
      '--create-client-source',
      ...more,
    ]);

  itThorough('says who signed, and keeps it in the record', async () => {
    const { status, stdout } = await stage('hotfix.msi', 'a/Client', '--signed', '--trust', path('root.der'));
    expect(stdout).toMatch(
      /^Signatures: valid \(Test Signer\): package hotfix\.msi, patch Sccm.*\.msp, utility Ccmcertfix\.exe$/m,
    );
    expect(status).toBe(0);
    const record = JSON.parse(readFileSync(path('a/hotfixkit-KB977203-undo/record.json'), 'utf8'));
    expect(record.signatures).toMatchObject([
      { role: 'package', path: 'hotfix.msi', verdict: 'valid', signer: 'Test Signer', time: null },
      { role: 'patch', verdict: 'valid' },
      { role: 'utility', verdict: 'valid' },
    ]);
    expect(
      (await hotfixkit(['stage', '--undo', '--kb', '977203', '--client-source', path('a/Client')])).status,
    ).toBe(0);
  });

  it('stops at a changed package before anything is written', async () => {
    const bytes = Uint8Array.from(readFileSync(path('hotfix.msi')));
    bytes[Buffer.from(bytes).indexOf('MSCF') + 100]! ^= 1;
    writeFileSync(path('changed.msi'), bytes);
    const { status, stdout } = await stage('changed.msi', 'b/Client', '--json');
    expect(status).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'SIGNATURE_REFUSED', found: 'digest-mismatch' });
    expect(existsSync(path('b'))).toBe(false);
  });

  itThorough('stops at a signer that is not trusted, or another, where one is demanded', async () => {
    for (const more of [
      ['--signed'],
      ['--signed-by', 'Microsoft Corporation', '--trust', path('root.der')],
    ]) {
      const { status, stderr } = await stage('hotfix.msi', 'c/Client', ...more);
      expect(status).toBe(3);
      expect(stderr).toContain('has no signature that is accepted');
      expect(existsSync(path('c'))).toBe(false);
    }
    const { status, stdout } = await stage('hotfix.msi', 'c/Client');
    expect(stdout).toMatch(/^Signatures: untrusted-root \(Test Signer\): package hotfix\.msi, /m);
    expect(status).toBe(0);
  });
});
