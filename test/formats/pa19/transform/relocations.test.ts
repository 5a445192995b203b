import { expect, it } from 'vitest';
import { transformRelocations } from '../../../../src/formats/pa19/transform/relocations.js';
import { fixedRuns, transformOf } from '../../../support/image-transform.js';
import { dwords, readDwords, relocationBlocks } from '../../../support/pe32-builder.js';

it('moves what HIGHLOW entries point at, and nothing of other types', () => {
  const table = relocationBlocks(
    [
      0x1000,
      [
        [3, 0],
        [3, 4],
        [3, 8],
        [1, 12],
        [2, 14],
        [3, 16],
      ],
    ],
    [0x900000, [[3, 0]]],
  );
  const transform = transformOf(
    {
      imageBase: 0x400000,
      directories: { 5: [0x2000, table.length] },
      sections: [
        { address: 0x1000, data: dwords(0x401010, 0x402000, 0x3fffff, 0x401010, 0x402000, 0x401010) },
        { address: 0x2000, data: table },
      ],
    },
    [
      [0x1010, 0x1110],
      [0x2000, 0x3000],
    ],
  );
  transformRelocations(transform);
  // A value below the base wraps around, and so is behind the last pair.
  expect(readDwords(transform.image.bytes, 0x400, 6)).toEqual([
    0x401110, 0x403000, 0x400fff, 0x401010, 0x403000, 0x401010,
  ]);
  expect(fixedRuns(transform)).toEqual([
    [0x400, 12],
    [0x410, 4],
  ]);
});
