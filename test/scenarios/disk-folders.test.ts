import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCabinetSet } from '../support/cabinet-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { buildPackage } from '../support/package-builder.js';
import { readTree, tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const bytes = Uint8Array.from({ length: 90_000 }, (_, i) => (i * 7) & 0xff);
const parts = buildCabinetSet({
  folders: [
    {
      method: 'none',
      files: [
        { name: 'one.bin', bytes: bytes.subarray(0, 20_000) },
        { name: 'two.bin', bytes },
      ],
    },
  ],
  partBytes: 60_000,
  partName: (index) => `${index + 1}.cab`,
});

/** disk1/1.cab, disk2/2.cab and so on, as makecab lays them out. */
function layOut(folder = tempFolder()): string {
  for (const [i, part] of parts.entries()) {
    mkdirSync(join(folder, `disk${i + 1}`));
    writeFileSync(join(folder, `disk${i + 1}`, part.name), part.bytes);
  }
  return folder;
}

describe('a set with a folder for each disk', () => {
  it.each([1, 2])('is found from disk %d', async (disk) => {
    const folder = layOut();
    const out = join(tempFolder(), 'out');
    const path = join(folder, `disk${disk}`, `${disk}.cab`);
    expect((await hotfixkit(['extract', path, '-o', out])).status).toBe(0);
    expect(readTree(out).get('two.bin')!.equals(Buffer.from(bytes))).toBe(true);
  });

  it('of another set is refused where a file continues in it', async () => {
    const folder = layOut();
    const second = parts[1]!.bytes.slice();
    second[32]! ^= 1;
    writeFileSync(join(folder, 'disk2', '2.cab'), second);
    const path = join(folder, 'disk1', '1.cab');
    for (const args of [
      ['extract', path, '-o', join(tempFolder(), 'out')],
      ['list', path, '--hash'],
      ['verify', path, '--require', 'two.bin >=1'],
    ]) {
      const { status, stderr } = await hotfixkit(args);
      expect([args[0], status]).toEqual([args[0], 3]);
      expect(stderr).toMatch(
        /2\.cab \(set ID 4661, number 1\) does not continue 1\.cab \(set ID 4660, number 0\)/,
      );
    }
  });

  it('is found in an archive', async () => {
    const zip = join(tempFolder(), 'x.zip');
    const files = parts.map((part, i) => ({ name: `set/disk${i + 1}/${part.name}`, bytes: part.bytes }));
    writeFileSync(zip, buildZip({ files }));
    const out = join(tempFolder(), 'out');
    expect((await hotfixkit(['extract', `${zip}!set/disk1/1.cab`, '-o', out])).status).toBe(0);
    expect([...readTree(out).keys()]).toEqual(['one.bin', 'two.bin']);
  });

  it('says where it was looked for, and on which disk it is', async () => {
    const folder = layOut();
    renameSync(join(folder, 'disk2'), join(folder, 'elsewhere'));
    const out = join(tempFolder(), 'out');
    const { status, stderr } = await hotfixkit(['extract', join(folder, 'disk1', '1.cab'), '-o', out]);
    expect(status).toBe(3);
    expect(stderr).toContain('another cabinet of the set is needed: 2.cab');
    expect(stderr).toContain(
      `looked in ${join(folder, 'disk1')} and in the folders of other disks beside it`,
    );
    expect(
      (await hotfixkit(['extract', join(folder, 'disk1', '1.cab'), '-o', out, '--only', 'one.bin'])).status,
    ).toBe(0);
  });

  it('does not follow links', async () => {
    const folder = layOut();
    renameSync(join(folder, 'disk2'), join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'disk2'), 'junction');
    const out = join(tempFolder(), 'out');
    expect((await hotfixkit(['extract', join(folder, 'disk1', '1.cab'), '-o', out])).status).toBe(3);
  });
});

describe('a set whose cabinets all have one name', () => {
  const same = buildCabinetSet({
    folders: [{ method: 'none', files: [{ name: 'two.bin', bytes }] }],
    partBytes: 30_000,
    partName: () => 'data.cab',
  });
  const layOutSame = (): string => {
    const folder = tempFolder();
    for (const [i, part] of same.entries()) {
      mkdirSync(join(folder, `disk${i + 1}`));
      writeFileSync(join(folder, `disk${i + 1}`, part.name), part.bytes);
    }
    return folder;
  };

  it.each([1, 2, 3])('is read from disk %d', async (disk) => {
    const out = join(tempFolder(), 'out');
    expect(same.length).toBeGreaterThan(2);
    const path = join(layOutSame(), `disk${disk}`, 'data.cab');
    expect(await hotfixkit(['extract', path, '-o', out])).toMatchObject({ status: 0, stderr: '' });
    expect(readTree(out).get('two.bin')!.equals(Buffer.from(bytes))).toBe(true);
  });

  it('says how to lay it out', async () => {
    const path = join(tempFolder(), 'data.cab');
    writeFileSync(path, same[0]!.bytes);
    const { status, stderr } = await hotfixkit(['extract', path, '-o', join(tempFolder(), 'out')]);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /have the same name; put each into a folder of its own, side by side: disk1, disk2/,
    );
    expect(stderr).not.toContain('loop');
  });
});

describe('a package whose cabinets span disks', () => {
  const { msi, loose } = buildPackage({
    files: [
      { key: 'one', name: 'one.bin', bytes: bytes.subarray(0, 20_000) },
      { key: 'two', name: 'two.bin', bytes },
    ],
    cabinets: 'external',
    cabinetOptions: { 'files.cab': { method: 'none', partBytes: 60_000 } },
  });
  const layOutPackage = (): string => {
    const folder = tempFolder();
    let disk = 0;
    for (const [name, content] of loose) {
      mkdirSync(join(folder, `disk${++disk}`));
      writeFileSync(join(folder, `disk${disk}`, name), content);
    }
    writeFileSync(join(folder, 'disk1', 'x.msi'), msi);
    return join(folder, 'disk1', 'x.msi');
  };

  it('is extracted, and made an image of', async () => {
    expect(loose.size).toBeGreaterThan(1);
    const out = join(tempFolder(), 'out');
    expect((await hotfixkit(['extract', layOutPackage(), '-o', out])).status).toBe(0);
    expect(readTree(out).get('Fixture/two.bin')!.equals(Buffer.from(bytes))).toBe(true);
    const image = join(tempFolder(), 'image');
    const made = await hotfixkit(['msiexec', '/a', layOutPackage(), '/qn', `TARGETDIR=${image}`]);
    expect([made.status, readTree(image).get('PFiles/Fixture/two.bin')?.length]).toEqual([0, bytes.length]);
  });
});
