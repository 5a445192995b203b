/**
 * Where a property got its value, from the strongest to the weakest (win32 docs, Msi/order-of-property-precedence).
 * `session` stands above all: what an action sets while the installation runs.
 */
export const propertySources = [
  'session',
  'environment',
  'commandLine',
  'adminProperties',
  'transform',
  'propertyTable',
] as const;

/** Where the value of a property comes from. */
export type PropertySource = (typeof propertySources)[number];

/** Properties by name. */
export type Values = ReadonlyMap<string, string> | Iterable<readonly [string, string]>;

/** The properties at the start of an installation. An empty value counts: `PROP=""` hides the value of the package. */
export interface PropertyLayers {
  /** Set by the operating environment: VersionNT, Privileged, Date ... */
  environment?: Values;
  /** Of the command line, names in upper case. */
  commandLine?: Values;
  /** Of the stream AdminProperties; read only from a package whose Word Count has the bit of an administrative image. */
  adminProperties?: Values;
  /** Rows of the Property table that a transform added or changed. */
  transform?: Values;
  /** The Property table of the package itself. */
  propertyTable?: Values;
}

interface Entry {
  value: string;
  source: PropertySource;
}

/**
 * The properties of one installation. Letter case counts in names. A property that does not exist and an empty one are
 * equal for all readers.
 */
export class PropertyTable {
  private readonly entries = new Map<string, Entry>();
  private readonly fixed = new Set<string>();

  constructor(layers: PropertyLayers = {}) {
    for (const source of propertySources.toReversed()) {
      if (source === 'session') continue;
      for (const [name, value] of layers[source] ?? []) this.entries.set(name, { value, source });
    }
  }

  /** The value; empty where there is none. */
  get(name: string): string {
    return this.entries.get(name)?.value ?? '';
  }

  /** The value for conditions and formatted text; null if there is none. */
  lookup = (name: string): string | null => this.get(name) || null;

  /** Where the value comes from, also an empty one; null for a name that was never set. */
  source(name: string): PropertySource | null {
    return this.entries.get(name)?.source ?? null;
  }

  /** Sets a property as an action does; null and the empty string clear it. A fixed property does not change. */
  set(name: string, value: string | null): void {
    if (!this.fixed.has(name)) this.entries.set(name, { value: value ?? '', source: 'session' });
  }

  /** Fixes the value of a property: {@link set} no longer changes it, only another call of this does. */
  fix(name: string, value: string): void {
    this.entries.set(name, { value, source: 'session' });
    this.fixed.add(name);
  }

  /** Whether the value of a property can no longer be changed. */
  isFixed(name: string): boolean {
    return this.fixed.has(name);
  }

  /** Name, value and source of all properties that have a value, by name: what a log dumps at its end. */
  *[Symbol.iterator](): IterableIterator<[name: string, value: string, source: PropertySource]> {
    for (const name of [...this.entries.keys()].sort()) {
      const { value, source } = this.entries.get(name)!;
      if (value !== '') yield [name, value, source];
    }
  }
}

/** Public properties have no lower-case letter in their name; only they can be set from a command line. */
export function isPublicProperty(name: string): boolean {
  return name !== '' && !/[a-z]/.test(name);
}
