import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import CFB from 'cfb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource, readAll } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { type StorageContent, writeCompoundFile } from '../../../src/formats/cfb/compound-file-writer.js';
import type { Storage } from '../../../src/formats/cfb/storage.js';
import { caught } from '../../support/caught.js';
import { pattern } from '../../support/compound-file-builder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough, runs } from '../../support/thorough.js';

const CLSID = '{000C1084-0000-0000-C000-000000000046}';
const SIZES = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 8192, 70_000];

/** Path to content, as this project reads it back. */
function contents(storage: Storage, path = ''): Map<string, Uint8Array> {
  const all = new Map<string, Uint8Array>();
  for (const entry of storage.streams.values()) all.set(path + entry.name, readAll(entry.open()).slice());
  for (const child of storage.storages.values()) {
    for (const [name, bytes] of contents(child, `${path}${child.name}/`)) all.set(name, bytes);
  }
  return all;
}

function planned(content: StorageContent, path = ''): Map<string, Uint8Array> {
  const all = new Map<string, Uint8Array>();
  for (const { name, bytes } of content.streams) all.set(path + name, bytes);
  for (const child of content.storages ?? []) {
    for (const [name, bytes] of planned(child.content, `${path}${child.name}/`)) all.set(name, bytes);
  }
  return all;
}

function expectSame(actual: Map<string, Uint8Array>, expected: Map<string, Uint8Array>): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, bytes] of expected) {
    expect([name, Buffer.compare(actual.get(name)!, bytes)]).toEqual([name, 0]);
  }
}

function reopened(content: StorageContent): Map<string, Uint8Array> {
  const file = CompoundFile.open(new BufferSource(writeCompoundFile(content)), { strict: true });
  const result = contents(file.root);
  expect(file.warnings).toEqual([]);
  return result;
}

/** The npm package's reading of a file. */
function secondOpinion(bytes: Uint8Array): Map<string, Uint8Array> {
  const container = CFB.read(Buffer.from(bytes), { type: 'buffer' });
  const all = new Map<string, Uint8Array>();
  container.FullPaths.forEach((path, i) => {
    const entry = container.FileIndex[i]!;
    if (entry.type === 2) all.set(path.slice('Root Entry/'.length), Uint8Array.from(entry.content ?? []));
  });
  return all;
}

const sample: StorageContent = {
  clsid: CLSID,
  streams: SIZES.map((size, i) => ({ name: `s${size}`, bytes: pattern(size, i) })),
  storages: [
    { name: 'empty', content: { streams: [] } },
    {
      name: '#T1',
      content: {
        clsid: '{000C1082-0000-0000-C000-000000000046}',
        streams: [{ name: 's1', bytes: pattern(5000, 3) }],
        storages: [{ name: 'inner', content: { streams: [{ name: '\u4840\u3f7f', bytes: pattern(9) }] } }],
      },
    },
  ],
};

describe('what is written', () => {
  it('reads back, and the npm package reads the same', () => {
    expectSame(reopened(sample), planned(sample));
    expectSame(secondOpinion(writeCompoundFile(sample)), planned(sample));
  });

  it('keeps the class of every storage', () => {
    const { root } = CompoundFile.open(new BufferSource(writeCompoundFile(sample)));
    expect(root.clsid).toBe(CLSID);
    expect(root.storages.get('#T1')!.clsid).toBe('{000C1082-0000-0000-C000-000000000046}');
    expect(root.storages.get('empty')!.clsid).toBe('{00000000-0000-0000-0000-000000000000}');
  });

  it('is the same for the same content, whatever the order', () => {
    const turned = { ...sample, streams: [...sample.streams].reverse() };
    expect(Buffer.compare(writeCompoundFile(sample), writeCompoundFile(sample))).toBe(0);
    expectSame(reopened(turned), planned(sample));
  });

  it('may be nothing at all', () => {
    expect(reopened({ streams: [] }).size).toBe(0);
    expect(secondOpinion(writeCompoundFile({ streams: [] })).size).toBe(0);
  });

  it.each(SIZES)('may be one stream of %d bytes', (size) => {
    const content = { streams: [{ name: 'x', bytes: pattern(size) }] };
    expectSame(reopened(content), planned(content));
  });

  itThorough('has a DIFAT beyond the header from 109 FAT sectors on', () => {
    const content = {
      streams: [
        { name: 'a', bytes: pattern(25_000_000, 1) },
        { name: 'b', bytes: pattern(10, 2) },
        { name: 'c', bytes: pattern(5000, 3) },
      ],
    };
    const bytes = writeCompoundFile(content);
    expect(new DataView(bytes.buffer).getUint32(0x48, true)).toBeGreaterThan(1);
    expectSame(contents(CompoundFile.open(new BufferSource(bytes), { strict: true }).root), planned(content));
    expectSame(secondOpinion(bytes), planned(content));
  });

  it('may be anything', () => {
    const name = fc.string({
      minLength: 1,
      maxLength: 31,
      unit: fc.constantFrom(...'abAB\u3800\u4840_\u0005é'),
    });
    const stream = fc.record({
      name,
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(9000).map((n) => pattern(n)),
      ),
    });
    const unique = { selector: (entry: { name: string }) => entry.name.toUpperCase() };
    const streams = fc.uniqueArray(stream, { maxLength: 12, ...unique });
    fc.assert(
      fc.property(streams, streams, fc.constantFrom('\ufb00storage'), (own, inner, storage) => {
        const content = { streams: own, storages: [{ name: storage, content: { streams: inner } }] };
        expectSame(reopened(content), planned(content));
      }),
      { seed: 1, numRuns: runs(100) },
    );
  });
});

