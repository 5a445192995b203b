import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const fixture = join(repository, 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the package as it is published', () => {
  it('installs into an empty folder and runs from there', { timeout: 240_000 }, () => {
    const folder = tempFolder();
    // prepack builds it.
    run(npm, ['pack', '--silent', '--pack-destination', folder], repository);
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    const user = join(folder, 'user');
    mkdirSync(user);
    writeFileSync(join(user, 'package.json'), '{"type":"module","private":true}');
    run(npm, ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball!)], user);

    const installed = join(user, 'node_modules/hotfixkit');
    expect(readdirSync(installed).sort()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'bin',
      'dist',
      'docs',
      'package.json',
      'schemas',
    ]);
    const bin = join(installed, 'bin/hotfixkit.js');
    expect(run(process.execPath, [bin, '--version'], user).trim()).toMatch(/^\d+\.\d+\.\d+$/);
    const verified = run(process.execPath, [bin, 'verify', fixture, '--kb', '977203', '--json'], user);
    expect(JSON.parse(verified)).toMatchObject({ ok: true, counts: { match: 13 } });
    run(
      process.execPath,
      [bin, 'extract', fixture, '--only', 'ccmcertfix.exe', '--layout', 'flat', '-o', 'out'],
      user,
    );
    expect(readdirSync(join(user, 'out'))).toEqual(['Ccmcertfix.exe']);

    const program = `import { openPackage } from 'hotfixkit';
      const opened = openPackage(${JSON.stringify(fixture)});
      console.log(opened.content.files.length);
      opened.close();`;
    writeFileSync(join(user, 'use.js'), program);
    expect(run(process.execPath, ['use.js'], user).trim()).toBe('13');
  });
});
