import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginOutput } from '../../../src/node/output-transaction.js';
import type { InstallPackage } from '../../../src/package/install/install-package.js';
import { OutputHere } from '../../../src/package/node/output-here.js';
import { writeBatch } from '../../../src/package/node/write-batch.js';
import { writeFiles } from '../../../src/package/node/write-files.js';
import { Progress, type WriteOptions, type WriteProgress } from '../../../src/package/node/write-options.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { packageFile } from '../../support/package-file.js';
import { text, textTree, withInstallPackage, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const modified = new Date('2010-01-25T06:27:02Z');
const files = [
  { key: 'a', name: 'a.txt', bytes: text('first'), modified, attributes: 1 },
  { key: 'b', name: 'b.txt', bytes: text('second'), modified },
];

async function write(content: InstallPackage, folder: string, options: WriteOptions = {}) {
  const output = await beginOutput(folder);
  try {
    const items = content.files.map((file) => ({ file, path: `out/${file.name}` }));
    const warnings = await writeFiles(content, items, output, options);
    await output.commit();
    return warnings;
  } catch (error) {
    throw output.failed(error);
  }
}

const withPlan = (plan: PackagePlan, body: (content: InstallPackage) => Promise<void>) =>
  withInstallPackage(writePackage(plan), body);

describe('writeFiles', () => {
  it('writes content, times and the read-only attribute', () =>
    withPlan({ files }, async (content) => {
      const folder = tempFolder();
      expect(await write(content, folder)).toEqual([]);
      expect(textTree(folder)).toEqual({ 'out/a.txt': 'first', 'out/b.txt': 'second' });
      const [a, b] = ['out/a.txt', 'out/b.txt'].map((path) => statSync(join(folder, path)));
      expect(a!.mtime).toEqual(modified);
      expect(a!.mode & 0o222).toBe(0);
      expect(b!.mode & 0o200).toBe(0o200);
      expect(readdirSync(folder)).toEqual(['out']);
    }));

  it.each([
    ['PACKAGE_FILE_SIZE', { size: 7 }, { entry: 'b', expected: 7, found: 6 }],
    [
      'PACKAGE_FILE_HASH',
      { hash: [1, 2, 3, 4] as [number, number, number, number] },
      {
        entry: 'b',
        structure: 'MsiFileHash',
        expected: '01000000020000000300000004000000',
        found: 'a9f0e61a137d86aa9db53465e0801612',
      },
    ],
  ])('%s is an error that leaves nothing, or a warning', (code, wrong, facts) =>
    withPlan({ files: [files[0]!, { ...files[1]!, ...wrong }] }, async (content) => {
      const folder = join(tempFolder(), 'new');
      await expect(write(content, folder)).rejects.toMatchObject({ code, facts, kind: 'input' });
      expect(readdirSync(join(folder, '..'))).toEqual([]);
      expect(await write(content, folder, { tolerant: true })).toMatchObject([{ code, ...facts }]);
      expect(textTree(folder)).toEqual({ 'out/a.txt': 'first', 'out/b.txt': 'second' });
    }),
  );

  it('takes a file of no length, whose hash is four zeros', () =>
    withPlan({ files: [{ key: 'e', name: 'empty.txt', bytes: new Uint8Array() }] }, async (content) => {
      const folder = tempFolder();
      expect(await write(content, folder)).toEqual([]);
      expect(textTree(folder)).toEqual({ 'out/empty.txt': '' });
    }));

  it('tells what it has done', () =>
    withPlan({ files }, async (content) => {
      const seen: WriteProgress[] = [];
      await write(content, tempFolder(), { onProgress: (progress) => seen.push(progress) });
      expect(seen.at(-1)).toEqual({ bytes: 11, totalBytes: 11, files: 2, totalFiles: 2 });
    }));

  it('hears at the latest after the last file that it is to stop', () =>
    withPlan({ files }, async (content) => {
      const folder = tempFolder();
      await expect(write(content, folder, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'ABORTED',
      });
      expect(readdirSync(folder)).toEqual([]);
    }));

  itThorough('stops when it is told to, and leaves nothing', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      key: `f${i}`,
      name: `f${i}`,
      bytes: new Uint8Array(3_000_000).fill(i),
    }));
    return withPlan(
      { files: many, cabinetOptions: { '#files.cab': { method: 'none' } } },
      async (content) => {
        const folder = tempFolder();
        const abort = new AbortController();
        const options = { signal: abort.signal, onProgress: () => abort.abort() };
        await expect(write(content, folder, options)).rejects.toMatchObject({
          code: 'ABORTED',
          kind: 'environment',
        });
        expect(readdirSync(folder)).toEqual([]);
      },
    );
  });
});

describe('writeBatch', () => {
  it('writes where it is told and hands out the bytes', () =>
    withPlan({ files }, async (content) => {
      const folder = tempFolder();
      const items = content.files.map((file, i) => ({
        file,
        staged: join(folder, String(i)),
        label: file.name,
        target: join(folder, file.name),
        number: i,
      }));
      let bytes = 0;
      const output = new OutputHere({ identities: null, digests: null }, false);
      const warnings = writeBatch(content, items, {
        tolerant: false,
        open: output.open,
        whenWritten: () => undefined,
        onChunk: (count) => {
          bytes += count;
        },
      });
      expect(warnings).toEqual([]);
      expect(bytes).toBe(11);
      expect(textTree(folder)).toEqual({ 0: 'first', 1: 'second' });
    }));
});

it('Progress counts bytes and files', () => {
  const seen: WriteProgress[] = [];
  const progress = new Progress([{ file: packageFile({ key: 'k', size: 10 }), path: 'k' }], {
    onProgress: (now) => seen.push(now),
  });
  progress.add(4);
  progress.report();
  progress.files++;
  progress.report();
  expect(seen).toEqual([
    { bytes: 4, totalBytes: 10, files: 0, totalFiles: 1 },
    { bytes: 4, totalBytes: 10, files: 1, totalFiles: 1 },
  ]);
});
