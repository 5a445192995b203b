import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { selfExtractor } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { withStreamAtEnd } from '../support/stream-at-end.js';
import { readTree, tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

/** Bytes that do not get smaller by compressing them. */
const noise = (length: number, seed: number): Uint8Array => {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  });
};
const one = noise(6000, 1);
const two = noise(9000, 2);
const three = noise(40_000, 3);
const files = [
  { key: 'one', name: 'one.bin', bytes: one, cabinet: '#a.cab' },
  { key: 'two', name: 'two.bin', bytes: two, cabinet: '#b.cab' },
];

/** Cabinets of one stored folder: a header, and for each member an entry, then blocks. */
const cabinet = (members: Record<string, Uint8Array>): Uint8Array =>
  buildCabinet({
    folders: [{ method: 'none', files: Object.entries(members).map(([name, bytes]) => ({ name, bytes })) }],
  });

/** The package with `b.cab` at its end. */
const { msi } = buildPackage({ files });
const { size } = Database.open(CompoundFile.open(new BufferSource(msi)).root).stream('b.cab');
const whole = withStreamAtEnd(msi, size);

const written = (bytes: Uint8Array, name: string): string => {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  return path;
};

describe('a package whose last cabinet is cut', () => {
  const path = (): string => written(whole.subarray(0, whole.length - 3000), 'x.msi');

  it.each([['info'], ['list'], ['streams'], ['tables']])('%s goes on with a warning', async (command) => {
    const { status, stderr, stdout } = await hotfixkit([command, path()]);
    expect(stderr).toContain('the file ends 3,000 bytes too early: the download is incomplete');
    expect(status).toBe(3);
    expect(stdout).toContain(
      command === 'tables' ? 'AdminExecuteSequence' : command === 'list' ? 'two.bin' : 'b.cab',
    );
  });

  it('says which streams are cut', async () => {
    const { streams } = (await hotfixkit(['streams', path(), '--json'])).json<{
      streams: { name: string; missingBytes?: number }[];
    }>();
    expect(streams.filter(({ missingBytes }) => missingBytes !== undefined)).toMatchObject([
      { name: 'b.cab' },
    ]);
    const info = (await hotfixkit(['info', path(), '--json'])).json<{ cabinets: object[] }>();
    expect(info.cabinets).toMatchObject([
      { name: 'a.cab', files: 1 },
      { name: 'b.cab', present: true, files: 1 },
    ]);
  });

  it('extracts files that are whole, and nothing where one is not', async () => {
    const out = join(tempFolder(), 'out');
    const all = await hotfixkit(['extract', path(), '-o', out, '--json']);
    expect(all.status).toBe(3);
    expect(all.json()).toMatchObject({
      error: { code: 'PACKAGE_INCOMPLETE', stream: 'b.cab', entry: 'two' },
    });
    expect(existsSync(out)).toBe(false);
    expect((await hotfixkit(['extract', path(), '-o', out, '--only', 'one.bin'])).status).toBe(0);
    expect([...readTree(out).values()].map((bytes) => bytes.equals(Buffer.from(one)))).toEqual([true]);
  });

  it.each([
    ['list', '--strict'],
    ['list', '--hash'],
  ])('%s %s is refused', async (command, ...more) => {
    const { status, stderr } = await hotfixkit([command, path(), ...more]);
    expect(status).toBe(3);
    expect(stderr).toContain('3,000 bytes too early: the download is incomplete');
  });

  it('no image is made', async () => {
    const target = join(tempFolder(), 'image');
    const { status, stderr } = await hotfixkit(['msiexec', '/a', path(), '/qn', `TARGETDIR=${target}`]);
    expect(status).not.toBe(0);
    expect(stderr).toContain('3,000 bytes too early: the download is incomplete');
    expect(existsSync(target)).toBe(false);
  });

  it('a stream that is cut is not written', async () => {
    const out = join(tempFolder(), 'b.cab');
    const { status, stderr } = await hotfixkit(['streams', path(), 'b.cab', '-o', out]);
    expect([status, existsSync(out)]).toEqual([3, false]);
    expect(stderr).toContain('the file ends 3,000 bytes too early');
  });

  it('also in an archive', async () => {
    const zip = buildZip({ files: [{ name: 'x.msi', bytes: whole.subarray(0, whole.length - 3000) }] });
    const { status, stderr } = await hotfixkit(['list', written(zip, 'x.zip')]);
    expect([status, stderr]).toMatchObject([
      3,
      expect.stringContaining('the file ends 3,000 bytes too early'),
    ]);
  });

  it('wherever it is cut, every command ends in words', async () => {
    for (let length = 600; length < whole.length; length += 4099) {
      const cut = written(whole.subarray(0, length), 'x.msi');
      for (const command of ['info', 'list', 'streams', 'tables']) {
        const { status, stderr } = await hotfixkit([command, cut]);
        expect([length, command, [0, 3].includes(status)]).toEqual([length, command, true]);
        expect(stderr).toMatch(
          /the file ends (?:at least )?[\d,]+ bytes? too early: the download is incomplete/,
        );
      }
    }
  });
});

