import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { cabinetOf, iexpress } from '../support/container-builder.js';
import { makeImage } from '../support/image.js';
import { fixturesDir, standInPath, text, writePackage } from '../support/package-folder.js';
import { exportedTaskSequence } from '../support/task-sequence.js';
import { tempFolder } from '../support/temp-folder.js';

/*
 * A run decodes each folder of each cabinet once, whatever is verified, looked into, written and reported. It is counted
 * where decoding a folder begins; the sizes of what was asked for tell that something was counted at all.
 */
const starts = vi.hoisted(() => ({ folders: [] as string[] }));

vi.mock('../../src/formats/cab/decode-folder.js', async (original) => {
  const actual = await original<typeof import('../../src/formats/cab/decode-folder.js')>();
  return {
    ...actual,
    decodeFolder: (...args: Parameters<typeof actual.decodeFolder>) => {
      const [folder, wanted] = args;
      const { cabinetName, cabinet } = folder.parts[0]!;
      if (wanted.length > 0)
        starts.folders.push(`${cabinetName} of ${cabinet.header.size} bytes, folder ${folder.index}`);
      return actual.decodeFolder(...args);
    },
  };
});

beforeEach(() => {
  starts.folders = [];
});

const twice = (): string[] => starts.folders.filter((one, index) => starts.folders.indexOf(one) !== index);

const manyFolders = () =>
  writePackage({
    files: Array.from({ length: 6 }, (_, index) => ({
      key: `f${index}`,
      name: `f${index}.dll`,
      bytes: text(`${index}`.repeat(40_000)),
      media: (index % 3) + 1,
    })),
  });

const out = (): string => join(tempFolder(), 'out');
const kb = ['--kb', '977203'];

it.each<[string, (folder: string) => string[]]>([
  ['extract', (to) => ['extract', standInPath(2), '-o', to]],
  ['extract of several cabinets', (to) => ['extract', manyFolders(), '-o', to]],
  ['list with hashes', () => ['list', standInPath(2), '--hash']],
  ['verify', () => ['verify', standInPath(2), ...kb]],
  ['msiexec /a', (to) => ['msiexec', '/a', standInPath(2), '/qn', `TARGETDIR=${to}`]],
  ['stage', (to) => ['stage', standInPath(2), ...kb, '--client-source', to, '--create-client-source']],
  [
    'stage that changes nothing',
    (to) => ['stage', standInPath(2), ...kb, '--client-source', to, '--create-client-source', '--dry-run'],
  ],
  ['prepare', (to) => ['prepare', standInPath(2), ...kb, '-o', to]],
  ['prepare that writes nothing', (to) => ['prepare', standInPath(2), ...kb, '-o', to, '--dry-run']],
])('%s', async (_, line) => {
  const { status, stderr } = await hotfixkit(line(out()));
  expect([status, stderr]).toEqual([0, expect.any(String)]);
  expect(starts.folders.length).toBeGreaterThan(0);
  expect(twice()).toEqual([]);
});

it('a download in its wrapping', async () => {
  const path = join(tempFolder(), 'download.exe');
  writeFileSync(path, iexpress(cabinetOf({ 'x.msi': readFileSync(standInPath(2)), 'readme.txt': 'x' })));
  expect((await hotfixkit(['prepare', path, ...kb, '-o', out()])).status).toBe(0);
  expect(starts.folders.length).toBeGreaterThan(2);
  // The wrapping is decoded to see what is inside, and again for the package that is opened.
  expect(twice()).toEqual([expect.stringContaining('CABINET')]);
});

it('a task sequence that is edited', async () => {
  const [from, to] = [join(tempFolder(), 'ts.xml'), out()];
  writeFileSync(from, exportedTaskSequence());
  const line = ['stage', standInPath(2), ...kb, '--client-source', out(), '--create-client-source'];
  const sequence = ['--task-sequence', from, '-o', `${to}.xml`, '--utility-package-id', 'ABC00042'];
  expect((await hotfixkit([...line, '--package-id', 'ABC00001', ...sequence])).status).toBe(0);
  expect(starts.folders.length).toBeGreaterThan(0);
  expect(twice()).toEqual([]);
});

it('a patch onto an image', async () => {
  const prepared = out();
  await hotfixkit(['prepare', standInPath(2), ...kb, '-o', prepared]);
  const image = await makeImage(join(fixturesDir, 'kb977203/client-sp2.msi'));
  const patch = join(prepared, 'content/client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp');
  starts.folders = [];
  expect((await hotfixkit(['msiexec', '/p', patch, '/a', image.path, '/qn'])).status).toBe(0);
  expect(starts.folders.length).toBeGreaterThan(1);
  // Deltas that state no size are decoded to know it, before the database is written, and again when they are applied.
  expect(twice()).toEqual([expect.stringContaining('PCW_CAB')]);
});
