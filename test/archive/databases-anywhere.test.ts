import { expect, it } from 'vitest';
import { databasesAnywhere } from '../../src/archive/databases-anywhere.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';

const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('hello') }] });
const find = (parts: Uint8Array[], base?: number) =>
  databasesAnywhere(new BufferSource(new Uint8Array(Buffer.concat(parts))), base);

it('calls packages by their offset and takes their bytes only', () => {
  const found = find([text('123'), msi, text('456'), msi, text('7')], 100);
  expect(found.map(({ path, offset }) => [path, offset])).toEqual([
    ['at-103.msi', 3],
    [`at-${106 + msi.length}.msi`, 6 + msi.length],
  ]);
  for (const { source } of found) expect(source.read(0, source.size)).toEqual(msi);
});

it('takes 64 at most', () => {
  expect(find(Array.from({ length: 70 }, () => msi))).toHaveLength(64);
});
