import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { Cabinet } from '../../../src/formats/cab/cabinet.js';
import { CabinetFolder } from '../../../src/formats/cab/cabinet-folder.js';
import { FolderBlocks } from '../../../src/formats/cab/folder-blocks.js';
import { ReadAhead } from '../../../src/formats/cab/read-ahead.js';
import { buildCabinet, type CabinetBlock, type FolderPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

const file = { name: 'a', bytes: Uint8Array.of(1) };

/** One folder over as many cabinets as there are lists of blocks. */
function folderOf(parts: CabinetBlock[][], changes: Partial<FolderPlan> = {}): CabinetFolder {
  const [first, ...rest] = parts.map((blocks, index) => {
    const bytes = buildCabinet({ folders: [{ method: 'none', files: [file], blocks, ...changes }] });
    const cabinet = Cabinet.open(new BufferSource(bytes));
    return { cabinet, cabinetName: `${index + 1}.cab`, folder: cabinet.folders[0]! };
  });
  const folder = new CabinetFolder(0, first!);
  folder.parts.push(...rest);
  return folder;
}

function blocksOf(
  folder: CabinetFolder,
  needed = 0,
): { bytes: number[]; outputLength: number; cabinetName: string }[] {
  const blocks = new FolderBlocks(folder, needed, (source) => new ReadAhead(source));
  const found = [];
  for (let block = blocks.next(); block !== null; block = blocks.next()) {
    found.push({ bytes: [...block.data], outputLength: block.outputLength, cabinetName: block.cabinetName });
  }
  return found;
}

const block = (bytes: number[], uncompressedLength: number): CabinetBlock => ({
  data: Uint8Array.from(bytes),
  uncompressedLength,
});

describe('blocks', () => {
  it('come in order', () => {
    expect(blocksOf(folderOf([[block([1, 2], 5), block([3], 6)]]))).toEqual([
      { bytes: [1, 2], outputLength: 5, cabinetName: '1.cab' },
      { bytes: [3], outputLength: 6, cabinetName: '1.cab' },
    ]);
  });

  it('go on in the next cabinet, between blocks or within one', () => {
    const parts = [
      [block([1], 5), block([2, 3], 0)],
      [block([4], 0)],
      [block([5, 6], 9), block([7], 1)],
      [block([8], 2)],
    ];
    expect(blocksOf(folderOf(parts))).toEqual([
      { bytes: [1], outputLength: 5, cabinetName: '1.cab' },
      { bytes: [2, 3, 4, 5, 6], outputLength: 9, cabinetName: '3.cab' },
      { bytes: [7], outputLength: 1, cabinetName: '3.cab' },
      { bytes: [8], outputLength: 2, cabinetName: '4.cab' },
    ]);
  });

  it('beyond the count are read if they are needed', () => {
    const folder = folderOf([[block([1], 5), block([2], 6), block([3], 7)]], { blockCount: 1 });
    expect(blocksOf(folder)).toHaveLength(1);
    expect(blocksOf(folder, 32_768)).toHaveLength(1);
    expect(blocksOf(folder, 32_769)).toHaveLength(3);
  });
});

describe('errors', () => {
  it('for a block that goes on in nothing', () => {
    const folder = folderOf([[block([1], 0)]]);
    expect(caught(() => blocksOf(folder)).code).toBe('CAB_BAD_DATA');
    folder.missingAfter = 'next.cab';
    expect(caught(() => blocksOf(folder))).toMatchObject({
      code: 'CAB_MISSING_PART',
      facts: { expected: 'next.cab' },
    });
  });

  it('for parts that are too long together', () => {
    const long = new Array<number>(20_000).fill(7);
    const error = caught(() => blocksOf(folderOf([[block(long, 0)], [block(long, 9)]])));
    expect(error).toMatchObject({ code: 'CAB_BAD_DATA', facts: { stream: '2.cab', found: 40_000 } });
  });

  it('for a folder whose data lies past the end', () => {
    const folder = folderOf([[block([1], 1)]]);
    folder.parts[0]!.folder.dataOffset = 0xffff_fff0;
    expect(caught(() => blocksOf(folder))).toMatchObject({
      code: 'CAB_TRUNCATED',
      facts: { stream: '1.cab', offset: 0xffff_fff0 },
    });
  });
});
