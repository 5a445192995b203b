import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  plainExecutable,
  signedCabinetFile,
  signedExecutable,
  testAuthority,
} from '../support/authenticode-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { cabinetOf } from '../support/container-builder.js';
import { corpusDir, describeCorpusThoroughly, expectedDir } from '../support/corpus.js';
import { writePackage, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const changed = signedExecutable();
changed[0x500]! ^= 1;
const files: Record<string, Uint8Array> = {
  'good.exe': signedExecutable(),
  'changed.exe': changed,
  'plain.exe': plainExecutable(),
  'a.cab': signedCabinetFile(),
  'readme.txt': Buffer.from('text'),
};

function write(): (name: string) => string {
  const folder = tempFolder();
  writeTree(folder, { 'root.der': testAuthority().root.der });
  writeTree(join(folder, 'folder'), files);
  writeFileSync(
    join(folder, 'a.zip'),
    buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) }),
  );
  writeFileSync(join(folder, 'b.cab'), cabinetOf(files));
  writePackage(
    { files: Object.entries(files).map(([name, bytes]) => ({ key: name, name, bytes })) },
    folder,
    'c.msi',
  );
  return (name) => join(folder, name);
}

describe('list --signature', () => {
  it.each(['folder', 'a.zip', 'b.cab', 'c.msi'])(
    'has the verdict and the signer of the files in %s',
    async (name) => {
      const path = write();
      const argv = [
        'list',
        name === 'folder' ? path(name) : `${path(name)}${name === 'a.zip' ? '!' : ''}`,
        '--signature',
        '--trust',
        path('root.der'),
      ];
      const { stdout, status } = await hotfixkit(argv);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^Path +Size +Version +Platform +Signature$/m);
      expect(stdout).toMatch(/^(?:.*\/)?good\.exe .* valid: Test Signer$/m);
      expect(stdout).toMatch(/^(?:.*\/)?changed\.exe .* digest-mismatch: Test Signer$/m);
      expect(stdout).toMatch(/^(?:.*\/)?plain\.exe .* not signed$/m);
      expect(stdout).toMatch(/^(?:.*\/)?readme\.txt +4 *$/m);
      expect(stdout).toContain('2 valid: Test Signer');
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      const { files: listed } = (await hotfixkit([...argv, '--json'])).json<{
        files: { key: string; signature: string; signatures: { verdict: string }[] }[];
      }>();
      const verdicts = listed.map(({ key, signatures }) => [key.split('/').pop(), signatures[0]!.verdict]);
      expect(Object.fromEntries(verdicts)).toEqual({
        'good.exe': 'valid',
        'changed.exe': 'digest-mismatch',
        'plain.exe': 'no-signature',
        'a.cab': 'valid',
        'readme.txt': 'no-signature',
      });
    },
  );

  it('leaves out files whose cabinet is missing', async () => {
    const path = writePackage({
      files: [
        { key: 'a.exe', name: 'a.exe', bytes: signedExecutable(), cabinet: '#in.cab' },
        { key: 'b.exe', name: 'b.exe', bytes: signedExecutable(), cabinet: 'gone.cab' },
      ],
    });
    rmSync(join(path, '../gone.cab'));
    const { stdout, stderr } = await hotfixkit(['list', path, '--signature']);
    expect(stdout).toMatch(/^.*a\.exe .* untrusted-root: Test Signer$/m);
    expect(stdout).toMatch(/^.*b\.exe +\d+ *$/m);
    expect(stderr).toContain('gone.cab');
  });

  it('does not judge where it is not asked for', async () => {
    const path = write();
    const { files: listed } = (await hotfixkit(['list', path('folder'), '--json'])).json<{
      files: object[];
    }>();
    expect(listed.some((file) => 'signatures' in file)).toBe(false);
  });
});

describeCorpusThoroughly('list --signature on files of others', () => {
  const folder = join(corpusDir, 'authenticode');
  it.each(['real', 'self'])('agrees with independent tools on %s', async (name) => {
    const index = readFileSync(join(expectedDir, 'authenticode/INDEX.tsv'), 'utf8').split('\n');
    const expected = index
      .map((line) => line.split('\t'))
      .filter(([file, signature]) => file!.startsWith(`${name}/`) && signature === '0')
      .map(([file, , , verdict]) => [file!.slice(name.length + 1), verdict]);
    const trust = readdirSync(join(folder, 'trust'))
      .filter((file) => file.endsWith('.pem'))
      .flatMap((file) => ['--trust', join(folder, 'trust', file)]);
    const argv = ['list', join(folder, name), '--signature', '--at', '2026-11-26', '--json', ...trust];
    const { files: listed } = (await hotfixkit(argv)).json<{
      files: { key: string; signatures: { verdict: string }[] }[];
    }>();
    const found = new Map(listed.map(({ key, signatures }) => [key, signatures[0]!.verdict]));
    expect(expected.length).toBeGreaterThan(20);
    expect(expected.map(([file]) => [file, found.get(file!)])).toEqual(expected);
  });
});
