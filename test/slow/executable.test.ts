import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const hotfix = join(repository, 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi');
const target = { win32: 'win-x64', linux: 'linux-x64' }[process.platform as string];
const output = mkdtempSync(join(tmpdir(), 'hotfixkit-executable-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

/** Makes an executable; gives the reason where it cannot be made here, and '' where it was. */
function build(target: string, ...more: string[]): string {
  const args = [join(repository, 'scripts/build-exe.js'), '--target', target, '-o', output, ...more];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
  if (status === 0) return '';
  // Node's binary comes from the registry; a test run need not reach it, but any other failure is one.
  if (/npm error|ENOTFOUND|ECONNREFUSED|ETIMEDOUT/i.test(stderr)) return 'the registry is out of reach';
  throw new Error(stderr);
}

const isForThis = target !== undefined && process.arch === 'x64';
const why = isForThis ? build(target) : 'only for x64 of Windows and Linux';
const program = why === '' ? join(output, target === 'win-x64' ? 'hotfixkit.exe' : 'hotfixkit') : null;

function run(...args: string[]) {
  // Without a PATH: there may be no Node.
  const { status, stdout, stderr } = spawnSync(program!, args, { encoding: 'utf8', env: {}, cwd: output });
  return { status, stdout, stderr };
}

describe.skipIf(program === null)(`the executable${why && ` (${why})`}`, () => {
  it('says its version', () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('answers as the program does that it is made of', () => {
    const args = ['verify', hotfix, '--kb', '977203', '--json'];
    const plain = execFileSync(process.execPath, [join(repository, 'bin/hotfixkit.js'), ...args], {
      encoding: 'utf8',
    });
    expect(run(...args)).toEqual({ status: 0, stdout: plain, stderr: '' });
  });

  it('starts threads: for a run over a folder, a scan, and many files', () => {
    const image = join(output, 'image');
    expect(run('msiexec', '/a', hotfix, '/qn', `TARGETDIR=${image}`).status).toBe(0);
    expect(run('verify', image, '--kb', '977203')).toMatchObject({ status: 0, stderr: '' });
    const scan = run('verify', image, '--kb', 'all', '--json');
    expect(scan).toMatchObject({ status: 0, stderr: '' });
    expect(scan.stdout).toContain('"status": "complete"');
  });

  it('reads text of a multi-byte code page, whose tables are files beside the program elsewhere', () => {
    const cells = (...texts: string[]) => `<tr>${texts.map((text) => `<td>${text}</td>`).join('')}</tr>`;
    const [before, after] =
      `<meta charset="shift_jis"><table>${cells('File name', 'File version', 'File size')}${cells(
        '*.dll',
        '1.2.3.4',
        '100',
      )}</table>`.split('*');
    const article = join(output, 'article.html');
    // 名前 in Shift_JIS.
    writeFileSync(
      article,
      Buffer.concat([Buffer.from(before!), Buffer.from('96bc914f', 'hex'), Buffer.from(after!)]),
    );
    expect(run('manifest', 'import', article).stdout).toContain('名前.dll');
  });

  it('has the page for browsers', () => {
    const page = join(output, 'page.html');
    expect(run('view', hotfix, '-o', page)).toMatchObject({ status: 0 });
    expect(readFileSync(page, 'utf8')).toContain('id="package-bytes"');
  });

  it('ends with the status of an error', () => {
    expect(run('list', join(output, 'absent.msi')).status).toBe(4);
    expect(run('lists').status).toBe(2);
  });

  it('has the licenses of all that is in it', () => {
    const licenses = readFileSync(join(output, 'LICENSES.txt'), 'utf8');
    for (const name of ['Node.js 22', 'commander', 'zod', 'hotfixkit contributors'])
      expect(licenses).toContain(name);
  });
});

it('for Windows has manifests for package managers', ({ skip }) => {
  const reason = build('win-x64', '--url', 'https://example.com/hotfixkit.exe');
  if (reason !== '') skip(reason);
  for (const place of ['winget', 'scoop']) {
    const texts = readdirSync(join(output, place)).map((name) =>
      readFileSync(join(output, place, name), 'utf8'),
    );
    expect(texts.join('\n')).toContain('https://example.com/hotfixkit.exe');
    expect(texts.join('\n')).not.toContain('{{');
  }
});
