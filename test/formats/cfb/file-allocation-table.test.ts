import { describe, expect, it } from 'vitest';
import { FileAllocationTable } from '../../../src/formats/cfb/file-allocation-table.js';
import { CountingSource } from '../../support/byte-sources.js';

/** FAT sectors at the places given; entry n of the table holds n + 1. */
function fat(sectors: number[], sectorCount: number): { table: FileAllocationTable; source: CountingSource } {
  const bytes = new Uint8Array((Math.max(...sectors) + 2) * 512);
  const view = new DataView(bytes.buffer);
  sectors.forEach((sector, s) => {
    for (let i = 0; i < 128; i++) view.setUint32((sector + 1) * 512 + 4 * i, s * 128 + i + 1, true);
  });
  const source = new CountingSource(bytes);
  return { table: new FileAllocationTable(source, 512, sectors, sectorCount), source };
}

describe('the FAT', () => {
  it('reads nothing until it is asked', () => {
    expect(fat([3, 4], 256).source.reads).toBe(0);
  });

  it('knows what follows each sector, wherever its own sectors lie', () => {
    const { table } = fat([9, 3, 4, 200], 512);
    for (let sector = 0; sector < 512; sector++) expect(table.next(sector)).toBe(sector + 1);
  });

  it('reads neighbouring sectors together, up to 64 KiB, and each once', () => {
    const { table, source } = fat(
      Array.from({ length: 300 }, (_, i) => i),
      300 * 128,
    );
    for (let sector = 0; sector < 300 * 128; sector += 7) table.next(sector);
    expect(source.reads).toBe(3);
    expect(source.bytesRead).toBe(300 * 512);
  });

  it('does not know entries that the file ends before', () => {
    const { table } = fat([0, 1], 256);
    const cut = fat([0, 1], 256).source.read(0, 512 + 512 + 10);
    const short = new FileAllocationTable(new CountingSource(cut.slice()), 512, [0, 1], 256);
    expect([short.next(127), short.next(128), short.next(129), short.next(130)]).toEqual([128, 129, 130, -1]);
    expect([short.isCut, table.isCut, table.next(255)]).toEqual([true, false, 256]);
    // The FAT's own sector lies past the end.
    expect(new FileAllocationTable(new CountingSource(cut.slice()), 512, [0, 1], 1).next(0)).toBe(1);
  });

  it('knows how far a row goes, over the ends of its own sectors', () => {
    const { table } = fat([9, 3, 4, 200], 512);
    expect([table.rowFrom(0, 512), table.rowFrom(100, 28), table.rowFrom(127, 2)]).toEqual([512, 28, 2]);
    expect([table.rowFrom(511, 1), table.rowFrom(130, 1)]).toEqual([1, 1]);
  });

  it('ends a row before the entry that the file ends before', () => {
    const cut = fat([0, 1], 256).source.read(0, 512 + 512 + 10);
    const short = new FileAllocationTable(new CountingSource(cut.slice()), 512, [0, 1], 256);
    expect([short.rowFrom(120, 100), short.rowFrom(130, 100)]).toEqual([11, 1]);
  });

  it('speaks of sectors that are in the file only', () => {
    expect(fat([0, 1], 130).table.length).toBe(130);
    expect(fat([0, 1], 1000).table.length).toBe(256);
  });
});
