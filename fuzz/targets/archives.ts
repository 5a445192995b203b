import { createHash } from 'node:crypto';
import {
  applyDelta,
  BufferSource,
  CabinetSet,
  describeDelta,
  findCabinets,
  openPackage,
  readDelta,
  readFileFacts,
  readPortableExecutable,
  readVersionInfo,
  type SetFile,
} from '../../src/index.js';
import { bundle, cabinetOf, iexpress, msu, selfExtractor } from '../../test/support/container-builder.js';
import { trailer } from '../../test/support/delta-builder.js';
import { buildExecutable } from '../../test/support/portable-executable-builder.js';
import { buildZip } from '../../test/support/zip-builder.js';
import { memo, memoByName } from '../memo.js';
import { concat, edges, get, mutateBytes, put, range } from '../mutate/bytes.js';
import { cabinetMap, rebuildChecksums } from '../mutate/cabinet.js';
import { mutateText, tokens } from '../mutate/text.js';
import { reduceZip, zipHot } from '../mutate/zip.js';
import type { Random } from '../random.js';
import type { Seed, SeedPool } from '../seeds.js';
import { Broken, bytesOf, optionsOf, seedNamed, type Target, tolerate } from '../target.js';
import { cabinets, deltas, packages } from './samples.js';
import { drain, usePackage } from './use-package.js';

const cabinetSeeds = (pool: SeedPool): Seed[] => [...cabinets(), ...pool.files(/\.cab(\.foo)?$/i, 60_000)];
const cabinetHot = memoByName((seed: Seed) => cabinetMap(seed.bytes).hot);

function decodeFolders(bytes: Uint8Array, strict: boolean): void {
  const set = CabinetSet.open(new BufferSource(bytes), { strict });
  for (const folder of set.folders) tolerate(() => drain(set.decode(folder.files)));
}

export const cab: Target = {
  name: 'cab',
  about: 'cabinets: headers, folders, files and blocks, with checksums that are right again',
  prepare(pool) {
    const seeds = cabinetSeeds(pool);
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = random.chance(0.8) ? cabinetHot(seed) : [];
        let bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        if (random.chance(0.7)) bytes = rebuildChecksums(bytes);
        return { bytes, seed: seed.name, choice: random.word() };
      },
      run(fuzzCase) {
        const option = optionsOf(fuzzCase);
        if (option()) {
          for (const _ of findCabinets(new BufferSource(fuzzCase.bytes))) break;
        }
        decodeFolders(fuzzCase.bytes, option() && option());
      },
      repair: rebuildChecksums,
    };
  },
};

export const cabPayload: Target = {
  name: 'cab-payload',
  about: 'compressed data behind right checksums: MSZIP, LZX, Quantum',
  prepare(pool) {
    const seeds = cabinetSeeds(pool).filter(({ bytes }) =>
      cabinetMap(bytes).blocks.some((b) => b.length > 0),
    );
    const blocksOf = memoByName((seed: Seed) => cabinetMap(seed.bytes).blocks.filter((b) => b.length > 0));
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const bytes = seed.bytes.slice();
        const blocks = blocksOf(seed);
        const changes = 1 + random.below(8);
        for (let i = 0; i < changes; i++) {
          const { body, length } = random.pick(blocks);
          // Trees and block headers stand in front: half of the changes go there.
          const at = body + random.below(random.chance(0.5) ? Math.min(64, length) : length);
          if (random.chance(0.3)) put(bytes, at, random.pick(edges), 2);
          else put(bytes, at, random.below(256), 1);
        }
        if (random.chance(0.2))
          put(bytes, random.pick(blocks).at + 6, random.pick([0, 1, 100, 32767, 32768]), 2);
        return { bytes: rebuildChecksums(bytes), seed: seed.name, choice: random.word() };
      },
      run: ({ bytes }) => decodeFolders(bytes, false),
      repair: rebuildChecksums,
    };
  },
};

const password = 'x';

function zips(): Seed[] {
  const [first, second] = packages();
  const plain = { name: 'dir/readme.txt', bytes: 'hi'.repeat(500) };
  const zip = (name: string, plan: Parameters<typeof buildZip>[0]): Seed => ({
    name: `built/${name}.zip`,
    bytes: buildZip(plan),
  });
  return [
    zip('package', {
      files: [{ name: 'x.msi', bytes: first!.bytes }, plain, { name: 's', bytes: 'stored', method: 0 }],
    }),
    zip('encrypted', {
      files: [
        { name: 'x.msi', bytes: second!.bytes, password },
        { name: 'y', bytes: 'q'.repeat(99), password, aes: 256, aesVersion: 2 },
        { name: 'z', bytes: 'q'.repeat(99), password, aes: 128, aesVersion: 1 },
      ],
    }),
    zip('descriptors', {
      files: [
        { ...plain, descriptor: true },
        { name: 'link', bytes: '/etc/passwd', mode: 0o120777 },
        { name: 'ü.txt', bytes: 'x' },
      ],
      comment: 'a comment',
      zip64: true,
    }),
    zip('framed', {
      files: [{ name: 'a.cab', bytes: cabinetOf({ 'f.msi': first!.bytes }) }],
      before: bytesOf('#!/bin/sh\n'),
      behind: bytesOf('tail'),
    }),
  ];
}

