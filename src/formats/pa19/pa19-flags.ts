import { HotfixkitError } from '../../core/errors.js';

/** Flags of a PA19 delta (u4 at 0x04); the names are those of the public SDK's PATCH_OPTION_*. */
export const Pa19Flags = {
  lzxA: 0x1,
  lzxB: 0x2,
  lzxLarge: 0x4,
  noBindFix: 0x10000,
  noLockFix: 0x20000,
  noRebase: 0x40000,
  failIfSame: 0x80000,
  failIfBigger: 0x100000,
  noChecksum: 0x200000,
  noResourceTimeFix: 0x400000,
  /** The inverse of PATCH_OPTION_NO_TIMESTAMP: set if the header has the new file's time. */
  hasFileTime: 0x800000,
  interleave: 0x40000000,
  hasExtendedFlags: 0x80000000,
} as const;

/** Extended flags: which parts of an executable are not transformed, or transformed in another way. */
export const Pa19ExtendedFlags = {
  noRelocations: 0x1,
  noImports: 0x2,
  noExports: 0x4,
  noJumps: 0x8,
  noCalls: 0x10,
  noResources: 0x20,
  /** PE_RESOURCE_2: addresses in data are moved after the directories instead of before. */
  relocationsLast: 0x100,
  /** PE_IRELOC_2: inferred pointers include those to the headers and exclude those in data directories. */
  inferredPointers2: 0x200,
  hasWindow: 0x10000,
} as const;

const knownFlags = combine(Pa19Flags);
const knownExtendedFlags = combine(Pa19ExtendedFlags);

function combine(flags: Readonly<Record<string, number>>): number {
  return Object.values(flags).reduce((sum, flag) => sum + flag, 0);
}

/**
 * Throws `DELTA_UNSUPPORTED_FLAG`, naming the undocumented flags: 0x40, 0x80 and, of the extended ones, 0x400 and up do
 * not occur in known deltas, and their effect is unknown. Ignoring one would write a wrong file.
 */
export function checkFlags(flags: number, extendedFlags: number, extendedAt: number): void {
  check('flag', flags, knownFlags, 4);
  check('extended flag', extendedFlags, knownExtendedFlags, extendedAt);
}

function check(what: string, flags: number, known: number, offset: number): void {
  const unknown = (flags & ~known) >>> 0;
  if (unknown === 0) return;
  throw new HotfixkitError('DELTA_UNSUPPORTED_FLAG', `the delta has an unknown ${what}: ${hex(unknown)}`, {
    offset,
    structure: 'PA19 header',
    expected: `no flags but ${hex(known)}`,
    found: hex(flags),
  });
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
