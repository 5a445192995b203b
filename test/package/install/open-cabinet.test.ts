import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { OpenCabinet } from '../../../src/package/install/open-cabinet.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { text } from '../../support/package-folder.js';

/** A cabinet of members by name, each with its own content. */
const open = (...names: string[]): OpenCabinet =>
  new OpenCabinet(
    CabinetSet.open(
      new BufferSource(
        buildCabinet({
          folders: [
            {
              method: 'none',
              files: names.map((name, i) => ({ name, bytes: text('x'.repeat(i + 1)) })),
            },
          ],
        }),
      ),
    ),
  );

// The size tells which member it is: the first has one byte.
describe('OpenCabinet', () => {
  it.each([
    ['an exact name before one in another letter case', ['FILE', 'file'], 'file', 2],
    ['another letter case where there is no exact name', ['File'], 'fILE', 1],
    ['the first of a name', ['file', 'file'], 'file', 1],
    ['the first of a name behind another letter case', ['FILE', 'file', 'file'], 'file', 2],
    ['the first of all where several letter cases are none of them exact', ['FILE', 'file'], 'File', 1],
  ])('takes %s', (_, names, key, size) => {
    expect(open(...names).lookUp(key)?.size).toBe(size);
  });

  it('finds nothing for a part of a name', () => {
    expect(open('folder\\file').lookUp('file')).toBeUndefined();
  });

  it.each([
    ['further members of the name', ['file', 'FILE', 'other'], [1, 2]],
    ['those whose last part is the name', ['file', 'folder\\file'], [1, 2]],
    ['nothing else', ['file', 'files', 'x'], [1]],
  ])('gives as candidates %s', (_, names, sizes) => {
    const cabinet = open(...names);
    expect(cabinet.candidates('file').map(({ size }) => size)).toEqual(sizes);
    expect(cabinet.hasSeveral('file')).toBe(sizes.length > 1);
  });
});
