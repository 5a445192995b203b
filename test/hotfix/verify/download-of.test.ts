import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { downloadOf } from '../../../src/hotfix/verify/download-of.js';
import { openPackage } from '../../../src/package/open-package.js';
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

it('has nothing of a folder', () => {
  using opened = openPackage(tempFolder());
  expect(downloadOf(opened, { hashes: [{ file: 'a', algorithm: 'MD5', digest: '' }] })).toBe(null);
});
