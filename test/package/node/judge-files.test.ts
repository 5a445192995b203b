import { describe, expect, it } from 'vitest';
import { judgeFiles } from '../../../src/package/node/judge-files.js';
import { openPackage } from '../../../src/package/open-package.js';
import type { PackageContent } from '../../../src/package/package-content.js';
import { plainExecutable, signedExecutable } from '../../support/authenticode-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { judgeTest } from '../../support/signed-hotfix.js';

const { msi } = buildPackage({
  files: [
    { key: 'a', name: 'a.exe', bytes: signedExecutable(), cabinet: '#a.cab' },
    { key: 'b', name: 'b.exe', bytes: plainExecutable(), cabinet: '#b.cab' },
    { key: 'c', name: 'c.exe', bytes: signedExecutable(), cabinet: 'absent.cab' },
  ],
});

describe('judgeFiles', () => {
  it('judges files of several cabinets, and leaves out those that are forgiven', async () => {
    using opened = openPackage(msi);
    const { content } = opened;
    const judged = await judgeFiles(content, content.files, judgeTest, { isForgiven: () => true });
    expect([...judged].map(([{ key }, { verdict }]) => [key, verdict])).toEqual([
      ['a', 'valid'],
      ['b', 'no-signature'],
    ]);
    await expect(judgeFiles(content, content.files, judgeTest)).rejects.toMatchObject({
      code: 'PACKAGE_NO_CABINET',
    });
    const signal = AbortSignal.abort();
    await expect(judgeFiles(content, content.files.slice(0, 1), judgeTest, { signal })).rejects.toThrow();
  });

  it('goes through the files of the package no more often for many batches', async () => {
    using opened = openPackage(msi);
    const { content } = opened;
    const some = content.files.slice(0, 2);
    let times = 0;
    const counted: PackageContent = {
      kind: content.kind,
      warnings: [],
      get files() {
        times++;
        return content.files;
      },
      check: (files) => content.check(files),
      batches: (files) => files.map((file) => [file]),
      decode: (files) => content.decode(files),
      close: () => undefined,
    };
    const many = Array.from({ length: 20 }, () => some).flat();
    expect((await judgeFiles(counted, many, judgeTest)).size).toBe(2);
    expect(times).toBe(0);
  });
});
