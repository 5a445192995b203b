import type { ByteSource } from '../../core/byte-source.js';
import type { Diagnostics } from '../../core/diagnostics.js';
import { HotfixkitError } from '../../core/errors.js';
import { type CompoundFileHeader, Sector } from './compound-file-header.js';
import { readSectorNumbers } from './sector-numbers.js';

/** The location of the FAT (MS-CFB 2.5). */
export interface Difat {
  /** Sectors of the FAT, in order. */
  fat: number[];
  /** Sectors of the DIFAT beyond the header. */
  difat: number[];
  /** More FAT sectors, which describe sectors past the end of the file. */
  beyond: number[];
  /** Highest sector of FAT and DIFAT; it may be past the end of the file. */
  highest: number;
}

/** Limit of FAT sectors kept for sectors past the end of the file: they describe 4 GiB and more. */
const MOST_BEYOND = 65_536;

/**
 * Finds the sectors of the FAT: the header lists 109 of them, the chain of DIFAT sectors lists the rest and ends with
 * ENDOFCHAIN or, in real files, with FREESECT. The header states their number, limited to the size of the file. A
 * sector past the end of the file is allowed if a file with that many FAT sectors could have it: the file is truncated.
 * Throws `CFB_BAD_SECTOR`, `CFB_CHAIN_LOOP`.
 */
export function readDifat(
  source: ByteSource,
  header: CompoundFileHeader,
  sectorCount: number,
  diagnostics: Diagnostics,
): Difat {
  const entries = header.sectorSize / 4;
  // A file truncated after its last used sector may still describe the missing sectors.
  const wanted = Math.min(header.fatSectorCount, Math.ceil(sectorCount / entries) + 1);
  const most = Math.min(header.fatSectorCount, wanted + MOST_BEYOND);
  const capacity = fatCapacity(header);
  const fat: number[] = [];
  const difat: number[] = [];
  const beyond: number[] = [];
  let highest = 0;
  const add = (sector: number, offset: number): void => {
    if (sector === Sector.free || fat.length + beyond.length >= most) return;
    if (fat.length < wanted) fat.push(checked(sector, offset));
    else if (sector < capacity) {
      beyond.push(sector);
      highest = Math.max(highest, sector);
    }
  };
  const checked = (sector: number, offset: number): number => {
    if (sector < sectorCount || sector < capacity) {
      highest = Math.max(highest, sector);
      return sector;
    }
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
    if (checked(next, namedAt) >= sectorCount) break;
    const offset = (next + 1) * header.sectorSize;
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
  if (fat.length < wanted && highest < sectorCount) {
    diagnostics.report('CFB_BAD_HEADER', 'the header states more FAT sectors than the DIFAT lists', {
      offset: 0x2c,
      structure: 'Compound File Header',
      expected: fat.length,
      found: header.fatSectorCount,
    });
  }
  return { fat, difat, beyond, highest };
}

/** Sectors that a FAT of as many sectors as the header states can describe. */
export function fatCapacity({ fatSectorCount, sectorSize }: CompoundFileHeader): number {
  return Math.min(fatSectorCount * (sectorSize / 4), Sector.max + 1);
}
