/** Bits of CustomAction.Type above the base type (win32 docs, "Custom Action Return Processing Options" and following). */
export const CustomActionBit = {
  ignoreResult: 0x40,
  asynchronous: 0x80,
  /** Of an immediate action; with `inScript`: rollback. */
  firstSequence: 0x100,
  /** Of an immediate action; with `inScript`: commit. */
  oncePerProcess: 0x200,
  inScript: 0x400,
  noImpersonation: 0x800,
  script64Bit: 0x1000,
  hideTarget: 0x2000,
  terminalServerAware: 0x4000,
  patchUninstall: 0x8000,
} as const;

const BASE = 0x3f;

/** What the base types run (win32 docs, "Summary List of All Custom Action Types"). */
const programs: Readonly<Record<number, string>> = {
  1: 'a DLL of the Binary table',
  2: 'a program of the Binary table',
  5: 'a script of the Binary table',
  6: 'a script of the Binary table',
  7: 'a nested installation',
  17: 'a DLL that is installed',
  18: 'a program that is installed',
  21: 'a script that is installed',
  22: 'a script that is installed',
  23: 'a nested installation',
  34: 'a command line in a folder of the product',
  37: 'a script in the table itself',
  38: 'a script in the table itself',
  39: 'a nested installation',
  50: 'a program that a property names',
  53: 'a script that a property holds',
  54: 'a script that a property holds',
};

/** A decoded CustomAction.Type. */
export interface CustomActionType {
  /** The low six bits: 1 is a DLL of the Binary table, 51 sets a property. */
  base: number;
  /** What it does to a running installation; `unknown` for a base type that is not documented. */
  kind:
    | 'dll'
    | 'exe'
    | 'jscript'
    | 'vbscript'
    | 'installation'
    | 'property'
    | 'directory'
    | 'error'
    | 'unknown';
  /** What CustomAction.Source names. */
  source: 'binary' | 'storage' | 'file' | 'directory' | 'property' | 'nothing';
  /** When it runs: while the sequence is processed, or in the script that changes the system. */
  execution: 'immediate' | 'deferred' | 'rollback' | 'commit';
  /** Which of several sequences run it, for an immediate action. */
  schedule: 'always' | 'first sequence' | 'once per process' | 'client only';
  /** Runs with the rights of the Windows Installer service: an action in the script without impersonation. */
  asSystem: boolean;
  /** A failure does not end the installation. */
  ignoresResult: boolean;
  /** It is not waited for at once. */
  asynchronous: boolean;
  /** Its target is not logged. */
  hidesTarget: boolean;
  script64Bit: boolean;
  terminalServerAware: boolean;
  patchUninstall: boolean;
}

/** Decodes CustomAction.Type and ExtendedType. */
export function customActionType(type: number, extendedType: number | null = null): CustomActionType {
  const base = type & BASE;
  const all = type | (extendedType ?? 0);
  const has = (bit: number): boolean => (all & bit) !== 0;
  const inScript = has(CustomActionBit.inScript);
  const [first, once] = [has(CustomActionBit.firstSequence), has(CustomActionBit.oncePerProcess)];
  return {
    base,
    kind: kindOf(base),
    source: sourceOf(base),
    execution: inScript ? (first ? 'rollback' : once ? 'commit' : 'deferred') : 'immediate',
    schedule:
      inScript || !(first || once)
        ? 'always'
        : first && once
          ? 'client only'
          : first
            ? 'first sequence'
            : 'once per process',
    asSystem: inScript && has(CustomActionBit.noImpersonation),
    ignoresResult: has(CustomActionBit.ignoreResult),
    asynchronous: has(CustomActionBit.asynchronous),
    hidesTarget: has(CustomActionBit.hideTarget),
    script64Bit: has(CustomActionBit.script64Bit),
    terminalServerAware: has(CustomActionBit.terminalServerAware),
    patchUninstall: has(CustomActionBit.patchUninstall),
  };
}

/** A type as it is documented: the column is of 16 bits, of which a database knows the sign. */
export function unsignedActionType(type: number): number {
  return type < 0 ? type & 0xffff : type;
}

/** What an action of a type runs: `a DLL of the Binary table`. */
export function customActionProgram(type: number): string {
  return programs[type & BASE] ?? `an action of type ${unsignedActionType(type)}`;
}

function kindOf(base: number): CustomActionType['kind'] {
  if (base === 19) return 'error';
  if (base === 35) return 'directory';
  if (base === 51) return 'property';
  if (!Object.hasOwn(programs, base)) return 'unknown';
  const kinds = { 1: 'dll', 2: 'exe', 5: 'jscript', 6: 'vbscript', 7: 'installation' } as const;
  return kinds[(base & 7) as keyof typeof kinds];
}

/** Bits 4 and 5 say where the source is; some types have none. */
function sourceOf(base: number): CustomActionType['source'] {
  if (base === 51 || base === 50 || base === 53 || base === 54) return 'property';
  if (base === 34 || base === 35) return 'directory';
  if (base === 17 || base === 18 || base === 21 || base === 22) return 'file';
  if (base === 7 || base === 23 || base === 39) return 'storage';
  return base === 1 || base === 2 || base === 5 || base === 6 ? 'binary' : 'nothing';
}
