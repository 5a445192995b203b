import { createHash } from 'node:crypto';
import { BufferSource } from '../../src/core/byte-source.js';
import type { CabinetFile } from '../../src/formats/cab/cabinet-folder.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { applyDelta } from '../../src/formats/pa19/apply-delta.js';
import { openPackage } from '../../src/package/open-package.js';
import { memo, memoByName } from '../memo.js';
import { get, range } from '../mutate/bytes.js';
import { cabinetMap } from '../mutate/cabinet.js';
import type { Seed } from '../seeds.js';
import { Broken, seedNamed, type Target, tolerate } from '../target.js';
import { cabinetSeeds } from './cabinet-seeds.js';
import { deltaSeeds } from './delta-seeds.js';
import { password, zips } from './zip-seeds.js';

type Contents = Map<string, string>;

const digest = (): ReturnType<typeof createHash> => createHash('sha256');

/** Hashes of what a cabinet unpacks to, by name and place. */
function cabinetContents(bytes: Uint8Array): Contents {
  const set = CabinetSet.open(new BufferSource(bytes));
  const hashes = new Map<CabinetFile, ReturnType<typeof createHash>>(
    set.files.map((file) => [file, digest()]),
  );
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
      ...deltaSeeds(pool),
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
