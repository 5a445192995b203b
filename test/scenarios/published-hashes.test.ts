import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
