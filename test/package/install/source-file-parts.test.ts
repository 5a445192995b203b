import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { sourceFileParts } from '../../../src/package/install/source-file-parts.js';

it.each([
  [0, []],
  [5, [5]],
  [1024 * 1024, [1024 * 1024]],
  [2 * 1024 * 1024 + 1, [1024 * 1024, 1024 * 1024, 1]],
])('%i bytes come in pieces and end once', (size, pieces) => {
  const parts = [...sourceFileParts('file', new BufferSource(new Uint8Array(size)))];
  expect(parts.flatMap((part) => ('chunk' in part ? [part.chunk.length] : []))).toEqual(pieces);
  expect(parts.filter((part) => 'end' in part)).toEqual([{ file: 'file', end: true }]);
  expect(parts.at(-1)).toHaveProperty('end');
});
