import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  Eku,
  makeCertificate,
  signedCabinetFile,
  signedExecutable,
  testAuthority,
} from '../../support/authenticode-builder.js';
import { hotfixkit } from '../../support/command-line.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const { root, authority } = testAuthority();

function folder(): { path: (name: string) => string } {
  const where = tempFolder();
  const changed = signedExecutable();
  changed[0x500]! ^= 1;
  const old = makeCertificate({
    name: 'Until 2016',
    issuer: authority,
    ekus: [Eku.code],
    notAfter: '2016-01-01',
  });
  writeTree(where, {
    'good/a.exe': signedExecutable(),
    'good/b.cab': signedCabinetFile(),
    'good/readme.txt': 'text',
    'changed.exe': changed,
    'old.exe': signedExecutable({ signer: old, certificates: [old, authority] }),
    'root.der': root.der,
    'broken.cab': 'MSCF',
  });
  return { path: (name) => join(where, name).replaceAll('\\', '/') };
}

describe('signature', () => {
  it('is 0 where all files of a folder are valid; others are left out', async () => {
    const { path } = folder();
    const { status, stdout } = await hotfixkit(['signature', path('good'), '--trust', path('root.der')]);
    expect(stdout).toMatch(/^valid {2}.*a\.exe: Test Signer \(sha256, CN=Test Root, O=Test\)$/m);
    expect(stdout).toMatch(
      /\n2 files, 2 valid; revocation was not checked\n1 file of kinds .* was not looked at\n$/,
    );
    expect(status).toBe(0);
  });

  it.each(['empty.exe', 'page.msi', 'cut.dll', 'SHORT.CAB'])(
    'takes %s in a folder for what its name says, though it is damaged',
    async (name) => {
      const { path } = folder();
      writeFileSync(path(`good/${name}`), name === 'page.msi' ? '<html>' : '');
      const { status, json } = await hotfixkit([
        'signature',
        path('good'),
        '--trust',
        path('root.der'),
        '--json',
      ]);
      expect(status).toBe(1);
      const { files, notLookedAt } = json<{ files: object[]; notLookedAt: number }>();
      expect(files).toContainEqual(
        expect.objectContaining({ path: path(`good/${name}`), verdict: 'no-signature' }),
      );
      expect(notLookedAt).toBe(1);
    },
  );

  it.each([
    ['changed.exe', 'digest-mismatch'],
    ['old.exe', 'expired'],
    ['good/readme.txt', 'no-signature'],
  ])('%s is %s, and 1', async (name, verdict) => {
    const { path } = folder();
    const { status, json } = await hotfixkit([
      'signature',
      path(name),
      '--trust',
      path('root.der'),
      '--json',
    ]);
    expect(json()).toMatchObject({ files: [{ path: path(name), verdict }] });
    expect(status).toBe(1);
  });

  it('judges by the time that is given', async () => {
    const { path } = folder();
    const argv = ['signature', path('old.exe'), '--trust', path('root.der'), '--at'];
    expect((await hotfixkit([...argv, '2015-06-01'])).status).toBe(0);
    const { status, stderr } = await hotfixkit([...argv, 'yesterday']);
    expect(status).toBe(2);
    expect(stderr).toContain('--at takes a day or a time in UTC');
  });

  it('trusts nobody who is not named', async () => {
    const { path } = folder();
    const { status, stdout } = await hotfixkit(['signature', path('good/a.exe')]);
    expect(stdout).toMatch(/^untrusted-root /);
    expect(status).toBe(1);
  });

  it('is 3 for a file that cannot be read', async () => {
    const { path } = folder();
    expect((await hotfixkit(['signature', path('broken.cab')])).status).toBe(3);
    const { status, stdout } = await hotfixkit([
      'signature',
      path('broken.cab'),
      path('good/a.exe'),
      '--trust',
      path('root.der'),
    ]);
    expect(stdout).toMatch(/CAB|cabinet/);
    expect(status).toBe(3);
  });
});
