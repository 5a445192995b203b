import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openPackage } from '../../src/package/open-package.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

/** The package for SP2 with another MD5 in its MsiFileHash table for one file: the content is no longer what it states. */
function altered(key: (name: string) => boolean): string {
  const opened = openPackage(standInPath(2));
  const file = opened.content.files.find(({ name, md5 }) => md5 !== null && key(name))!;
  opened.close();
  const bytes = readFileSync(standInPath(2));
  // A column of four-byte integers: little-endian, with the sign bit flipped.
  const part = Buffer.from(file.md5!.slice(0, 8), 'hex');
  part[3]! ^= 0x80;
  const at = bytes.indexOf(part);
  if (at < 0) throw new Error('no hash');
  bytes[at]! ^= 1;
  const path = join(tempFolder(), 'SCCM2007-SP2-KB977203-ENU.msi');
  writeFileSync(path, bytes);
  return path;
}

const codesOf = (warnings: readonly { code: string }[]) => [...new Set(warnings.map(({ code }) => code))];

describe('a package whose content is not what its own tables state', () => {
  let path = '';
  beforeEach(() => {
    path = altered((name) => /sup\.cab$/i.test(name));
  });

  it.each([
    { name: 'text', more: [], word: /^OK WITH WARNINGS: /m },
    { name: 'Markdown', more: ['--format', 'markdown'], word: /^\*\*OK WITH WARNINGS\*\*/ },
    {
      name: 'JUnit',
      more: ['--format', 'junit'],
      word: /<system-err>[^<]*Ccmsetup-sup\.cab does not have the hash/,
    },
  ])('is not simply OK: verify, $name', async ({ more, word }) => {
    const { status, stdout, stderr } = await hotfixkit(['verify', path, '--kb', '977203', ...more]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(word)]);
    expect(stderr).toMatch(/Ccmsetup-sup\.cab does not have the hash that the package states/);
  });

  it('is not simply OK: verify, JSON, and a requirement', async () => {
    // A requirement names one of the packages inside, the table all of them.
    for (const { args, codes } of [
      { args: ['--kb', '977203'], codes: ['PACKAGE_FILE_HASH'] },
      { args: ['--require', 'Ccmsetup-sup.cab >=1'], codes: ['PACKAGE_FILE_HASH', 'PACKAGE_NOT_SEARCHED'] },
    ]) {
      const { warnings } = (await hotfixkit(['verify', path, ...args, '--json'])).json<{
        warnings: { code: string }[];
      }>();
      expect(codesOf(warnings)).toEqual(codes);
    }
  });

  it('is not simply OK: a scan of several places', async () => {
    for (const args of [
      [path, tempFolder(), '--kb', '977203'],
      [path, '--kb', 'all'],
    ]) {
      const { stdout, stderr } = await hotfixkit(['verify', ...args]);
      expect(stderr).toMatch(/Ccmsetup-sup\.cab does not have the hash that the package states/);
      expect(stdout).not.toMatch(/^OK$/m);
    }
  });

  it.each([{ more: [] }, { more: ['--dry-run'] }])(
    'has an amber verdict: prepare $more',
    async ({ more }) => {
      const folder = join(tempFolder(), 'out');
      const line = ['prepare', path, '--kb', '977203', '-o', folder, ...more];
      const { status, stdout } = await hotfixkit(line);
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/^Verified.*, with (a warning|warnings)\n/),
      ]);
      if (more.length > 0) return;
      const html = readFileSync(join(folder, 'report.html'), 'utf8');
      expect(html).toContain('class="card verdict warn"');
      expect(html).toContain('does not have the hash that the package states');
      const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
      expect(report.verdict.headline).toMatch(/warning/);
      expect(codesOf(report.warnings)).toContain('PACKAGE_FILE_HASH');
    },
  );

  it('is not simply OK: stage', async () => {
    const client = join(tempFolder(), 'client');
    mkdirSync(join(client, 'i386'), { recursive: true });
    const line = ['stage', path, '--kb', '977203', '--client-source', client, '--dry-run'];
    const { stderr } = await hotfixkit(line);
    expect(stderr).toMatch(/Ccmsetup-sup\.cab does not have the hash that the package states/);
  });
});
