import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { type Column, columnTypeFromCode, describeColumn } from '../../src/msi/column.js';
import { StringPool } from '../../src/msi/string-pool.js';
import { StringPoolBuilder } from '../../src/msi/string-pool-builder.js';
import { parseTransformRows } from '../../src/msi/transform-rows.js';
import { caught } from '../support/caught.js';
import { itThorough } from '../support/thorough.js';

function columns(text: string): Column[] {
  return text.split(' ').map((part, i) => {
    const [name = '', code = ''] = part.replace('*', '').split(':');
    return describeColumn(name, i + 1, columnTypeFromCode(code, part.startsWith('*'))!, 2);
  });
}

function pool(texts: string[], long = false): StringPool {
  const builder = new StringPoolBuilder(0, long);
  for (const text of texts) builder.add(text);
  const { pool, data } = builder.encode();
  return new StringPool(pool, data);
}

function parse(text: string, hex: string, strings: StringPool) {
  const bytes = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  const rows = parseTransformRows('T', columns(text), bytes, {
    strings,
    openStream: (name) => new BufferSource(new TextEncoder().encode(name)),
  });
  return [...rows].map(({ change, offset, values }) => ({
    change,
    offset,
    values: Object.fromEntries(values),
  }));
}

const two = '*K:s72 V:l0';
const four = '*K:s72 A:I2 B:I4 C:S0';

describe('parseTransformRows', () => {
  const strings = pool(['key', 'value', 'more']);

  // The bytes of the first four are those of patches that others made; the rest follows the description.
  it.each([
    ['an update of the second column', two, '0200 0100 0200', 'update', { 0: 'key', 1: 'value' }],
    ['an insert of both', two, '0102 0100 0200', 'insert', { 0: 'key', 1: 'value' }],
    ['an insert with null', two, '0102 0300 0000', 'insert', { 0: 'more', 1: null }],
    ['a delete', two, '0000 0200', 'delete', { 0: 'value' }],
    ['integers', four, '0104 0100 0580 07000080 0000', 'insert', { 0: 'key', 1: 5, 2: 7, 3: null }],
    [
      'null integers',
      four,
      '0104 0100 0000 00000000 0000',
      'insert',
      { 0: 'key', 1: null, 2: null, 3: null },
    ],
    ['an insert of fewer columns', four, '0102 0100 ff7f', 'insert', { 0: 'key', 1: -1 }],
    ['an update of the last', four, '0800 0100 0300', 'update', { 0: 'key', 3: 'more' }],
    ['an update of two', four, '0600 0100 0180 02000080', 'update', { 0: 'key', 1: 1, 2: 2 }],
  ])('%s', (_, text, hex, change, values) => {
    expect(parse(text, hex, strings)).toEqual([{ change, offset: 0, values }]);
  });

  it('reads record after record', () => {
    const rows = parse(two, '0000 0100 0102 0200 0300 0200 0300 0000', strings);
    expect(rows.map(({ change, offset }) => [change, offset])).toEqual([
      ['delete', 0],
      ['insert', 4],
      ['update', 10],
    ]);
  });

  it('has keys that are not the first columns, whatever the mask says', () => {
    expect(parse('A:S0 *K:s72', '0000 0200', strings)[0]!.values).toEqual({ 1: 'value' });
    expect(parse('*K:s72 *L:i2 V:l0', '0400 0100 0980 0200', strings)[0]!.values).toEqual({
      0: 'key',
      1: 9,
      2: 'value',
    });
  });

  it('takes references of three bytes where the pool has them', () => {
    const long = pool(['key', 'value'], true);
    expect(parse(two, '0102 010000 020000', long)[0]!.values).toEqual({ 0: 'key', 1: 'value' });
  });

  it('names the streams of binary cells by the key', () => {
    const [row] = parse('*K:s72 *N:i2 Data:v0', '0103 0100 0380 0100', strings);
    const cell = row!.values[2] as BinaryCell;
    expect(cell).toBeInstanceOf(BinaryCell);
    expect(cell.streamName).toBe('T.key.3');
    expect(new TextDecoder().decode(cell.open().read(0, 7))).toBe('T.key.3');
    expect(parse('*K:s72 Data:V0', '0102 0100 0000', strings)[0]!.values).toEqual({ 0: 'key', 1: null });
  });

  it.each([
    ['a mask cut in half', '01', 'MSI_BAD_TRANSFORM', 0],
    ['a value cut in half', '0102 0100 02', 'MSI_BAD_TRANSFORM', 0],
    ['a second record without values', '0000 0100 0200', 'MSI_BAD_TRANSFORM', 4],
    ['a whole row of three columns', '0103 0100 0200 0300', 'MSI_TRANSFORM_NO_COLUMN', 0],
    ['a bit beyond the last column', '0400 0100 0200', 'MSI_TRANSFORM_NO_COLUMN', 0],
    ['the highest bit', '0080 0100', 'MSI_TRANSFORM_NO_COLUMN', 0],
    ['a whole row without its key', '0100', 'MSI_BAD_TRANSFORM', 0],
    ['a string that is not there', '0000 0900', 'MSI_BAD_STRING_ID', 2],
  ])('%s is an error', (_, hex, code, offset) => {
    const error = caught(() => parse(two, hex, strings));
    expect({ code: error.code, stream: error.facts.stream, offset: error.facts.offset }).toEqual({
      code,
      stream: 'T',
      offset,
    });
  });

  itThorough('ends where small bytes say more than anybody can use', () => {
    const many = new Uint8Array(4 * 500_001);
    for (let at = 2; at < many.length; at += 4) many[at] = 1;
    const rows = parseTransformRows('T', columns(two), many, {
      strings,
      openStream: () => new BufferSource(new Uint8Array()),
    });
    expect(caught(() => [...rows].length).code).toBe('MSI_BAD_TRANSFORM');
  });
});
