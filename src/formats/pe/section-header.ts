import type { ByteReader } from '../../core/byte-reader.js';

/** One row of the section table (PE format, "Section Table"), 40 bytes. */
export interface SectionHeader {
  /** Up to eight characters; bytes beyond ASCII come as Latin-1. */
  readonly name: string;
  readonly virtualSize: number;
  readonly virtualAddress: number;
  readonly rawSize: number;
  /** Offset in the file of the section's data. */
  readonly rawOffset: number;
  readonly characteristics: number;
}

export const SECTION_HEADER_SIZE = 40;

export function parseSectionHeader(reader: ByteReader): SectionHeader {
  const nameBytes = reader.take(8);
  const end = nameBytes.indexOf(0);
  const name = String.fromCharCode(...nameBytes.subarray(0, end < 0 ? 8 : end));
  const virtualSize = reader.u32(); // VirtualSize, u4 at 8
  const virtualAddress = reader.u32(); // VirtualAddress, u4 at 12
  const rawSize = reader.u32(); // SizeOfRawData, u4 at 16
  const rawOffset = reader.u32(); // PointerToRawData, u4 at 20
  reader.skip(12); // relocations and line numbers
  const characteristics = reader.u32(); // Characteristics, u4 at 36
  return { name, virtualSize, virtualAddress, rawSize, rawOffset, characteristics };
}

/**
 * Bytes of a section that the file holds. SizeOfRawData decides and not VirtualSize, which some linkers leave at 0 and
 * packers set to anything. Without an offset there are none, whatever the size: so some linkers write `.bss`.
 */
export function sectionDataSize(section: SectionHeader, fileSize: number): number {
  return section.rawOffset === 0 ? 0 : Math.max(0, Math.min(section.rawSize, fileSize - section.rawOffset));
}

/** The section whose data in the file holds a relative virtual address. */
export function findSection(
  sections: readonly SectionHeader[],
  address: number,
  fileSize: number,
): SectionHeader | null {
  for (const section of sections) {
    const distance = address - section.virtualAddress;
    if (distance >= 0 && distance < sectionDataSize(section, fileSize)) return section;
  }
  return null;
}
