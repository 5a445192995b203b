/** A cabinet as plain data. */
export interface CabinetSummary {
  /** Without the `#` of an embedded one. */
  name: string;
  embedded: boolean;
  present: boolean;
  /** Bytes; null where it is missing. */
  size: number | null;
  /** `none`, `mszip`, `lzx:21`, `quantum:18`; several where folders differ. */
  methods: string[];
  files: number | null;
  folders: number | null;
  /** Bytes missing at its end because the package is truncated; absent if complete. */
  missingBytes?: number;
}

/** `lzx:21` for LZX with a window of 2^21 bytes. */
export function formatMethod(method: { kind: string; windowBits?: number }): string {
  return method.windowBits === undefined ? method.kind : `${method.kind}:${method.windowBits}`;
}
