import type { ByteReader } from '../../core/byte-reader.js';

/** Platforms as published file tables name them. */
export type Platform = 'x86' | 'x64' | 'IA-64' | 'ARM64' | 'ARM';

/** IMAGE_FILE_MACHINE_* to the platform; other machines (MIPS, Alpha, EBC, ...) have no name in file tables. */
const platforms: Readonly<Record<number, Platform>> = {
  332: 'x86', // I386
  512: 'IA-64',
  448: 'ARM', // ARM, little endian
  450: 'ARM', // THUMB
  452: 'ARM', // ARMNT, Thumb-2
  34404: 'x64', // AMD64
  43620: 'ARM64',
  42561: 'ARM64', // ARM64EC
  42574: 'ARM64', // ARM64X
};

/** COFF file header (PE format, "COFF File Header"), 20 bytes after the signature. */
export interface CoffHeader {
  readonly machine: number;
  readonly sectionCount: number;
  /** Seconds since 1970-01-01 UTC, or a hash of the content in reproducible builds. */
  readonly timestamp: number;
  readonly optionalHeaderSize: number;
  readonly characteristics: number;
}

export function parseCoffHeader(reader: ByteReader): CoffHeader {
  const machine = reader.u16(); // Machine, u2 at 0
  const sectionCount = reader.u16(); // NumberOfSections, u2 at 2
  const timestamp = reader.u32(); // TimeDateStamp, u4 at 4
  reader.skip(8); // PointerToSymbolTable, NumberOfSymbols
  const optionalHeaderSize = reader.u16(); // SizeOfOptionalHeader, u2 at 16
  const characteristics = reader.u16(); // Characteristics, u2 at 18
  return { machine, sectionCount, timestamp, optionalHeaderSize, characteristics };
}

/** The platform of a COFF machine number, null where file tables have no name for it. */
export function platformOf(machine: number): Platform | null {
  return platforms[machine] ?? null;
}
