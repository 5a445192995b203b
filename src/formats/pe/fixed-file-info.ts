import { ByteReader } from '../../core/byte-reader.js';
import { type FileVersion, fileVersionFromDwords } from '../../core/file-version.js';

/** VS_FIXEDFILEINFO (verrsrc.h), 52 bytes. */
export interface FixedFileInfo {
  readonly fileVersion: FileVersion;
  readonly productVersion: FileVersion;
  /** VS_FF_* that dwFileFlagsMask declares valid. */
  readonly flags: number;
  /** VOS_*: 0x40004 for Windows NT. */
  readonly os: number;
  /** VFT_*: 1 program, 2 library, 3 driver, 4 font, ... */
  readonly type: number;
  readonly subtype: number;
}

const FIXED_FILE_INFO_SIZE = 52;
const SIGNATURE = 0xfeef04bd;

/** Null where the bytes are too few or do not start with the signature. */
export function parseFixedFileInfo(bytes: Uint8Array): FixedFileInfo | null {
  if (bytes.length < FIXED_FILE_INFO_SIZE) return null;
  const reader = new ByteReader(bytes, 'VS_FIXEDFILEINFO');
  if (reader.u32() !== SIGNATURE) return null; // dwSignature, u4 at 0
  reader.skip(4); // dwStrucVersion
  const fileVersion = fileVersionFromDwords(reader.u32(), reader.u32()); // dwFileVersionMS/LS, at 8
  const productVersion = fileVersionFromDwords(reader.u32(), reader.u32()); // dwProductVersionMS/LS, at 16
  const mask = reader.u32(); // dwFileFlagsMask, u4 at 24
  const flags = reader.u32() & mask; // dwFileFlags, u4 at 28
  const os = reader.u32(); // dwFileOS, u4 at 32
  const type = reader.u32(); // dwFileType, u4 at 36
  const subtype = reader.u32(); // dwFileSubtype, u4 at 40; the date behind it nobody sets
  return { fileVersion, productVersion, flags: flags >>> 0, os, type, subtype };
}
