import { describe, expect, it } from 'vitest';
import { rebuildRelocationTable } from '../../../../src/formats/pa19/transform/relocation-table.js';
import { transformOf } from '../../../support/image-transform.js';
import { relocationBlocks } from '../../../support/pe32-builder.js';

type Blocks = Parameters<typeof relocationBlocks>;

/** The section with the table after the step; it has `room` bytes, 0xAA behind the table. */
function rebuilt(blocks: Blocks, rifts: [number, number][], room = 0x100): Uint8Array {
  const table = relocationBlocks(...blocks);
  const data = new Uint8Array(room).fill(0xaa);
  data.set(table.subarray(0, room));
  const transform = transformOf(
    {
      directories: { 5: [0x9000, table.length] },
      sections: [
        { address: 0x9000, data },
        { address: 0xa000, data: new Uint8Array(0x200).fill(0xbb) },
      ],
    },
    rifts,
  );
  rebuildRelocationTable(transform);
  expect(transform.image.bytes.subarray(0x400 + room).every((byte) => byte === 0xbb || byte === 0)).toBe(
    true,
  );
  return transform.image.bytes.subarray(0x400, 0x400 + room);
}

const table = (length: number, blocks: Blocks, behind: Uint8Array = new Uint8Array()): Uint8Array => {
  const bytes = new Uint8Array(length).fill(0xaa);
  bytes.set(behind);
  bytes.set(relocationBlocks(...blocks).subarray(0, length));
  return bytes;
};

describe('the table', () => {
  it('has its entries in the order of where they go, a block a page', () => {
    const blocks: Blocks = [
      [
        0x1000,
        [
          [3, 0x10],
          [3, 0x20],
          [2, 0xff0],
        ],
      ],
      [
        0x2000,
        [
          [3, 0x0],
          [3, 0x30],
        ],
      ],
    ];
    const found = rebuilt(blocks, [
      [0x1020, 0x5020],
      [0x1ff0, 0x2100],
      [0x2030, 0x2030],
    ]);
    expect(found).toEqual(
      table(0x100, [
        [0x1000, [[3, 0x10]]],
        [
          0x2000,
          [
            [3, 0x30],
            [2, 0x100],
            [3, 0x110],
          ],
        ],
        [0x5000, [[3, 0x20]]],
      ]),
    );
  });

  it('keeps the order of entries that go to one place', () => {
    const blocks: Blocks = [
      [
        0x3000,
        [
          [3, 0x10],
          [1, 0x10],
        ],
      ],
      [
        0x1000,
        [
          [2, 0x10],
          [3, 0x10],
        ],
      ],
    ];
    const found = rebuilt(blocks, [
      [0x1000, 0x2000],
      [0x3000, 0x2000],
    ]);
    expect(found).toEqual(
      table(
        0x100,
        [
          [
            0x2000,
            [
              [3, 0x10],
              [1, 0x10],
              [2, 0x10],
              [3, 0x10],
            ],
          ],
        ],
        // Where it comes out shorter the old bytes stay behind it.
        relocationBlocks(...blocks),
      ),
    );
  });

  it('has no parameters behind HIGHADJ', () => {
    const found = rebuilt(
      [
        [
          0x1000,
          [
            [4, 0x10],
            [7, 0x777],
            [3, 0x20],
            [3, 0x30],
          ],
        ],
      ],
      [],
    );
    const left = relocationBlocks([
      0x1000,
      [
        [4, 0x10],
        [3, 0x20],
        [3, 0x30],
      ],
    ]);
    expect([...found.subarray(0, 16)]).toEqual([...left]);
  });

  const far: Blocks = [
    [
      0x1000,
      [
        [3, 0],
        [3, 4],
      ],
    ],
  ];
  const apart: Blocks = [
    [0x1000, [[3, 0]]],
    [0x8000, [[3, 4]]],
  ];

  it('may grow beyond its directory', () => {
    expect(rebuilt(far, [[0x1004, 0x8004]])).toEqual(table(0x100, apart));
  });

  it.each([12, 14, 21, 23])('but not beyond the %i bytes of its section', (room) => {
    expect(rebuilt(far, [[0x1004, 0x8004]], room)).toEqual(table(room, apart));
  });

  it('sorts many entries', () => {
    const pages = Array.from({ length: 300 }, (_, i) => 0x1000 * (1 + ((i * 7919) % 300)));
    const blocks: Blocks = pages.map((page) => [
      page,
      [
        [3, page & 0xff0],
        [3, 0xffe],
      ],
    ]);
    const sorted = [...blocks].sort(([a], [b]) => a - b);
    expect(rebuilt(blocks, [], 0x1000)).toEqual(table(0x1000, sorted));
  });
});

it('nothing with a table out of the file', () => {
  const transform = transformOf({ directories: { 5: [0x900000, 12] }, sections: [] }, []);
  const before = [...transform.image.bytes];
  rebuildRelocationTable(transform);
  expect([...transform.image.bytes]).toEqual(before);
});
