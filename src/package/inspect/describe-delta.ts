import { Pa19ExtendedFlags, Pa19Flags } from '../../formats/pa19/pa19-flags.js';
import type { ByteRange, RetainRange } from '../../formats/pa19/pa19-header.js';
import type { Delta } from '../../formats/pa19/read-delta.js';

/** A delta as plain data. */
export interface DeltaDescription {
  /** Bytes. */
  size: number;
  headerOnly: boolean;
  /** Names of the flags that are set. */
  options: string[];
  /** `crc32` as eight hexadecimal digits, `time` as ISO 8601 where it is recorded. */
  newFile: { size: number; crc32: string; time: string | null };
  oldFiles: {
    size: number;
    crc32: string;
    windowBits: number;
    streamSize: number;
    ignoreRanges: ByteRange[];
    retainRanges: RetainRange[];
    riftCount: number;
    interleaved: boolean;
  }[];
}

/** The header of a delta as plain data. Nothing is applied. */
export function describeDelta(delta: Delta): DeltaDescription {
  const hex = (crc: number): string => crc.toString(16).padStart(8, '0');
  const named = (flags: number, names: Readonly<Record<string, number>>): string[] =>
    Object.entries(names)
      .filter(([, bit]) => (flags & bit) !== 0)
      .map(([name]) => name);
  return {
    size: delta.size,
    headerOnly: delta.isHeaderOnly,
    options: [...named(delta.flags, Pa19Flags), ...named(delta.extendedFlags, Pa19ExtendedFlags)],
    newFile: {
      size: delta.newSize,
      crc32: hex(delta.newCrc),
      time: delta.fileTime === null ? null : new Date(delta.fileTime * 1000).toISOString(),
    },
    oldFiles: delta.oldFiles.map((old) => ({
      size: old.size,
      crc32: hex(old.crc),
      windowBits: old.windowBits,
      streamSize: old.streamSize,
      ignoreRanges: [...old.ignoreRanges],
      retainRanges: [...old.retainRanges],
      riftCount: old.rifts.length,
      interleaved: old.interleave !== null,
    })),
  };
}
