import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import type { Manifest } from '../../../src/hotfix/manifest/manifest.js';
import { downloadOf } from '../../../src/hotfix/verify/download-of.js';
import { verifyPackage } from '../../../src/hotfix/verify/verify-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { openSource } from '../../../src/package/open-source.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

it('hashes the file that was opened, by what is published of it', () => {
  const bytes = buildZip({ files: [{ name: 'a.dll', bytes: 'x' }] });
  const path = join(tempFolder(), 'kb1.zip');
  writeFileSync(path, bytes);
  using opened = openPackage(path, { orContainer: true });
  const of = (file: string, algorithm: 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512') => ({
    file,
    algorithm,
    digest: '',
  });
  const all = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
  const download = downloadOf(opened, { hashes: all.map((algorithm) => of('KB1.zip', algorithm)) })!;
  expect(download).toMatchObject({ name: 'kb1.zip', size: bytes.length });
  for (const algorithm of all) {
    const name = algorithm.replace('-', '').toLowerCase();
    const expected = createHash(name).update(bytes).digest('hex');
    expect(download.digest(algorithm), algorithm).toBe(expected);
  }
  expect(downloadOf(opened, { hashes: [of('other.zip', 'SHA-1')] })!.digest('SHA-1')).toBe(null);
  expect(downloadOf(opened, {})).toBe(null);
  expect(downloadOf(opened, null)).toBe(null);
  const sizes = [{ file: 'kb1.zip', text: '1 KB', least: 0, most: 2048 }];
  expect(downloadOf(opened, { sizes })).toMatchObject({ name: 'kb1.zip', size: bytes.length });
});

it('hashes bytes that have no path by the name that the caller gave them', async () => {
  const bytes = buildZip({ files: [{ name: 'a.bin', bytes: 'x' }] });
  const manifest = (digest: string): Manifest => ({
    kb: '1',
    title: 'Fix',
    language: 'en',
    sections: [
      {
        title: 'Files',
        product: null,
        files: [{ name: 'a.bin', version: null, size: 1, date: null, time: null, platform: null }],
      },
    ],
    warnings: [],
    hashes: [{ file: 'kb1.zip', algorithm: 'SHA-256', digest }],
  });
  const right = createHash('sha256').update(bytes).digest('hex');
  for (const [digest, ok] of [
    [right, true],
    ['ab'.repeat(32), false],
  ] as const) {
    using opened = openSource(new BufferSource(bytes), { name: 'downloads/kb1.zip', orContainer: true });
    const result = await verifyPackage(opened, manifest(digest));
    expect({ ok: result.ok, warnings: result.warnings }).toEqual({ ok, warnings: [] });
  }
  using unnamed = openSource(new BufferSource(bytes), { orContainer: true });
  const { ok, warnings } = await verifyPackage(unnamed, manifest(right));
  expect([ok, warnings.map(({ code }) => code)]).toEqual([true, ['VERIFY_NOT_COMPARED']]);
});

it('has nothing of a folder', () => {
  using opened = openPackage(tempFolder());
  expect(downloadOf(opened, { hashes: [{ file: 'a', algorithm: 'MD5', digest: '' }] })).toBe(null);
});
