/** Milliseconds between 1601-01-01 and 1970-01-01, both UTC. */
const EPOCH_GAP = 11_644_473_600_000n;

/** FILETIME (100 ns since 1601-01-01 UTC) to a Date; 0 and values beyond what Date holds give null. */
export function filetimeToDate(filetime: bigint): Date | null {
  if (filetime === 0n) return null;
  const date = new Date(Number(filetime / 10_000n - EPOCH_GAP));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A Date to FILETIME (100 ns since 1601-01-01 UTC). */
export function dateToFiletime(date: Date): bigint {
  return (BigInt(date.getTime()) + EPOCH_GAP) * 10_000n;
}
