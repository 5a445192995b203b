import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { describeColumn } from '../../src/msi/column.js';
import { decodeStoredRows } from '../../src/msi/stored-rows.js';
import { caught } from '../support/caught.js';

const columns = [describeColumn('A', 1, 0x2502, 2), describeColumn('B', 2, 0x1104, 2)];
const three = new BufferSource(Uint8Array.from([1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0]));

it('are read column after column', () => {
  expect(decodeStoredRows('T', columns, three, 3)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  expect(decodeStoredRows('T', columns, null)).toEqual([]);
});

it.each([
  ['part of a row', new BufferSource(new Uint8Array(7)), 3, '7 bytes'],
  ['more than can be used', three, 2, 3],
])('%s is refused', (_, source, most, found) => {
  expect(caught(() => decodeStoredRows('T', columns, source, most))).toMatchObject({
    code: 'MSI_BAD_TABLE',
    facts: { stream: 'T', found },
  });
});
