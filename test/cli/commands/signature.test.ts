import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  Eku,
  hash,
  makeCertificate,
  makeRevocationList,
  signedCabinetFile,
  signedCatalog,
  signedExecutable,
  testAuthority,
} from '../../support/authenticode-builder.js';
import { hotfixkit } from '../../support/command-line.js';
import { canLinkFolders, linkFolder } from '../../support/links.js';
import { writePackage, writeTree } from '../../support/package-folder.js';
import { canMakePipes, makePipe } from '../../support/pipes.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const { root, authority, signer } = testAuthority();

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

  it.skipIf(!canLinkFolders)('warns of links in a folder, which are not followed', async () => {
    const { path } = folder();
    linkFolder(path('good'), path('good/again'));
    const args = ['signature', path('good'), '--trust', path('root.der')];
    const { status, stderr } = await hotfixkit(args);
    expect(stderr).toContain('a symbolic link was not followed');
    expect(status).toBe(0);
    const inJson = await hotfixkit([...args, '--json']);
    expect(inJson.json()).toMatchObject({ warnings: [{ code: 'PATH_LINK', found: 1 }] });
    const table = await hotfixkit([...args, '--format', 'markdown']);
    expect(table.stdout).toContain('A symbolic link was not followed in ');
  });

  it.skipIf(!canMakePipes)('warns of what is no file', async () => {
    const { path } = folder();
    makePipe(path('good/pipe.exe'));
    const { status, stderr } = await hotfixkit(['signature', path('good'), '--trust', path('root.der')]);
    expect(stderr).toContain('not looked at: pipe.exe');
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

  it('demands a signer by its whole name', async () => {
    const { path } = folder();
    const argv = ['signature', path('good/a.exe'), '--trust', path('root.der'), '--signed-by'];
    expect((await hotfixkit([...argv, 'Test Signer'])).status).toBe(0);
    expect((await hotfixkit([...argv, 'Test'])).status).toBe(0); // its O
    const { status, stdout } = await hotfixkit([...argv, 'Signer']);
    expect(stdout).toContain('other-signer: the signer is "Test Signer" of "Test" and not "Signer"');
    expect(stdout).toContain('\n1 file, 1 valid, 0 accepted; ');
    expect(status).toBe(1);
  });

  it('looks certificates up in lists, and says what it could not look up', async () => {
    const { path } = folder();
    writeFileSync(
      path('a.crl'),
      makeRevocationList(authority, { revoked: [{ serial: signer.serial, date: '2022-01-01' }] }),
    );
    const argv = ['signature', path('good/a.exe'), '--trust', path('root.der'), '--crl', path('a.crl')];
    const { status, stdout } = await hotfixkit(argv);
    expect(stdout).toMatch(/^revoked .*\n {4}the certificate "Test Signer" was revoked by "Test Authority"/);
    expect(stdout).toMatch(
      /revocation was checked in part\n {4}not checked: "Test Authority": no revocation list/,
    );
    expect(status).toBe(1);
  });

  it('takes files by the catalogues that list them', async () => {
    const { path } = folder();
    writeFileSync(
      path('c.cat'),
      signedCatalog([{ digest: 'sha256', value: hash('sha256', Buffer.from('text')) }]),
    );
    const argv = ['signature', path('good'), '--trust', path('root.der'), '--catalog', path('c.cat')];
    const { status, stdout, json } = await hotfixkit([...argv, '--json']);
    expect(stdout).toBeTruthy();
    expect(json()).toMatchObject({
      files: [{}, {}, { path: path('good/readme.txt'), member: { catalog: path('c.cat') } }],
      notLookedAt: 0,
    });
    expect(status).toBe(0);
  });

  it('looks inside packages where it is asked to', async () => {
    const { path } = folder();
    writeFileSync(
      path('outer.zip'),
      buildZip({
        files: [
          { name: 'in.exe', bytes: signedExecutable() },
          { name: 'in.txt', bytes: 'text' },
        ],
      }),
    );
    const trust = ['--trust', path('root.der')];
    expect((await hotfixkit(['signature', `${path('outer.zip')}!in.exe`, ...trust])).status).toBe(0);
    const { status, stdout } = await hotfixkit(['signature', path('outer.zip'), '--inside', ...trust]);
    expect(stdout).toMatch(/^no-signature .*outer\.zip\nvalid .*outer\.zip!in\.exe: Test Signer/);
    expect(status).toBe(1);
  });

  it('says of the database of an image why it is not signed', async () => {
    const { path } = folder();
    writePackage({ files: [] }, path('.'), 'package.msi');
    const image = path('image');
    const made = await hotfixkit(['msiexec', '/a', path('package.msi'), `TARGETDIR=${image}`, '/qn']);
    expect(made.status).toBe(0);
    const { stdout } = await hotfixkit(['signature', path('image/package.msi')]);
    expect(stdout).toMatch(/^no-signature .*\n {4}the file is not signed: it is the database of an admin/);
  });
});
