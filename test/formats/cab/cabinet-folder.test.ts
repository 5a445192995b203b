import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { isFile } from '../../../src/formats/cab/cabinet-folder.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { buildCabinet } from '../../support/cabinet-builder.js';

const file = { name: 'a', bytes: new Uint8Array(40_000) };

it('knows how much its files need, its counts promise and its bytes could give', () => {
  const bytes = buildCabinet({
    folders: [
      { method: 'none', files: [file, { ...file, name: 'b', offset: 30_000 }] },
      { method: 'none', files: [file] },
    ],
    reserve: { data: 3 },
  });
  const [first, second] = CabinetSet.open(new BufferSource(bytes)).folders;
  expect(first!.size).toBe(70_000);
  expect(first!.countedOutput).toBe(2 * 32_768);
  expect(first!.possibleOutput).toBe(
    Math.floor((bytes.length - first!.parts[0]!.folder.dataOffset) / 12) * 32_768,
  );
  expect(second!.size).toBe(40_000);
  expect(second!.index).toBe(1);
});

it('could give nothing if its data lies past the end', () => {
  const bytes = buildCabinet({ folders: [{ method: 'none', files: [file] }] });
  const cut = CabinetSet.open(new BufferSource(bytes.subarray(0, 62)));
  expect(cut.folders[0]!.possibleOutput).toBe(0);
});

it.each([
  ['a', 1, true],
  ['a', 0, true],
  ['a\\', 0, false],
  ['.', 0, false],
  ['.\\.', 0, false],
  ['.', 1, true],
  ['..', 0, true],
])('a member named %s with %i bytes is a file: %s', (name, size, expected) => {
  const bytes = buildCabinet({
    folders: [{ method: 'none', files: [{ name, bytes: new Uint8Array(size) }] }],
  });
  expect(CabinetSet.open(new BufferSource(bytes)).files.map(isFile)).toEqual([expected]);
});
