import type { ByteSource } from '../../core/byte-source.js';
import type { Diagnostics } from '../../core/diagnostics.js';
import { HotfixkitError } from '../../core/errors.js';
import { type CompoundFileHeader, Sector } from './compound-file-header.js';
import { readSectorNumbers } from './sector-numbers.js';

/** Where the FAT lies (MS-CFB 2.5). */
export interface Difat {
  /** Sectors of the FAT, in order. */
  fat: number[];
  /** Sectors of the DIFAT beyond the header. */
  difat: number[];
}

/**
 * Which sectors hold the FAT: 109 of them are named in the header, the rest in the chain of DIFAT sectors, which ends
 * with ENDOFCHAIN or, in real files, with FREESECT. The header says how many there are; no more are read than the file
 * has room for. Throws `CFB_BAD_SECTOR`, `CFB_CHAIN_LOOP`.
 */
export function readDifat(
  source: ByteSource,
  header: CompoundFileHeader,
  sectorCount: number,
  diagnostics: Diagnostics,
): Difat {
  const entries = header.sectorSize / 4;
  // A file that was cut behind its last used sector may still describe the sectors that are gone.
  const wanted = Math.min(header.fatSectorCount, Math.ceil(sectorCount / entries) + 1);
  const fat: number[] = [];
  const difat: number[] = [];
  const add = (sector: number, offset: number): void => {
    if (sector === Sector.free || fat.length >= wanted) return;
    fat.push(checked(sector, offset));
  };
  const checked = (sector: number, offset: number): number => {
    if (sector < sectorCount) return sector;
    throw new HotfixkitError(
      'CFB_BAD_SECTOR',
      'a sector of the FAT or DIFAT is past the end of the file; the file is damaged or the download is incomplete',
      {
        offset,
        structure: 'DIFAT',
        expected: `a sector below ${sectorCount}`,
        found: `sector ${sector}`,
      },
    );
  };
  for (const [i, sector] of header.difat.entries()) add(sector, 0x4c + 4 * i);
  const visited = new Set<number>();
  let namedAt = 0x44; // First DIFAT Sector Location
  let next = header.firstDifatSector;
  while (fat.length < wanted && next <= Sector.max) {
    const offset = (checked(next, namedAt) + 1) * header.sectorSize;
    if (visited.has(next)) {
      throw new HotfixkitError('CFB_CHAIN_LOOP', 'the chain of the DIFAT is a loop', {
        offset: namedAt,
        structure: 'DIFAT',
        expected: 'a sector of its own',
        found: `sector ${next}`,
      });
    }
    visited.add(next);
    difat.push(next);
    const numbers = readSectorNumbers(source, offset, header.sectorSize);
    for (let i = 0; i < entries - 1; i++) add(numbers[i]!, offset + 4 * i);
    next = numbers[entries - 1]!;
    namedAt = offset + header.sectorSize - 4;
  }
  if (fat.length < wanted) {
    diagnostics.report('CFB_BAD_HEADER', 'the header states more FAT sectors than the DIFAT lists', {
      offset: 0x2c,
      structure: 'Compound File Header',
      expected: fat.length,
      found: header.fatSectorCount,
    });
  }
  return { fat, difat };
}
