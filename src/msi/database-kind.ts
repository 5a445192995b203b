/** What a database of Windows Installer is. */
export interface DatabaseFormat {
  /** Also the ending of its name. */
  readonly kind: 'msi' | 'msm' | 'msp' | 'mst';
  /** CLSID of the root storage. */
  readonly clsid: string;
}

/** A merge module and a validation database carry the CLSID of a package: its tables tell a module, nothing a database. */
export const databaseFormats: readonly DatabaseFormat[] = [
  { kind: 'msi', clsid: '{000C1084-0000-0000-C000-000000000046}' },
  { kind: 'msm', clsid: '{000C1084-0000-0000-C000-000000000046}' },
  { kind: 'msp', clsid: '{000C1086-0000-0000-C000-000000000046}' },
  { kind: 'mst', clsid: '{000C1082-0000-0000-C000-000000000046}' },
];

/** By the CLSID of the root storage, a merge module as `msi`; null if it is not a database. */
export function databaseKindOfClass(clsid: string): 'msi' | 'msp' | 'mst' | null {
  const { kind } = databaseFormats.find((format) => format.clsid === clsid) ?? { kind: null };
  return kind === 'msm' ? 'msi' : kind;
}

/** Guesses the kind of a database by its name. Opening it shows the kind by its tables. */
export function databaseKindOfName(path: string): DatabaseFormat['kind'] | null {
  const lower = path.toLowerCase();
  return databaseFormats.find(({ kind }) => lower.endsWith(`.${kind}`))?.kind ?? null;
}
