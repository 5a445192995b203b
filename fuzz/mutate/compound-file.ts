import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { type StorageContent, writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../src/formats/cfb/storage-content.js';
import type { Random } from '../random.js';
import { tolerate } from '../target.js';
import { get, mutateBytes, put } from './bytes.js';
import { cabinetMap, rebuildChecksums } from './cabinet.js';

/*
 * Compound files in three depths: bytes of the file's own structure (header, allocation tables, directory), streams of a
 * sound file (string pool, tables, cabinets), and, in `database.ts`, cells of sound tables.
 */

/** Offsets of the fields of a compound file that decide how it is read (MS-CFB 2.2 to 2.6). */
export function compoundFileHot(bytes: Uint8Array): number[] {
  const hot: number[] = [];
  if (bytes.length < 512) return hot;
  for (let at = 0x18; at < 0x50; at += 2) hot.push(at);
  const sector = 2 ** get(bytes, 0x1e, 2);
  if (sector !== 512 && sector !== 4096) return hot;
  const table: number[] = [];
  const fatSectors = Math.min(109, get(bytes, 0x2c, 4));
  for (let i = 0; i < fatSectors; i++) {
    hot.push(0x4c + 4 * i);
    const at = (get(bytes, 0x4c + 4 * i, 4) + 1) * sector;
    if (at + sector > bytes.length) break;
    for (let k = at; k < at + sector; k += 4) {
      const next = get(bytes, k, 4);
      table.push(next);
      if (next !== 0xffffffff) hot.push(k);
    }
  }
  const chain = function* (first: number, limit: number): Generator<number> {
    for (let s = first, n = 0; s < table.length && n < limit; s = table[s]!, n++) {
      const at = (s + 1) * sector;
      if (at + sector > bytes.length) return;
      yield at;
    }
  };
  for (const at of chain(get(bytes, 0x30, 4), 64)) {
    for (let entry = at; entry < at + sector; entry += 128) {
      if (get(bytes, entry + 64, 2) === 0) continue;
      for (const field of [0, 2, 64, 66, 67, 68, 72, 76, 80, 116, 120, 124]) hot.push(entry + field);
    }
  }
  for (const at of chain(get(bytes, 0x3c, 4), 8)) {
    for (let k = at; k < at + sector; k += 4) if (get(bytes, k, 4) !== 0xffffffff) hot.push(k);
  }
  return hot;
}

/** The streams of a compound file, ready to be changed; null for one that cannot be read. */
export function contentOf(bytes: Uint8Array): StorageContent | null {
  return tolerate(() => storageContent(CompoundFile.open(new BufferSource(bytes)).root));
}

/** A compound file with these streams; null where they do not make one (a name too long, say). */
export function fileOf(content: StorageContent): Uint8Array | null {
  try {
    return writeCompoundFile(content);
  } catch {
    return null;
  }
}

interface Mutable {
  clsid?: string;
  streams: { name: string; bytes: Uint8Array }[];
  storages: { name: string; content: Mutable }[];
}

export function copyOf(content: StorageContent): Mutable {
  return {
    ...(content as object),
    streams: content.streams.map(({ name, bytes }) => ({ name, bytes })),
    storages: (content.storages ?? []).map(({ name, content }) => ({ name, content: copyOf(content) })),
  };
}

/** Numbers that tables and string pools are sensitive to: counts, null cells, code pages. */
const cells = [0, 1, 0x8000, 0xffff, 0x7fff, 0x8001, 0x2d40, 0x0502, 0x1900, 0xfd00, 0x04e4];

/** Streams that every database has, by the characters that MSI packs their names into (`!` in front of the name). */
const isSystem = (name: string): boolean => name.charCodeAt(0) === 0x4840;

/** Changes one to three streams of a storage: drops, swaps, grows or alters them. Small system streams come first. */
export function mutateStorage(random: Random, content: StorageContent): StorageContent {
  const copy = copyOf(content);
  mutate(random, copy);
  return copy as StorageContent;
}

function mutate(random: Random, content: Mutable): void {
  const { streams, storages } = content;
  if (storages.length > 0 && random.chance(0.5)) {
    mutate(random, random.pick(storages).content);
    return;
  }
  const rounds = 1 + random.below(3);
  for (let i = 0; i < rounds && streams.length > 0; i++) {
    const system = streams.filter(({ name }) => isSystem(name));
    const stream = system.length > 0 && random.chance(0.75) ? random.pick(system) : random.pick(streams);
    switch (random.below(10)) {
      case 0:
        streams.splice(streams.indexOf(stream), 1);
        break;
      case 1: {
        const other = random.pick(streams);
        [stream.bytes, other.bytes] = [other.bytes, stream.bytes];
        break;
      }
      case 2: {
        const grown = new Uint8Array(
          stream.bytes.length + random.pick([2, 4, 6, 8, 10, 12]) * (1 + random.below(50)),
        );
        grown.set(stream.bytes);
        stream.bytes = grown;
        break;
      }
      default:
        stream.bytes = mutateStream(random, stream.bytes, streams);
    }
  }
}

function mutateStream(
  random: Random,
  bytes: Uint8Array,
  streams: readonly { bytes: Uint8Array }[],
): Uint8Array {
  if (bytes[0] === 0x4d && bytes[1] === 0x53 && bytes[2] === 0x43) {
    const changed = mutateBytes(random, bytes, { hot: cabinetMap(bytes).hot });
    return random.chance(0.7) ? rebuildChecksums(changed) : changed;
  }
  if (bytes.length >= 2 && random.chance(0.5)) {
    const copy = bytes.slice();
    const count = 1 + random.below(4);
    for (let i = 0; i < count; i++) {
      put(
        copy,
        random.below(copy.length) & ~1,
        random.chance(0.5) ? random.below(400) : random.pick(cells),
        2,
      );
    }
    return copy;
  }
  return mutateBytes(random, bytes, { others: streams.map((stream) => stream.bytes) });
}

/** The file without one of its storages, without one of its streams, and with shorter streams. */
export function* reduceCompoundFile(bytes: Uint8Array): Generator<Uint8Array> {
  const content = contentOf(bytes);
  if (!content) return;
  for (const smaller of reduceStorage(content)) {
    const file = fileOf(smaller);
    if (file && file.length <= bytes.length) yield file;
  }
}

function* reduceStorage(content: StorageContent): Generator<StorageContent> {
  const { streams, storages = [] } = content;
  const half = Math.ceil(streams.length / 2);
  if (streams.length > 3) {
    yield { ...content, streams: streams.slice(0, half) };
    yield { ...content, streams: streams.slice(half) };
  }
  for (const one of storages) yield { ...content, storages: storages.filter((other) => other !== one) };
  for (const one of streams) yield { ...content, streams: streams.filter((other) => other !== one) };
  for (const one of storages) {
    for (const smaller of reduceStorage(one.content)) {
      yield {
        ...content,
        storages: storages.map((other) => (other === one ? { ...one, content: smaller } : other)),
      };
    }
  }
  for (const one of streams) {
    for (const part of [2, 8]) {
      if (one.bytes.length < 2 * part) continue;
      const shorter = one.bytes.subarray(0, one.bytes.length - Math.ceil(one.bytes.length / part));
      yield {
        ...content,
        streams: streams.map((other) => (other === one ? { ...one, bytes: shorter } : other)),
      };
    }
  }
}
