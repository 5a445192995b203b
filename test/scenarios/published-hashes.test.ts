import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { verifyPackage } from '../../src/hotfix/verify/verify-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { hotfixkit } from '../support/command-line.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const bytes = buildZip({ files: [{ name: 'a.txt', bytes: 'x'.repeat(4000) }] });
const sha = (name: string) => createHash(name).update(bytes).digest('hex');
const article = (sha1: string, sha256: string) =>
  [
    '<html><table><tr><th>File name<th>File version<th>File size<th>Date<th>Time</tr>',
    '<tr><td>a.txt<td>Not applicable<td>4,000<td>15-Jan-2010<td>01:40</tr></table>',
    '<h3>File hash information</h3><table><tr><th>File name<th>SHA1 hash<th>SHA256 hash</tr>',
    `<tr><td>kb900001-x64.zip<td>${sha1}<td>${sha256}</tr></table></html>`,
  ].join('');

async function verify(text: string, name: string, ...more: string[]) {
  const folder = tempFolder();
  const manifest = join(folder, 'article.html');
  writeFileSync(manifest, text);
  writeFileSync(join(folder, name), bytes);
  return hotfixkit(['verify', join(folder, name), '--manifest', manifest, ...more]);
}

it.each(['kb900001-x64.zip', `KB900001-X64_${sha('sha1')}.zip`])(
  'the download is compared with its published hashes: %s',
  async (name) => {
    const right = await verify(article(sha('sha1'), sha('sha256')), name, '--json');
    expect(right.status).toBe(0);
    expect(JSON.parse(right.stdout)).toMatchObject({ ok: true, counts: { match: 2 }, warnings: [] });
    for (const wrong of [
      article('ab'.repeat(20), sha('sha256')),
      article(sha('sha1').toUpperCase(), 'ab'.repeat(32)),
    ]) {
      expect((await verify(wrong, name)).status).toBe(1);
      expect((await verify(wrong, name, '--format', 'junit')).stdout).toContain('failures="1"');
    }
  },
);

const tableArticle = (heading: string, digest: string) =>
  [
    '<html><table><tr><th>File name<th>File version<th>File size<th>Date<th>Time</tr>',
    '<tr><td>a.txt<td>Not applicable<td>4,000<td>15-Jan-2010<td>01:40</tr></table>',
    `<h3>Hashes</h3><table><tr><th>File name<th>${heading}</tr><tr><td>a.txt<td>${digest}</tr></table></html>`,
  ].join('');

describe.each([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-512', 'sha512'],
])('the %s of a file of the table', (heading, name) => {
  const right = createHash(name).update('x'.repeat(4000)).digest('hex');
  const wrong = right.replaceAll(/\d/g, '0');
  /** A folder with the package, and a file of the folder beside it. */
  const written = (digest: string) => {
    const folder = tempFolder();
    const manifest = join(folder, 'article.html');
    writeFileSync(manifest, tableArticle(heading, digest));
    mkdirSync(join(folder, 'tree'));
    writeFileSync(join(folder, 'tree', 'a.txt'), 'x'.repeat(4000));
    writeFileSync(join(folder, 'kb900001.zip'), bytes);
    return { folder, manifest };
  };

  it.each([
    ['verify of a package', (folder: string) => [join(folder, 'kb900001.zip')]],
    ['verify of a folder', (folder: string) => [join(folder, 'tree')]],
    ['a scan', (folder: string) => [join(folder, 'tree'), '--state', join(folder, 'state')]],
  ])('is compared by %s', async (_, pathsOf) => {
    for (const [digest, status] of [
      [right, 0],
      [wrong, 1],
    ] as const) {
      const { folder, manifest } = written(digest);
      const done = await hotfixkit(['verify', ...pathsOf(folder), '--manifest', manifest, '--json']);
      expect(done.status).toBe(status);
      expect(done.stdout).not.toContain('were not compared');
    }
  });

  it('is compared by the library', async () => {
    for (const digest of [right, wrong]) {
      await using pkg = openPackage(join(written(digest).folder, 'kb900001.zip'), { orContainer: true });
      const { ok, warnings } = await verifyPackage(pkg, importArticle(tableArticle(heading, digest)));
      expect({ ok, warnings }).toEqual({ ok: digest === right, warnings: [] });
    }
  });
});

it('the library compares the hashes of the download, and so does a scan', async () => {
  for (const text of [article(sha('sha1'), sha('sha256')), article('ab'.repeat(20), sha('sha256'))]) {
    const isRight = text.includes(sha('sha1'));
    const folder = tempFolder();
    const path = join(folder, 'kb900001-x64.zip');
    const manifest = join(folder, 'article.html');
    writeFileSync(path, bytes);
    writeFileSync(manifest, text);
    {
      await using pkg = openPackage(path, { orContainer: true });
      const { ok, counts } = await verifyPackage(pkg, importArticle(text));
      expect({ ok, rows: counts.match + counts.mismatch }).toEqual({ ok: isRight, rows: 2 });
    }
    const options = ['--manifest', manifest, '--state', join(folder, 'state')];
    const scan = await hotfixkit(['verify', path, ...options]);
    expect(scan.status).toBe(isRight ? 0 : 1);
  }
});

it.each<[string, string, boolean, boolean]>([
  ['its size in bytes', `kb900001-x64.zip, ${bytes.length} bytes`, true, false],
  ['another size in bytes', `kb900001-x64.zip, ${bytes.length + 1} bytes`, false, false],
  ['another size, rounded', 'kb900001-x64.zip (2.7 MB)', true, true],
  ['a size of the package', `Package size: ${bytes.length} bytes`, true, false],
  ['another size of the package', 'Package size: 2.7 MB', true, true],
])('the download is compared with the size that the article states: %s', async (_, line, ok, warns) => {
  const text = article(sha('sha1'), sha('sha256')).replace('</html>', `<p>${line}</p></html>`);
  const folder = tempFolder();
  const path = join(folder, 'kb900001-x64.zip');
  const manifest = join(folder, 'article.html');
  writeFileSync(path, bytes);
  writeFileSync(manifest, text);
  for (const more of [[], ['--state', join(folder, 'state')]]) {
    const { status, stdout, stderr } = await hotfixkit(['verify', path, '--manifest', manifest, ...more]);
    expect([status, /WITH WARNINGS/.test(stdout), /another size of the download/.test(stderr)]).toEqual([
      ok ? 0 : 1,
      warns,
      warns,
    ]);
  }
});

it.each([
  ['a program that is not there', '<p>Setup.exe SHA-256: W</p>'],
  ['a checksum', '<p>CRC32 of a.txt is 1A2B3C4D</p>'],
  [
    'a hash that is cut off',
    '<ul><li>a.txt: abababababababababababababababababababababababababababababababa</li></ul>',
  ],
  ['a picture', '<table><tr><th>File name<th>SHA256</tr><tr><td>a.txt<td><img src="a.png"></tr></table>'],
  ['a column of checksums', '<table><tr><th>File name<th>Note</tr><tr><td>a.txt<td>1A2B3C4D</tr></table>'],
])('beside the right hash of the download, %s weakens the verdict', async (_, more) => {
  const text = article(sha('sha1'), sha('sha256')).replace('</html>', `${more}</html>`);
  const { status, stdout, stderr } = await verify(text.replace('W', 'ab'.repeat(32)), 'kb900001-x64.zip');
  expect([status, /OK WITH WARNINGS/.test(stdout), /not compared/.test(stderr)]).toEqual([0, true, true]);
});
