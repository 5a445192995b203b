import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { findCabinets } from '../../../src/formats/cab/find-cabinets.js';
import { CountingSource } from '../../support/byte-sources.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';

const cabinet = buildCabinet({
  folders: [{ method: 'none', files: [{ name: 'a', bytes: Buffer.from('data') }] }],
});
const outer = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a.cab', bytes: cabinet }] }] });

function find(...parts: (Uint8Array | string)[]): number[] {
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  return [...findCabinets(new BufferSource(Buffer.concat(bytes)))];
}

describe('finds', () => {
  it.each([
    ['nothing in nothing', [], []],
    ['nothing in text', ['MSCF is a signature, MSCF and MSC'.repeat(50)], []],
    ['a cabinet alone', [cabinet], [0]],
    ['one behind a stub', ['MZ'.repeat(30), cabinet], [60]],
    ['several', [cabinet, 'xx', cabinet, cabinet], [0, cabinet.length + 2, 2 * cabinet.length + 2]],
    ['one behind a false signature', ['MSCF', cabinet], [4]],
    ['one but not what is in it', [outer], [0]],
    ['one that is cut', [cabinet.subarray(0, cabinet.length - 2)], [0]],
  ])('%s', (_label, parts, offsets) => {
    expect(find(...parts)).toEqual(offsets);
  });

  it('a signature that lies across two pieces', () => {
    for (const shift of [1, 2, 3, 4]) {
      const stub = new Uint8Array((1 << 20) - shift);
      expect(find(stub, cabinet)).toEqual([stub.length]);
    }
  });
});

describe('a search that ends early', () => {
  const stub = new Uint8Array(512);

  it.each([
    ['finds what starts there', 512, [512]],
    ['does not find what starts behind', 511, []],
  ])('%s', (_, last, offsets) => {
    const bytes = Buffer.concat([stub, cabinet, new Uint8Array(3_000_000)]);
    expect([...findCabinets(new BufferSource(bytes), last)]).toEqual(offsets);
  });

  it('reads no more than that', () => {
    const source = new CountingSource(new Uint8Array(3_000_000));
    expect([...findCabinets(source, 512)]).toEqual([]);
    expect(source.end).toBeLessThan(600);
  });
});

it('comes to an end quickly when everything looks like a header', () => {
  const header = cabinet.subarray(0, 36).slice();
  header.fill(0xff, 8, 12);
  header.fill(0xff, 26, 30);
  const bytes = new Uint8Array(2_000_000);
  for (let at = 0; at + 36 <= bytes.length; at += 36) bytes.set(header, at);
  const start = performance.now();
  find(bytes);
  expect(performance.now() - start).toBeLessThan(15_000);
});

describeCorpus('libmspack', () => {
  it.each([
    ['search_basic.cab', ['hello.c', 'welcome.c', 'hello.c', 'welcome.c']],
    ['search_tricky1.cab', ['hello.c', 'welcome.c']],
  ])('%s', (name, names) => {
    const source = new BufferSource(readFileSync(join(corpusDir, 'libmspack', name)));
    const found = [...findCabinets(source)].flatMap((baseOffset) =>
      CabinetSet.open(source, { baseOffset }).files.map((file) => file.name),
    );
    expect(found).toEqual(names);
  });
});

describe('a flood of signatures', () => {
  class Counted implements ByteSource {
    bytesRead = 0;
    readonly size: number;
    readonly #bytes: Uint8Array;

    constructor(bytes: Uint8Array) {
      this.#bytes = bytes;
      this.size = bytes.length;
    }

    read(offset: number, length: number): Uint8Array {
      this.bytesRead += length;
      return this.#bytes.slice(offset, offset + length);
    }
  }

  const flood = (unit: Uint8Array, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at + unit.length <= length; at += unit.length) bytes.set(unit, at);
    return bytes;
  };
  const header = (change: (view: DataView) => void): Uint8Array => {
    const bytes = cabinet.slice(0, 36);
    change(new DataView(bytes.buffer));
    return bytes;
  };

  it.each([
    ['signatures', Buffer.from('MSCF')],
    ['signatures and a byte', Buffer.from('MSCFx')],
    ['first letters', Buffer.from('M')],
    ['headers of no files', header((view) => view.setUint16(0x1c, 0, true))],
    ['headers whose first file is none', header((view) => view.setUint32(8, 0xffffffff, true))],
    ['headers with names that are none', header((view) => view.setUint16(0x1e, 7, true))],
  ])('of %s is read once', (_, unit) => {
    const source = new Counted(flood(unit, 3_000_000));
    expect([...findCabinets(source)]).toEqual([]);
    // Headers that look right are read a second time, as many as are looked at.
    expect(source.bytesRead).toBeLessThan(3_100_000 + 1000 * 70_000);
  });

  it('does not hide a cabinet behind some of them', () => {
    expect(find('MSCF'.repeat(50_000), cabinet)).toEqual([200_000]);
    const odd = header((view) => view.setUint32(8, 0xffffffff, true));
    expect(find(flood(odd, 36 * 900), cabinet)).toEqual([36 * 900]);
  });
});

it('ends after so many bytes without a cabinet', () => {
  const bytes = Buffer.concat([new Uint8Array(900), cabinet, new Uint8Array(900), cabinet]);
  const find = (reach: number) => [...findCabinets(new BufferSource(bytes), undefined, reach)];
  expect(find(899)).toEqual([]);
  // Counted from the last one that was found.
  expect(find(900)).toEqual([900, 1800 + cabinet.length]);
});

it('throws what goes wrong with the disk: it is no sign that nothing is there', () => {
  const bytes = new BufferSource(cabinet);
  let reads = 0;
  const failing: ByteSource = {
    size: bytes.size,
    read(offset, length) {
      if (++reads > 1) throw new HotfixkitError('FILE_READ', 'the disk');
      return bytes.read(offset, length);
    },
  };
  expect(caught(() => [...findCabinets(failing)]).code).toBe('FILE_READ');
});