/** Archives whose directory says what an attacker likes: names, sizes, offsets, counts. */
function hostileZip(random: Random): Uint8Array {
  const count = random.pick([1, 2, 3, 8, 60, 500]);
  const name = (i: number): string =>
    random.pick([
      `f${i}`,
      `a/f${i}`,
      'same',
      '..',
      `../${i}`,
      'a/'.repeat(1 + random.below(200)),
      random.pick(tokens),
    ]) + random.pick(['', '.msi', '.zip', '.cab', '.']);
  const files = Array.from({ length: count }, (_, i) => ({
    name: name(i),
    bytes: 'x'.repeat(random.below(300)),
    ...(random.chance(0.1) ? { size: random.pick(edges) } : {}),
    ...(random.chance(0.1) ? { compressedSize: random.pick(edges) } : {}),
    ...(random.chance(0.1) ? { offset: random.chance(0.5) ? 0 : random.pick(edges) } : {}),
    ...(random.chance(0.1) ? { method: random.pick([0, 1, 9, 12, 14, 99]) } : {}),
    ...(random.chance(0.1) ? { mode: random.pick([0o120777, 0o40755, 0o60000, 0o104755]) } : {}),
  }));
  return buildZip({
    files,
    ...(random.chance(0.1) ? { count: random.pick(edges) & 0xffff } : {}),
    ...(random.chance(0.1) ? { zip64: true } : {}),
    ...(random.chance(0.1) ? { behind: new Uint8Array(random.below(70_000)) } : {}),
  });
}

export const zip: Target = {
  name: 'zip',
  about: 'zip archives: directory, names, sizes, encryption, archives in archives',
  prepare(pool) {
    const inner = zips();
    const seeds = [
      ...inner,
      { name: 'built/nested.zip', bytes: buildZip({ files: [{ name: 'in.zip', bytes: inner[0]!.bytes }] }) },
      ...pool.files(/\.zip$/i),
    ];
    const hot = memoByName((seed: Seed) => zipHot(seed.bytes));
    return {
      seeds,
      make(random) {
        if (random.chance(0.25)) {
          return { bytes: hostileZip(random), seed: inner[0]!.name, choice: random.word() };
        }
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot: hot(seed), others });
        return { bytes, seed: seed.name, choice: random.word() };
      },
      async run(fuzzCase, world) {
        await usePackage(world.write('case.zip', fuzzCase.bytes), { option: optionsOf(fuzzCase), password });
      },
      reduce: reduceZip,
    };
  },
};

