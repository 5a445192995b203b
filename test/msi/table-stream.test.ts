import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../src/core/byte-source.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { type Column, describeColumn } from '../../src/msi/column.js';
import { StringPool } from '../../src/msi/string-pool.js';
import { StringPoolBuilder } from '../../src/msi/string-pool-builder.js';
import type { Table } from '../../src/msi/table.js';
import { tableFromStream } from '../../src/msi/table-stream.js';
import { CountingSource } from '../support/byte-sources.js';
import { caught } from '../support/caught.js';
import { itThorough } from '../support/thorough.js';

function poolOf(texts: string[], long = false): StringPool {
  const builder = new StringPoolBuilder(0, long);
  for (const text of texts) builder.add(text);
  const { pool, data } = builder.encode();
  return new StringPool(pool, data);
}

function read(
  types: number[],
  source: ByteSource | number[] | null,
  strings = poolOf(['a', 'b', 'c']),
  openStream: (name: string) => ByteSource = () => new BufferSource(new Uint8Array(0)),
): Table {
  const columns: Column[] = types.map((type, i) =>
    describeColumn(`C${i + 1}`, i + 1, type, strings.referenceSize),
  );
  const bytes = Array.isArray(source) ? new BufferSource(Uint8Array.from(source)) : source;
  return tableFromStream('T', columns, bytes, { strings, openStream });
}

const KEY = 0x2d48;
const TEXT = 0x1dff;
const I2 = 0x1502;
const I4 = 0x1104;
const BINARY = 0x1900;

describe('a table', () => {
  it('lies column after column', () => {
    const table = read([KEY, I2, TEXT], [1, 0, 2, 0, 0x05, 0x80, 0xff, 0x7f, 3, 0, 0, 0]);
    expect(table.rowCount).toBe(2);
    expect([...table.rows()]).toEqual([
      ['a', 5, 'c'],
      ['b', -1, null],
    ]);
    expect([...table.rows()]).toEqual([...table.rows()]);
  });

  it('has integers with a bias, and null', () => {
    expect([...read([I2], [0, 0, 1, 0, 0, 0x80, 0xff, 0xff]).rows()].flat()).toEqual([
      null,
      -32767,
      0,
      32767,
    ]);
    const four = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80, 0xff, 0xff, 0xff, 0xff];
    expect([...read([I4], four).rows()].flat()).toEqual([null, -2147483647, 0, 2147483647]);
  });

  it('has references of three bytes where the pool says so', () => {
    const strings = poolOf(Array.from({ length: 0x10005 }, (_, i) => `s${i}`));
    expect([...read([KEY], [1, 0, 0, 5, 0, 1, 0, 0, 0], strings).rows()].flat()).toEqual([
      's0',
      's65540',
      null,
    ]);
  });

  it('names the stream of a binary cell by the keys, numbers in decimal', () => {
    const table = read(
      [KEY, 0x2502, BINARY],
      [1, 0, 2, 0, 0x07, 0x80, 0xf9, 0x7f, 1, 0, 0, 0],
      undefined,
      (name) => {
        return new BufferSource(new Uint8Array(name.length));
      },
    );
    const [[, , first], [, , second]] = [...table.rows()] as [unknown[], unknown[]];
    expect(first).toBeInstanceOf(BinaryCell);
    expect((first as BinaryCell).streamName).toBe('T.a.7');
    expect((first as BinaryCell).size).toBe('T.a.7'.length);
    expect(second).toBeNull();
  });

  it('may have more rows than are decoded at a time', () => {
    const count = 5000;
    const bytes = new Uint8Array(count * 4);
    const view = new DataView(bytes.buffer);
    for (let r = 0; r < count; r++) {
      view.setUint16(2 * r, 1 + (r % 3), true);
      view.setUint16(2 * (count + r), 0x8000 + r, true);
    }
    const rows = [...read([KEY, I2], new BufferSource(bytes)).rows()];
    expect(rows).toHaveLength(count);
    expect(rows.every((row, r) => row[0] === 'abc'[r % 3] && row[1] === r)).toBe(true);
  });

  it('without a stream, or with an empty one, has no rows', () => {
    expect([...read([KEY], null).rows()]).toEqual([]);
    expect(read([KEY], []).rowCount).toBe(0);
    expect(read([], null).rowCount).toBe(0);
  });

  it('is read when rows are asked for, and not before', () => {
    const source = new CountingSource(Uint8Array.from([1, 0]));
    const table = read([KEY], source);
    expect([table.rowCount, source.reads]).toEqual([1, 0]);
    expect([...table.rows()]).toEqual([['a']]);
  });

  it('survives a source that writes over what it has given before', () => {
    const given = Uint8Array.from([1, 0, 2, 0]);
    const rows = read([KEY], { size: 4, read: () => given }).rows();
    expect(rows.next().value).toEqual(['a']);
    given.fill(0);
    expect(rows.next().value).toEqual(['b']);
  });

  it.each<[string, number[], number[], object]>([
    [
      'part of a row',
      [KEY, I2],
      [1, 0, 2, 0, 3],
      { offset: 4, expected: 'a multiple of 4 bytes', found: '5 bytes' },
    ],
    ['rows without columns', [], [1], { offset: 0 }],
  ])('is refused for %s', (_name, types, bytes, facts) => {
    expect(caught(() => read(types, bytes))).toMatchObject({
      code: 'MSI_BAD_TABLE',
      facts: { stream: 'T', ...facts },
    });
  });

  it('is refused before it is read where nobody could use so much', () => {
    const trap: ByteSource = {
      size: 2 ** 31,
      read: () => {
        throw new Error('read');
      },
    };
    expect(caught(() => read([KEY], trap))).toMatchObject({
      code: 'MSI_BAD_TABLE',
      facts: { stream: 'T', found: '2147483648 bytes' },
    });
  });

  it('is refused where its rows repeat a text without end', () => {
    // A file of two megabytes; the text of the rows would be two thousand times that.
    const strings = poolOf(['x'.repeat(1 << 20)]);
    const bytes = new Uint8Array(8000).map((_, i) => 1 - (i & 1));
    const facts = { stream: 'T', expected: 'at most 67108864 characters' };
    const error = { code: 'MSI_BAD_TABLE', facts };
    expect(caught(() => [...read([KEY], new BufferSource(bytes), strings).rows()])).toMatchObject(error);
    // So do names of streams, which hold the keys.
    const cells = Uint8Array.from([...new Array(40).fill(0).flatMap(() => [1, 0]), ...new Array(80).fill(1)]);
    expect(caught(() => [...read([KEY, BINARY], new BufferSource(cells), strings).rows()])).toMatchObject(
      error,
    );
  });

  it('is refused for a string that there is not', () => {
    expect(caught(() => [...read([I2, KEY], [1, 0, 1, 0, 1, 0, 4, 0]).rows()])).toMatchObject({
      code: 'MSI_BAD_STRING_ID',
      facts: { stream: 'T', entry: 'C2', offset: 6, found: 4 },
    });
  });
});

