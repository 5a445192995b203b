import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planExtract } from '../../src/package/extract/extract-plan.js';
import { applyExtract } from '../../src/package/node/extract.js';
import { openPackage } from '../../src/package/open-package.js';
import { cabinetOf, iexpress, msu, selfExtractor } from '../support/container-builder.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { hashTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const has = (program: string): boolean =>
  spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;

const files = {
  'a.txt': 'alpha '.repeat(4000),
  'sub\\b.bin': Uint8Array.from({ length: 70_000 }, (_, i) => i % 251),
};
const zip = buildZip({
  files: Object.entries(files).map(([name, bytes]) => ({ name: name.replace('\\', '/'), bytes })),
});
const certificate = new Uint8Array(3000).fill(5);

/** The container itself, as we take it out. */
async function ours(path: string): Promise<Record<string, string>> {
  const opened = openPackage(`${path}!`);
  const out = join(tempFolder(), 'out');
  try {
    await applyExtract(opened.content, planExtract(opened.content), out);
  } finally {
    opened.close();
  }
  return hashTree(out);
}

function theirs(program: string, args: (out: string) => string[]): Record<string, string> {
  const out = tempFolder();
  execFileSync(program, args(out), { stdio: 'ignore' });
  return hashTree(out);
}

const sevenZip = (path: string) => theirs('7z', (out) => ['x', '-bso0', '-bsp0', '-y', `-o${out}`, path]);
const cabextract = (path: string) => theirs('cabextract', (out) => ['-q', '-d', out, path]);

function written(bytes: Uint8Array): string {
  const path = join(tempFolder(), 'x.exe');
  writeFileSync(path, bytes);
  return path;
}

describe('containers as other programs see them', () => {
  it.skipIf(!has('7z'))('a self-extracting zip, by 7-Zip', async () => {
    for (const bytes of [selfExtractor(zip), selfExtractor(zip, { platform: 'x64' })]) {
      const path = written(bytes);
      // Told that it is a zip: else 7-Zip shows the sections of the program.
      const seen = theirs('7z', (out) => ['x', '-tzip', '-bso0', '-bsp0', '-y', `-o${out}`, path]);
      expect(await ours(path)).toEqual(seen);
    }
  });

  it.skipIf(!has('cabextract')).each([
    ['an IExpress package', iexpress(cabinetOf(files), { TITLE: 'x' })],
    ['an update.exe package', selfExtractor(cabinetOf(files), {}, certificate)],
    ['a package of Windows Update', msu('Windows6.3-KB1-x64', cabinetOf(files))],
  ])('%s, by cabextract', async (_, bytes) => {
    const path = written(bytes);
    expect(await ours(path)).toEqual(cabextract(path));
  });
});

describeCorpus('real packages of Windows Update', () => {
  it.skipIf(!has('7z'))('taken apart as 7-Zip does, the cabinet inside too', async () => {
    const path = join(corpusDir, 'wix/CoreIntegration_TestData_.Data_Windows8.1-KB2937592-x86.msu');
    expect(await ours(path)).toEqual(sevenZip(path));
    const inner = join(theirsFolder(path), 'Windows8.1-KB2937592-x86.cab');
    const seen = sevenZip(inner);
    expect(Object.keys(seen).length).toBeGreaterThan(1);
    expect(await ours(`${path}!windows8.1-kb2937592-x86.cab`)).toEqual(seen);
  });
});

function theirsFolder(path: string): string {
  const out = tempFolder();
  execFileSync('7z', ['x', '-bso0', '-bsp0', '-y', `-o${out}`, path], { stdio: 'ignore' });
  return out;
}