describe('a cabinet that is cut', () => {
  const bytes = cabinet({ 'one.bin': one, 'two.bin': two, 'three.bin': three });
  const cut = bytes.subarray(0, bytes.length - 5000);
  const ways: [string, () => string][] = [
    ['by itself', () => written(cut, 'x.cab')],
    ['behind a program', () => written(selfExtractor(cut), 'x.exe')],
  ];

  it.each(ways)('%s is listed, and what is whole is extracted', async (_, path) => {
    for (const command of ['info', 'list']) {
      const { status, stderr } = await hotfixkit([command, path()]);
      expect([status, stderr]).toMatchObject([
        3,
        expect.stringContaining('the cabinet ends 5,000 bytes too early'),
      ]);
    }
    const out = join(tempFolder(), 'out');
    const all = await hotfixkit(['extract', path(), '-o', out]);
    expect([all.status, existsSync(out)]).toEqual([3, false]);
    expect(all.stderr).toContain(
      '1 of 3 files is not complete: three.bin; the cabinet ends 5,000 bytes too early',
    );
    expect(
      (await hotfixkit(['extract', path(), '-o', out, '--only', 'two.bin', '--only', 'one.bin'])).status,
    ).toBe(0);
    expect(readTree(out).get('two.bin')!.equals(Buffer.from(two))).toBe(true);
  });

  it.each([
    ['in its list of files', 50, /the cabinet ends 55,\d+ bytes too early: the download is incomplete/],
    ['in its header', 20, /the cabinet ends within its header: the download is incomplete/],
  ])('%s it is refused', async (_, length, message) => {
    const { status, stderr } = await hotfixkit(['list', written(bytes.subarray(0, length), 'x.cab')]);
    expect(status).toBe(3);
    expect(stderr).toMatch(message);
  });
});

describe('a zip archive that is cut', () => {
  const zip = buildZip({
    files: [
      { name: 'one.bin', bytes: one },
      { name: 'three.bin', bytes: three },
    ],
  });

  it('is listed, and what is whole is extracted', async () => {
    const path = written(zip.subarray(0, zip.length - 9000), 'x.zip');
    const listed = await hotfixkit(['list', path]);
    expect(listed).toMatchObject({ status: 3, stdout: expect.stringContaining('three.bin') });
    expect(listed.stderr).toMatch(
      /the zip archive ends at least 9,000 bytes too early: the download is incomplete/,
    );
    const out = join(tempFolder(), 'out');
    const all = await hotfixkit(['extract', path, '-o', out]);
    expect([all.status, existsSync(out)]).toEqual([3, false]);
    expect(all.stderr).toContain('files behind the cut are not known');
    expect((await hotfixkit(['extract', path, '-o', out, '--only', 'one.bin'])).status).toBe(0);
    expect((await hotfixkit(['list', path, '--strict'])).status).toBe(3);
  });

  it.each([
    { name: 'between two files', cut: 'three.bin', from: -30 },
    { name: 'inside the header of a file', cut: 'three.bin', from: -10 },
    { name: 'inside the name of a file', cut: 'three.bin', from: 4 },
    { name: 'before its directory', cut: 'PK\x01\x02', from: 0 },
  ])(
    'may lack files, so that there is no verdict, and files have to be named: $name',
    async ({ cut, from }) => {
      const path = written(zip.subarray(0, Buffer.from(zip).indexOf(cut) + from), 'x.zip');
      const out = join(tempFolder(), 'out');
      for (const line of [
        ['extract', path, '-o', out],
        ['extract', path, '-o', out, '--dry-run'],
        ['verify', path, '--require', 'one.bin >=1'],
        ['verify', path, '--kb', '977203', '--only-present'],
        ['prepare', path, '--kb', '977203', '-o', out],
      ]) {
        const { status, stderr } = await hotfixkit(line);
        expect([status, existsSync(out)]).toEqual([3, false]);
        expect(stderr).toMatch(
          /too early: the download is incomplete; files behind the cut are not known; .*/,
        );
      }
      expect((await hotfixkit(['verify', path, '--kb', 'all'])).stdout).toMatch(/NOT OK/);
      const named = await hotfixkit(['extract', path, '-o', out, '--only', 'one.bin']);
      expect([named.status, readFileSync(join(out, 'one.bin')).equals(one)]).toEqual([0, true]);
    },
  );

  it('has all of its files where the cut is in its directory', async () => {
    const at = Buffer.from(zip).indexOf('PK\x01\x02');
    for (const length of [at + 4, at + 20, zip.length - 22, zip.length - 1]) {
      const path = written(zip.subarray(0, length), 'x.zip');
      const out = join(tempFolder(), 'out');
      const { status, stderr } = await hotfixkit(['extract', path, '-o', out]);
      expect([status, readFileSync(join(out, 'three.bin')).equals(three)]).toEqual([0, true]);
      expect(stderr).toMatch(/the download is incomplete; all of its files are there/);
    }
  });
});

describe('a zip archive that counts too few files', () => {
  const library = buildExecutable({ platform: 'x86', version: { fileVersion: '1.0.0.0' } });
  const zip = buildZip({
    files: ['a.dll', 'b.dll', 'c.dll'].map((name) => ({ name, bytes: library })),
    count: 2,
  });

  it('is read whole, with a warning', async () => {
    const path = written(zip, 'x.zip');
    const out = join(tempFolder(), 'out');
    const { status, stderr } = await hotfixkit(['extract', path, '-o', out]);
    expect([status, readdirSync(out).length]).toEqual([0, 3]);
    expect(stderr).toMatch(/counts 2 entries, and its directory has 3: all of them are read/);
    const verified = await hotfixkit(['verify', path, '--require', 'c.dll >=1']);
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringContaining('OK WITH WARNINGS')]);
  });
});