describe('the directory', () => {
  interface Entry {
    name: string;
    red: boolean;
    left: number;
    right: number;
    child: number;
  }

  /** The entries, which follow one another in a file that the writer has made. */
  function entriesOf(bytes: Uint8Array, count: number): Entry[] {
    const view = new DataView(bytes.buffer);
    const start = (view.getUint32(0x30, true) + 1) * 512;
    const entries: Entry[] = [];
    for (let at = start; entries.length < count; at += 128) {
      const length = view.getUint16(at + 0x40, true) / 2 - 1;
      entries.push({
        name: String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint16(at + 2 * i, true))),
        red: view.getUint8(at + 0x43) === 0,
        left: view.getInt32(at + 0x44, true),
        right: view.getInt32(at + 0x48, true),
        child: view.getInt32(at + 0x4c, true),
      });
    }
    return entries;
  }

  /** Searches as MS-CFB 2.6.4 says, and so as Windows does. */
  function search(entries: Entry[], name: string): number {
    for (let at = entries[0]!.child; at >= 0; ) {
      const entry = entries[at]!;
      const [a, b] = [name.toUpperCase(), entry.name.toUpperCase()];
      if (a === b) return at;
      at = a.length < b.length || (a.length === b.length && a < b) ? entry.left : entry.right;
    }
    return -1;
  }

  /** Black height, or a failed expectation. */
  function blackHeight(entries: Entry[], at: number, parentRed: boolean): number {
    if (at < 0) return 1;
    const { red, left, right } = entries[at]!;
    expect(parentRed && red).toBe(false);
    const height = blackHeight(entries, left, red);
    expect(blackHeight(entries, right, red)).toBe(height);
    return height + (red ? 0 : 1);
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 20, 31, 32, 57, 1000])(
    'of %d members is a red-black tree in order',
    (count) => {
      const streams = Array.from({ length: count }, (_, i) => ({
        name: `${'n'.repeat(i % 7)}${String.fromCharCode(0x3800 + ((i * 37) % 1024))}${i}`,
        bytes: new Uint8Array(0),
      }));
      const entries = entriesOf(writeCompoundFile({ streams }), count + 1);
      for (const { name } of streams) expect(entries[search(entries, name)]?.name).toBe(name);
      expect(entries[entries[0]!.child]!.red).toBe(false);
      blackHeight(entries, entries[0]!.child, false);
    },
  );
});

describe('what cannot be written', () => {
  it.each<[string, StorageContent['streams']]>([
    ['an empty name', [{ name: '', bytes: new Uint8Array(0) }]],
    ['a name of 32 units', [{ name: 'x'.repeat(32), bytes: new Uint8Array(0) }]],
    [
      'one name twice',
      [
        { name: 'a', bytes: new Uint8Array(0) },
        { name: 'A', bytes: new Uint8Array(0) },
      ],
    ],
  ])('%s', (_name, streams) => {
    expect(caught(() => writeCompoundFile({ streams })).code).toBe('CFB_WRITE');
  });
});

function has(program: string): boolean {
  try {
    execFileSync(program, [], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

it.skipIf(!has('7z'))('7-Zip finds every stream and storage', () => {
  const path = join(tempFolder(), 'sample.cfb');
  writeFileSync(path, writeCompoundFile(sample));
  const listed = execFileSync('7z', ['l', '-slt', '-ba', path], { encoding: 'utf8' });
  const paths = [...listed.matchAll(/^Path = (.*)$/gm)].map((match) => match[1]);
  const storages = ['empty', '#T1', '#T1/inner'];
  expect(paths).toHaveLength(planned(sample).size + storages.length);
  expect(paths).toEqual(expect.arrayContaining(['s70000', '#T1/s1', ...storages]));
});