const burnManifest = (payloads: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><BurnManifest xmlns="http://schemas.microsoft.com/wix/2008/Burn"><UX PrimaryPayloadId="u0"><Payload Id="u0" FilePath="ux.dll" FileSize="1" Packaging="embedded" SourcePath="u0"/></UX><Container Id="C0" FileSize="1" AttachedIndex="1" Attached="yes"/>${payloads}<Chain><MsiPackage Id="p.msi"/></Chain></BurnManifest>`;
const burnPayload =
  '<Payload Id="p.msi" FilePath="dir\\p.msi" FileSize="9" Packaging="embedded" Container="C0" SourcePath="a0"/>';

export const container: Target = {
  name: 'container',
  about: 'self-extractors, IExpress, WiX bundles and their manifests, .msu, cabinets found inside',
  prepare(pool) {
    const [first] = packages();
    const cabinet = cabinetOf({ 'a.txt': 'hello', 'b/c.msi': first!.bytes, 'x.exe': 'MZ' });
    const seeds: Seed[] = [
      { name: 'built/zip.exe', bytes: selfExtractor(zips()[0]!.bytes) },
      { name: 'built/cab.exe', bytes: selfExtractor(cabinet, {}, bytesOf('certificate')) },
      { name: 'built/iexpress.exe', bytes: iexpress(cabinet, { TITLE: 't', RUNPROGRAM: 'setup.exe' }) },
      {
        name: 'built/bundle3.exe',
        bytes: bundle({ version: 3, ux: { 'ux.dll': 'MZx' }, containers: [{ 'p.msi': first!.bytes }] }),
      },
      {
        name: 'built/bundle4.exe',
        bytes: bundle({
          version: 4,
          containers: [{ 'p.msi': first!.bytes }, { 'q.txt': 'x' }],
          external: ['e.msi'],
          signature: bytesOf('signature'),
        }),
      },
      { name: 'built/windows6.1-kb976571-x64.msu', bytes: msu('Windows6.1-KB976571-x64', cabinet) },
      ...pool.files(/\.(msu|exe)$/i),
    ];
    const hot = memoByName((seed: Seed) => [
      ...zipHot(seed.bytes),
      ...range(0, Math.min(1024, seed.bytes.length)),
      ...cabinetsIn(seed.bytes),
    ]);
    const manifest = burnManifest(burnPayload.repeat(3));
    return {
      seeds,
      make(random) {
        const choice = random.word();
        if (random.chance(0.3)) {
          const text = mutateText(random, manifest, [burnPayload, manifest]);
          const bytes = bundle({
            version: 3,
            ux: { 'ux.dll': 'MZx' },
            containers: [{ 'p.msi': 'x' }],
            manifest: text,
          });
          return { bytes, seed: seeds[3]!.name, choice };
        }
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot: random.chance(0.7) ? hot(seed) : [], others });
        return { bytes, seed: seed.name, choice };
      },
      async run(fuzzCase, world) {
        const { seed } = fuzzCase;
        const name = seed.slice(seed.lastIndexOf('/') + 1);
        const path = world.write(`container/${name}`, fuzzCase.bytes);
        await usePackage(path, { option: optionsOf(fuzzCase), password });
      },
      reduce: reduceZip,
    };
  },
};

function cabinetsIn(bytes: Uint8Array): number[] {
  const hot: number[] = [];
  for (let at = 0; at + 36 < bytes.length && hot.length < 4000; at++) {
    if (get(bytes, at, 4) !== 0x4643534d) continue;
    hot.push(...cabinetMap(bytes.subarray(at)).hot.map((offset) => at + offset));
  }
  return hot;
}

export const pe: Target = {
  name: 'pe',
  about: 'executables: headers, sections, resources, version information (PE and NE)',
  prepare(pool) {
    const version = {
      fileVersion: '4.0.6487.2111',
      strings: { CompanyName: 'Somebody', OriginalFilename: 'a.exe' },
    };
    const built = (['x86', 'x64', 'IA-64', 'ARM64', 'ARM'] as const).map((platform) => ({
      name: `built/${platform}.exe`,
      bytes: buildExecutable({ platform, version }),
    }));
    const real = pool.files(/\.(exe|dll|sys)$/i);
    const images = pool.files(/pa19\/.*\.(new|old)$/, 60_000).filter(({ bytes }) => bytes[0] === 0x4d);
    const seeds = [...built, ...real, ...images];
    const hot = memoByName(({ bytes }: Seed) => executableHot(bytes));
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot: random.chance(0.85) ? hot(seed) : [], others });
        return { bytes, seed: seed.name, choice: 0 };
      },
      run({ bytes }) {
        const source = new BufferSource(bytes);
        tolerate(() => JSON.stringify(readFileFacts(source)));
        const executable = readPortableExecutable(source);
        if (executable) readVersionInfo(source, executable);
      },
    };
  },
};

function executableHot(bytes: Uint8Array): number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hot = range(0, Math.min(1024, bytes.length));
  const version = buffer.indexOf('VS_VERSION_INFO', 0, 'utf16le');
  if (version > 6) hot.push(...range(version - 6, Math.min(bytes.length, version + 900)));
  const section = buffer.indexOf('.rsrc');
  const resources = section > 0 ? get(bytes, section + 20, 4) : 0;
  if (resources > 0) hot.push(...range(resources, Math.min(bytes.length, resources + 512)));
  return hot;
}

/** Deltas of Windows' own PatchAPI, with the old files that they are for. */
function realDeltas(pool: SeedPool): Seed[] {
  const index = pool.file('pa19/INDEX.tsv');
  if (!index) return [];
  return new TextDecoder()
    .decode(index)
    .split('\n')
    .flatMap((line): Seed[] => {
      const [old, , patch] = line.split('\t').map((cell) => cell.trim());
      if (!old?.endsWith('.old') || !patch?.endsWith('.pa')) return [];
      const companion = pool.file(`pa19/${old}`);
      const bytes = pool.file(`pa19/${patch}`);
      if (!companion || !bytes || bytes.length > 60_000 || companion.length > 130_000) return [];
      return [{ name: `pa19/${patch}`, bytes, companion }];
    });
}

/** The last four bytes of a delta make its CRC come out right. */
function withTrailer(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, Math.max(0, bytes.length - 4));
  return concat(body, trailer(body));
}

export const delta: Target = {
  name: 'delta',
  about: 'PA19 deltas whose checksum is right again, applied to their old file',
  prepare(pool) {
    const seeds = [...deltas(), ...realDeltas(pool)];
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = range(0, Math.min(120, seed.bytes.length));
        const bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        return { bytes: withTrailer(bytes), seed: seed.name, choice: 0 };
      },
      run(fuzzCase) {
        tolerate(() => JSON.stringify(describeDelta(readDelta(fuzzCase.bytes))));
        applyDelta(fuzzCase.bytes, seedNamed(seeds, fuzzCase.seed).companion!);
      },
      repair: withTrailer,
    };
  },
};

export const deltaOld: Target = {
  name: 'delta-old',
  about: 'sound deltas applied to damaged old files, executables above all',
  prepare(pool) {
    const patches = [...deltas(), ...realDeltas(pool)];
    const seeds = patches.map(({ name, companion }) => ({ name, bytes: companion! }));
    return {
      seeds,
      make(random) {
        const seed = random.pick(seeds);
        const hot = range(0, Math.min(1000, seed.bytes.length));
        const bytes = mutateBytes(random, seed.bytes, { hot, others: [random.pick(seeds).bytes] });
        return { bytes, seed: seed.name, choice: 0 };
      },
      run(fuzzCase) {
        applyDelta(seedNamed(patches, fuzzCase.seed).bytes, fuzzCase.bytes);
      },
    };
  },
};

type Contents = Map<string, string>;

const digest = (): ReturnType<typeof createHash> => createHash('sha256');

/** Hashes of what a cabinet unpacks to, by name and place. */
function cabinetContents(bytes: Uint8Array): Contents {
  const set = CabinetSet.open(new BufferSource(bytes));
  const hashes = new Map<SetFile, ReturnType<typeof createHash>>(set.files.map((file) => [file, digest()]));
  const contents: Contents = new Map();
  for (const part of set.decode(set.files)) {
    if ('chunk' in part) hashes.get(part.file)!.update(part.chunk);
    else contents.set(`${part.file.name}@${part.file.folderOffset}`, hashes.get(part.file)!.digest('hex'));
  }
  return contents;
}

/** The same for a container, by the paths of its members. */
function containerContents(path: string): Contents {
  const opened = openPackage(`${path}!`, { password });
  try {
    const { content } = opened;
    const hashes = new Map(content.files.map((file) => [file, digest()]));
    const contents: Contents = new Map();
    for (const batch of content.batches(content.files)) {
      for (const part of content.decode(batch)) {
        if ('chunk' in part) hashes.get(part.file)!.update(part.chunk);
        else contents.set(part.file.key, hashes.get(part.file)!.digest('hex'));
      }
    }
    return contents;
  } finally {
    opened.close();
  }
}

/** Offsets that CFDATA's checksum covers, itself included, in blocks that have one. */
function coveredByChecksums(bytes: Uint8Array): number[] {
  return cabinetMap(bytes)
    .blocks.filter(({ at, length }) => length > 0 && get(bytes, at, 4) !== 0)
    .flatMap(({ at, body, length }) => [...range(at, at + 8), ...range(body, body + length)]);
}

export const bits: Target = {
  name: 'bits',
  about:
    'one bit flipped where a checksum covers it: refused, or nothing else comes out (cabinet, zip, delta)',
  prepare(pool) {
    const covered = memoByName((seed: Seed) => coveredByChecksums(seed.bytes));
    const all = [
      ...cabinetSeeds(pool).filter((seed) => covered(seed).length > 0),
      ...zips(),
      ...deltas(),
      ...realDeltas(pool),
    ];
    const contentsOf = (
      name: string,
      bytes: Uint8Array,
      companion: Uint8Array | undefined,
      path: () => string,
    ) => {
      if (companion)
        return new Map([['new file', digest().update(applyDelta(bytes, companion)).digest('hex')]]);
      return name.endsWith('.zip') ? containerContents(path()) : cabinetContents(bytes);
    };
    const truths = memo(() => new Map<string, Contents | null>())();
    return {
      seeds: all,
      make(random) {
        const seed = random.pick(all);
        const bytes = seed.bytes.slice();
        const places = covered(seed);
        const at = places.length > 0 ? random.pick(places) : random.below(bytes.length);
        bytes[at]! ^= 1 << random.below(8);
        return { bytes, seed: seed.name, choice: 0 };
      },
      run({ bytes, seed: name }, world) {
        const seed = seedNamed(all, name);
        const read = (content: Uint8Array): Contents =>
          contentsOf(name, content, seed.companion, () => world.write('case.zip', content));
        if (!truths.has(name))
          truths.set(
            name,
            tolerate(() => read(seed.bytes)),
          );
        const truth = truths.get(name);
        if (!truth) return;
        for (const [key, hash] of read(bytes)) {
          const right = truth.get(key);
          if (right !== undefined && right !== hash) throw new Broken('other-content', `${name}: ${key}`);
        }
      },
    };
  },
};
