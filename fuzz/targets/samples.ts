import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { buildCabinet, type CabinetBlock } from '../../test/support/cabinet-builder.js';
import { buildPlainDelta } from '../../test/support/delta-builder.js';
import { encodeLzx } from '../../test/support/lzx-encoder.js';
import { buildPackage, type PackagePlan, type PlannedFile } from '../../test/support/package-builder.js';
import { buildPatch } from '../../test/support/patch-builder.js';
import { buildExecutable } from '../../test/support/portable-executable-builder.js';
import { encodeQuantum } from '../../test/support/quantum-encoder.js';
import { sampleBytes } from '../../test/support/sample-bytes.js';
import { buildTransform, tablesOf } from '../../test/support/transform-builder.js';
import type { Seed } from '../seeds.js';
import { bytesOf } from '../target.js';

/*
 * Seeds that the builders of the tests make: small, of every method and layout, and there without a corpus.
 */

const product = {
  name: 'Client',
  code: '{11111111-2222-3333-4444-555555555555}',
  upgradeCode: '{99999999-2222-3333-4444-555555555555}',
};

const program = (version: string): Uint8Array =>
  buildExecutable({ platform: 'x86', version: { fileVersion: version } as never });

const files: PlannedFile[] = [
  { key: 'readme', name: 'README~1.TXT|Read me.txt', bytes: bytesOf('read me '.repeat(90)) },
  { key: 'program', name: 'program.exe', bytes: program('1.0.0.0'), version: '1.0.0.0', language: '1033' },
  { key: 'empty', name: 'empty.dat', bytes: new Uint8Array(), directory: 'SUB' },
];

const directories = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PFiles' },
  { id: 'INSTALLDIR', parent: 'ProgramFilesFolder', defaultDir: 'FIXTUR~1|Fixture one:source' },
  { id: 'SUB', parent: 'INSTALLDIR', defaultDir: 'sub' },
];

/** Actions of an administrative sequence that set a folder and a property, and a condition that can be altered. */
const rows = {
  CustomAction: [
    ['SetSub', 51, 'SUB', '[INSTALLDIR]other'],
    ['SetText', 51, 'TEXT', '[ProductName] {in [NOTHING]}'],
  ],
  AdminExecuteSequence: [
    ['SetSub', 'NOT NOTHING AND (TEXT="" OR VersionNT >= 500)', 790],
    ['SetText', null, 791],
  ],
} as unknown as NonNullable<PackagePlan['rows']>;

function plan(change: Partial<PackagePlan> = {}): PackagePlan {
  return { product: { ...product, version: '1.0.0' }, directories, files, ...change };
}

export function packages(): Seed[] {
  const later: PlannedFile[] = files.map((file) => ({ ...file, cabinet: '#second.cab' }));
  const nested = [
    { id: 'A', title: 'A' },
    { id: 'B', parent: 'A', level: 0 },
  ];
  return [
    { name: 'built/embedded.msi', bytes: buildPackage(plan()).msi },
    { name: 'built/actions.msi', bytes: buildPackage(plan({ rows })).msi },
    {
      name: 'built/validated.msi',
      bytes: buildPackage(plan({ validation: true, features: nested } as object)).msi,
    },
    { name: 'built/beside.msi', bytes: buildPackage(plan({ cabinets: 'external' })).msi },
    { name: 'built/loose.msi', bytes: buildPackage(plan({ cabinets: 'none' })).msi },
    { name: 'built/two-media.msi', bytes: buildPackage(plan({ files: [files[0]!, ...later.slice(1)] })).msi },
  ];
}

const content = (): Uint8Array => {
  const text = bytesOf('hello world, hello '.repeat(1200));
  const noise = sampleBytes(20_000, 7);
  const bytes = new Uint8Array(text.length + noise.length);
  bytes.set(text);
  bytes.set(noise, text.length);
  return bytes;
};

