import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import {
  buildCabinet,
  buildCabinetSet,
  type CabinetPlan,
  type FolderPlan,
} from '../support/cabinet-builder.js';
import { encodeLzx } from '../support/lzx-encoder.js';
import { encodeQuantum } from '../support/quantum-encoder.js';
import { sampleBytes } from '../support/sample-bytes.js';

/*
 * What we read is what other programs read, and what other programs write we read. Each test is skipped, visibly, where
 * its program is not installed.
 */

const folder = mkdtempSync(join(tmpdir(), 'cabinet-peers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function run(program: string, args: string[], cwd = folder): void {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  expect(`${status} ${status === 0 ? '' : stdout + stderr}`).toBe('0 ');
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function filesBelow(path: string): Record<string, string> {
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    entries
      .filter((entry) => statSync(join(path, entry)).isFile())
      .map((entry) => [relative('.', entry).replaceAll('\\', '/'), hash(readFileSync(join(path, entry)))]),
  );
}

function filesOf(set: CabinetSet): Record<string, string> {
  const names = set.files.map((file) => [file.name.replaceAll('\\', '/'), hash(set.readFile(file))] as const);
  return Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const content = sampleBytes(200_000, 5);
const files = [
  { name: 'a.bin', bytes: content.subarray(0, 70_000) },
  { name: 'dir\\b.bin', bytes: content.subarray(70_000, 70_500) },
  { name: 'dir\\sub\\größe.bin', bytes: content.subarray(70_500) },
];

function lzx(windowBits: number, ...blocks: ['verbatim' | 'aligned' | 'stored', number][]): FolderPlan {
  const plans = blocks.map(([type, length]) => ({ type, length }));
  return {
    method: 'lzx',
    windowBits,
    files,
    blocks: encodeLzx(content, { windowBits, blocks: plans, translationSize: 90_000 }),
  };
}

const plans: Record<string, CabinetPlan> = {
  stored: { folders: [{ method: 'none', files }] },
  mszip: { folders: [{ method: 'mszip', files }] },
  'mszip in short blocks': { folders: [{ method: 'mszip', files: files.slice(0, 1), blockSize: 32_768 }] },
  'LZX, verbatim': { folders: [lzx(15, ['verbatim', 300_000])] },
  'LZX, aligned': { folders: [lzx(18, ['aligned', 50_000])] },
  'LZX, stored': { folders: [lzx(17, ['stored', 40_001])] },
  'LZX, all sorts': {
    folders: [lzx(21, ['verbatim', 20_001], ['stored', 33_333], ['aligned', 9_999], ['stored', 1])],
  },
  'Quantum, small window': {
    folders: [
      { method: 'quantum', windowBits: 10, files, blocks: encodeQuantum(content, { windowBits: 10 }) },
    ],
  },
  'Quantum, large window': {
    folders: [
      { method: 'quantum', windowBits: 21, files, blocks: encodeQuantum(content, { windowBits: 21 }) },
    ],
  },
  'with reserve fields': {
    folders: [{ method: 'mszip', files }],
    reserve: { header: 20, folder: 4, data: 8 },
  },
};

/** 7z wants Quantum's arithmetic coder ended to the bit, which the small encoder does not care for. */
const readers: [program: string, args: (cabinet: string, to: string) => string[], names: string[]][] = [
  ['cabextract', (cabinet, to) => ['-q', '-d', to, cabinet], Object.keys(plans)],
  [
    '7z',
    (cabinet, to) => ['x', '-y', `-o${to}`, cabinet],
    Object.keys(plans).filter((name) => !name.startsWith('Quantum')),
  ],
];

describe.each(readers)('%s reads the test cabinets as we do', (program, args, names) => {
  it.skipIf(!isInstalled(program)).each(names)('%s', (name) => {
    const cabinet = buildCabinet(plans[name]!);
    const to = mkdtempSync(join(folder, 'out-'));
    const path = join(folder, `${program}.cab`);
    writeFileSync(path, cabinet);
    run(program, args(path, to));
    const ours = filesOf(CabinetSet.open(new BufferSource(cabinet), { strict: true }));
    expect(Object.keys(ours).length).toBeGreaterThan(0);
    expect(filesBelow(to)).toEqual(ours);
  });

  it.skipIf(!isInstalled(program) || program !== '7z')('a spanning set', () => {
    const second = lzx(16, ['verbatim', 70_000]);
    const renamed = files.map((file) => ({ ...file, name: `lzx\\${file.name}` }));
    const parts = buildCabinetSet({
      folders: [
        { method: 'mszip', files },
        { ...second, files: renamed },
      ],
      partBytes: 30_000,
    });
    const set = mkdtempSync(join(folder, 'set-'));
    for (const part of parts) writeFileSync(join(set, part.name), part.bytes);
    run(program, args(join(set, parts[0]!.name), join(set, 'out')), set);
    const ours = CabinetSet.open(new BufferSource(parts[0]!.bytes), {
      strict: true,
      resolve: (name) => new BufferSource(parts.find((part) => part.name === name)!.bytes),
    });
    expect(ours.files).toHaveLength(6);
    expect(filesBelow(join(set, 'out'))).toEqual(filesOf(ours));
  });
});

describe('what gcab writes', () => {
  const source = join(folder, 'source');
  beforeAll(() => {
    mkdirSync(source);
    writeFileSync(join(source, 'one.bin'), content.subarray(0, 100_000));
    writeFileSync(join(source, 'two.txt'), 'two');
    writeFileSync(join(source, 'größe.bin'), content.subarray(100_000));
    writeFileSync(join(source, 'empty'), '');
  });

  it.skipIf(!isInstalled('gcab')).each([
    ['stored', []],
    ['MSZIP', ['-z']],
  ])('%s', (_label, options) => {
    const path = join(folder, 'gcab.cab');
    run('gcab', ['-c', ...options, path, 'one.bin', 'two.txt', 'größe.bin', 'empty'], source);
    const set = CabinetSet.open(new BufferSource(readFileSync(path)), { strict: true });
    expect(filesOf(set)).toEqual(filesBelow(source));
  });
});
