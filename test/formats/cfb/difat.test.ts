import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { Diagnostics } from '../../../src/core/diagnostics.js';
import type { CompoundFileHeader } from '../../../src/formats/cfb/compound-file-header.js';
import { type Difat, readDifat } from '../../../src/formats/cfb/difat.js';
import { caught } from '../../support/caught.js';
import { END_OF_CHAIN as END, FREE } from '../../support/compound-file-builder.js';

const SECTORS = 40_000;

/** A file of zeros with these words in these sectors, and a header that names the first FAT sectors. */
function difat(
  header: { fatSectorCount: number; named?: number[]; firstDifatSector?: number; sectors?: number },
  sectors: Record<number, number[]> = {},
  diagnostics = new Diagnostics(false),
): Difat {
  const bytes = new Uint8Array(30_000 * 512);
  const view = new DataView(bytes.buffer);
  for (const [sector, words] of Object.entries(sectors)) {
    words.forEach((word, i) => {
      view.setUint32((Number(sector) + 1) * 512 + 4 * i, word, true);
    });
  }
  const named = header.named ?? Array.from({ length: 109 }, (_, i) => 1000 + i);
  const parsed: CompoundFileHeader = {
    version: 3,
    sectorSize: 512,
    miniSectorSize: 64,
    miniStreamCutoff: 4096,
    fatSectorCount: header.fatSectorCount,
    firstDirectorySector: 0,
    firstMiniFatSector: END,
    miniFatSectorCount: 0,
    firstDifatSector: header.firstDifatSector ?? END,
    difatSectorCount: 0,
    difat: [...named, ...new Array<number>(109 - named.length).fill(FREE)],
  };
  return readDifat(new BufferSource(bytes), parsed, header.sectors ?? SECTORS, diagnostics);
}

/** Words of a DIFAT sector: FAT sectors from a number on, then the next DIFAT sector. */
const listing = (from: number, count: number, next: number): number[] => [
  ...Array.from({ length: 127 }, (_, i) => (i < count ? from + i : FREE)),
  next,
];

describe('the DIFAT', () => {
  it('starts in the header', () => {
    expect(difat({ fatSectorCount: 3, named: [7, 5, 6] })).toMatchObject({
      fat: [7, 5, 6],
      difat: [],
      beyond: [],
    });
  });

  it('goes on in sectors', () => {
    const result = difat(
      { fatSectorCount: 109 + 127 + 2, firstDifatSector: 50 },
      { 50: listing(2000, 127, 60), 60: listing(3000, 2, END) },
    );
    expect(result.difat).toEqual([50, 60]);
    expect(result.fat).toHaveLength(238);
    expect(result.fat.slice(107, 111)).toEqual([1107, 1108, 2000, 2001]);
    expect(result.fat.at(-1)).toBe(3001);
  });

  it.each([
    ['ENDOFCHAIN', END],
    ['FREESECT', FREE],
  ])('ends with %s', (_name, end) => {
    const result = difat({ fatSectorCount: 111, firstDifatSector: 50 }, { 50: listing(2000, 2, end) });
    expect(result.fat).toHaveLength(111);
  });

  it('is read as far as the header counts: unused entries may be zeros', () => {
    expect(difat({ fatSectorCount: 2, named: [7, 8, 0, 0, 0] }).fat).toEqual([7, 8]);
  });

  it('is read as far as the file has room for what it describes', () => {
    // 300 sectors take three FAT sectors; one more may describe sectors that were cut off.
    const result = difat({ fatSectorCount: 0xffffffff, named: [1, 2, 3, 4, 5, 6], sectors: 300 });
    expect(result.fat).toEqual([1, 2, 3, 4]);
  });

  it('names fewer sectors than the header counts', () => {
    const diagnostics = new Diagnostics(false);
    expect(difat({ fatSectorCount: 5, named: [7, 8] }, {}, diagnostics).fat).toEqual([7, 8]);
    expect(diagnostics.warnings).toMatchObject([
      { code: 'CFB_BAD_HEADER', offset: 0x2c, expected: 2, found: 5 },
    ]);
    expect(caught(() => difat({ fatSectorCount: 5, named: [7, 8] }, {}, new Diagnostics(true))).code).toBe(
      'CFB_BAD_HEADER',
    );
  });

  it.each<[string, () => Difat, object]>([
    [
      'a FAT sector that is not in the file',
      () => difat({ fatSectorCount: 2, named: [7, SECTORS] }),
      { code: 'CFB_BAD_SECTOR', facts: { offset: 0x50, found: `sector ${SECTORS}` } },
    ],
    [
      'a first DIFAT sector that is not in the file',
      () => difat({ fatSectorCount: 200, firstDifatSector: SECTORS }),
      { code: 'CFB_BAD_SECTOR', facts: { offset: 0x44 } },
    ],
    [
      'a next DIFAT sector that is not in the file',
      () => difat({ fatSectorCount: 300, firstDifatSector: 50 }, { 50: listing(2000, 127, 0xfffffff0) }),
      { code: 'CFB_BAD_SECTOR', facts: { offset: 52 * 512 - 4 } },
    ],
    [
      'a loop of one',
      () => difat({ fatSectorCount: 300, firstDifatSector: 50 }, { 50: listing(2000, 3, 50) }),
      { code: 'CFB_CHAIN_LOOP', facts: { offset: 52 * 512 - 4, found: 'sector 50' } },
    ],
    [
      'a loop of empty sectors',
      () =>
        difat(
          { fatSectorCount: 300, firstDifatSector: 50 },
          { 50: listing(0, 0, 60), 60: listing(0, 0, 50) },
        ),
      { code: 'CFB_CHAIN_LOOP', facts: { found: 'sector 50' } },
    ],
  ])('refuses %s', (_name, read, error) => {
    const thrown = caught(read);
    expect(thrown).toMatchObject(error);
    expect(thrown.facts.structure).toBe('DIFAT');
  });
});