itThorough('reads 60,000 rows of eight columns in a moment', () => {
  const count = 60_000;
  const builder = new StringPoolBuilder(1252);
  const types = [KEY, TEXT, TEXT, I4, TEXT, TEXT, I2, I4];
  const ids = Array.from({ length: count }, (_, r) => [
    builder.add(`fil${r.toString(36)}ABCDEF`),
    builder.add(`cmp${r.toString(36)}`),
    builder.add(`F${r}~1.DLL|LongName${r}.dll`),
    builder.add(`1.0.${r}.0`),
    builder.add('1033'),
  ]);
  const { pool, data } = builder.encode();
  const strings = new StringPool(pool, data);
  const width = strings.referenceSize;
  const bytes = new Uint8Array(count * (5 * width + 10)).fill(0x80);
  let at = 0;
  for (const [c, type] of types.entries()) {
    for (const row of ids) {
      if (type === I4) at += 4;
      else if (type === I2) at += 2;
      else {
        const id = row[c < 3 ? c : c - 1]!;
        bytes.set([id & 255, (id >> 8) & 255, id >> 16].slice(0, width), at);
        at += width;
      }
    }
  }
  const columns = types.map((type, i) => describeColumn(`C${i + 1}`, i + 1, type, width));
  const table = tableFromStream('File', columns, new BufferSource(bytes), {
    strings,
    openStream: () => new BufferSource(bytes),
  });
  const start = performance.now();
  let rows = 0;
  for (const row of table.rows()) if (row[2] === `F${rows}~1.DLL|LongName${rows}.dll`) rows++;
  expect(rows).toBe(count);
  // Some 70 ms by itself; test machines have other things to do.
  expect(performance.now() - start).toBeLessThan(15_000);
});