export function cabinets(): Seed[] {
  const whole = content();
  const members = [
    { name: 'a.txt', bytes: whole.subarray(0, 5000) },
    { name: 'folder\\b.bin', bytes: whole.subarray(5000) },
  ];
  const of = (
    name: string,
    method: 'none' | 'mszip' | 'lzx' | 'quantum',
    more: { windowBits?: number; blocks?: CabinetBlock[] } = {},
    rest: object = {},
  ): Seed => ({
    name: `built/${name}.cab`,
    bytes: buildCabinet({ folders: [{ method, files: members, ...more }], ...rest }),
  });
  const lzx = (windowBits: number, more: object = {}) => ({
    windowBits,
    blocks: encodeLzx(whole, { windowBits, ...more }),
  });
  return [
    of('stored', 'none'),
    of('mszip', 'mszip'),
    of('lzx-15', 'lzx', lzx(15)),
    of('lzx-21-mixed', 'lzx', lzx(21, { blocks: mixedBlocks, translationSize: 40_000 })),
    of('quantum-10', 'quantum', { windowBits: 10, blocks: encodeQuantum(whole, { windowBits: 10 }) }),
    of('quantum-21', 'quantum', { windowBits: 21, blocks: encodeQuantum(whole, { windowBits: 21 }) }),
    of(
      'reserve',
      'mszip',
      {},
      { reserve: { header: 20, folder: 4, data: 4 }, trailer: bytesOf('signature') },
    ),
    of('spanning', 'mszip', {}, { next: { name: 'second.cab', disk: 'disk 2' } }),
    {
      name: 'built/folders.cab',
      bytes: buildCabinet({
        folders: [
          { method: 'none', files: [members[0]!] },
          { method: 'mszip', files: [members[1]!, { name: 'c', bytes: new Uint8Array() }] },
        ],
      }),
    },
  ];
}

const mixedBlocks = [
  { type: 'aligned' as const, length: 9000 },
  { type: 'stored' as const, length: 3001 },
  { type: 'verbatim' as const, length: 12_000 },
];

function versions(): { before: Uint8Array; after: Uint8Array; old: Uint8Array; now: Uint8Array } {
  const old = content().subarray(0, 9000);
  const now = Uint8Array.from(old, (byte, i) => (i % 500 === 0 ? byte ^ 1 : byte));
  const file = (bytes: Uint8Array): PlannedFile[] => [
    ...files,
    { key: 'changing', name: 'changing.dat', bytes },
  ];
  return {
    old,
    now,
    before: buildPackage(plan({ files: file(old) })).msi,
    after: buildPackage(
      plan({
        product: { ...product, version: '1.0.1' },
        files: [...file(now), { key: 'added', name: 'added.txt', bytes: bytesOf('added') }],
      }),
    ).msi,
  };
}

/** Patches, each with the product that it is for. */
export function patches(): Seed[] {
  const { before, after, old, now } = versions();
  const target = { name: 'T1ToU1', before, after };
  const added = { added: { whole: bytesOf('added') } };
  const patch = (files: object, more: object = {}): Uint8Array =>
    buildPatch({ targets: [{ ...target, files: { ...added, ...files } }], ...more });
  const sequences = [['Family', product.code, '1.0.1.0', 1]] as const;
  return [
    { name: 'built/whole.msp', companion: before, bytes: patch({ changing: { whole: now } }, { sequences }) },
    {
      name: 'built/delta.msp',
      companion: before,
      bytes: patch({ changing: { delta: buildPlainDelta(old, now, true) } }),
    },
  ];
}

/** Transforms, each with the database that it is for. */
export function transforms(): Seed[] {
  const { before, after } = versions();
  const built = buildTransform({ before: tablesOf(before), after: tablesOf(after) });
  const long = buildTransform({ before: tablesOf(before), after: tablesOf(after), longStringRefs: true });
  return [
    { name: 'built/update.mst', companion: before, bytes: writeCompoundFile(built) },
    { name: 'built/long-references.mst', companion: before, bytes: writeCompoundFile(long) },
  ];
}

/** Deltas, each with its old file. */
export function deltas(): Seed[] {
  const { old, now } = versions();
  const executable = program('1.0.0.0');
  const changed = program('1.0.0.1');
  return [
    { name: 'built/compressed.pa', companion: old, bytes: buildPlainDelta(old, now, true) },
    { name: 'built/stored.pa', companion: old, bytes: buildPlainDelta(old, now) },
    { name: 'built/program.pa', companion: executable, bytes: buildPlainDelta(executable, changed, true) },
  ];
}
