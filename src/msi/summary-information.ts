import { HotfixkitError } from '../core/errors.js';
import { readPropertySet, type SummaryValue } from './property-set.js';

/** Property identifiers of the summary information (win32 docs, "Summary Information Stream Property Set"). */
export const SummaryProperty = {
  codePage: 1,
  title: 2,
  subject: 3,
  author: 4,
  keywords: 5,
  comments: 6,
  template: 7,
  lastAuthor: 8,
  revision: 9,
  lastPrinted: 11,
  created: 12,
  lastSaved: 13,
  pageCount: 14,
  wordCount: 15,
  charCount: 16,
  appName: 18,
  security: 19,
} as const;

/** What cannot be read of summary information. */
export interface SummaryDamage {
  /** Identifiers of the properties; null where no property can be read. */
  readonly properties: ReadonlySet<number> | null;
  readonly error: HotfixkitError;
}

/** The summary information stream of a database, patch or transform. Absent properties are null. */
export class SummaryInformation {
  readonly properties: ReadonlyMap<number, SummaryValue>;
  /** What cannot be read of it, and why; null where all can. */
  readonly damage: SummaryDamage | null;

  constructor(properties: ReadonlyMap<number, SummaryValue>, damage: SummaryDamage | null = null) {
    this.properties = properties;
    this.damage = damage;
  }

  /**
   * Throws `MSI_BAD_SUMMARY`. Strings without a terminator and unknown types are forgiven; with `tolerant`, everything is: what
   * can be read is there, and {@link damage} has the rest.
   */
  static parse(bytes: Uint8Array, { tolerant = false }: { tolerant?: boolean } = {}): SummaryInformation {
    const unreadable = new Set<number>();
    let first: HotfixkitError | null = null;
    const onError = (id: number, error: HotfixkitError): void => {
      if (!tolerant) throw error;
      first ??= error;
      unreadable.add(id);
    };
    try {
      const properties = readPropertySet(bytes, onError, tolerant);
      return new SummaryInformation(
        properties,
        first && { properties: unreadable, error: propertyError(unreadable, first) },
      );
    } catch (error) {
      if (!tolerant || !(error instanceof HotfixkitError) || error.code !== 'MSI_BAD_SUMMARY') throw error;
      const message = `the summary information cannot be read: ${error.message}`;
      return new SummaryInformation(new Map(), { properties: null, error: badSummary(message, error) });
    }
  }

  /** The error of a property that cannot be read, by its identifier; null where it can be, or is absent. */
  errorOf(id: number): HotfixkitError | null {
    if (!this.damage) return null;
    const { properties, error } = this.damage;
    return properties === null || properties.has(id) ? error : null;
  }

  /** Signed in the stream: 65001 is stored as -535. */
  get codePage(): number | null {
    const page = this.#number(SummaryProperty.codePage);
    return page === null ? null : page & 0xffff;
  }
  get title(): string | null {
    return this.#text(SummaryProperty.title);
  }
  get subject(): string | null {
    return this.#text(SummaryProperty.subject);
  }
  get author(): string | null {
    return this.#text(SummaryProperty.author);
  }
  get keywords(): string | null {
    return this.#text(SummaryProperty.keywords);
  }
  get comments(): string | null {
    return this.#text(SummaryProperty.comments);
  }
  /** `platform;language,language` of a package; product codes of a patch. */
  get template(): string | null {
    return this.#text(SummaryProperty.template);
  }
  get lastAuthor(): string | null {
    return this.#text(SummaryProperty.lastAuthor);
  }
  /** Package code; patch code and those obsoleted; products and versions of a transform. */
  get revision(): string | null {
    return this.#text(SummaryProperty.revision);
  }
  get lastPrinted(): Date | null {
    return this.#date(SummaryProperty.lastPrinted);
  }
  get created(): Date | null {
    return this.#date(SummaryProperty.created);
  }
  get lastSaved(): Date | null {
    return this.#date(SummaryProperty.lastSaved);
  }
  /** Schema: the installer version that a package needs, times 100. */
  get pageCount(): number | null {
    return this.#number(SummaryProperty.pageCount);
  }
  get wordCount(): number | null {
    return this.#number(SummaryProperty.wordCount);
  }
  get charCount(): number | null {
    return this.#number(SummaryProperty.charCount);
  }
  get appName(): string | null {
    return this.#text(SummaryProperty.appName);
  }
  get security(): number | null {
    return this.#number(SummaryProperty.security);
  }

  #text(id: number): string | null {
    const value = this.properties.get(id)?.value;
    return typeof value === 'string' ? value : null;
  }

  #number(id: number): number | null {
    const value = this.properties.get(id)?.value;
    return typeof value === 'number' ? value : null;
  }

  #date(id: number): Date | null {
    const value = this.properties.get(id)?.value;
    return value instanceof Date ? value : null;
  }
}

/** As the documentation of Windows Installer spells them. */
const propertyTitles: ReadonlyMap<number, string> = new Map([
  [SummaryProperty.codePage, 'Codepage'],
  [SummaryProperty.title, 'Title'],
  [SummaryProperty.subject, 'Subject'],
  [SummaryProperty.author, 'Author'],
  [SummaryProperty.keywords, 'Keywords'],
  [SummaryProperty.comments, 'Comments'],
  [SummaryProperty.template, 'Template'],
  [SummaryProperty.lastAuthor, 'Last Saved By'],
  [SummaryProperty.revision, 'Revision Number'],
  [SummaryProperty.lastPrinted, 'Last Printed'],
  [SummaryProperty.created, 'Create Time/Date'],
  [SummaryProperty.lastSaved, 'Last Saved Time/Date'],
  [SummaryProperty.pageCount, 'Page Count'],
  [SummaryProperty.wordCount, 'Word Count'],
  [SummaryProperty.charCount, 'Character Count'],
  [SummaryProperty.appName, 'Creating Application'],
  [SummaryProperty.security, 'Security'],
]);

/** At most this many properties in one message. */
const SHOWN = 5;

function propertyError(ids: ReadonlySet<number>, first: HotfixkitError): HotfixkitError {
  const names = [...ids].map((id) => propertyTitles.get(id) ?? `property ${id}`);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  const list = `${names.slice(0, SHOWN).join(', ')}${more}`;
  return badSummary(`${list} in the summary information cannot be read: ${first.message}`, first);
}

function badSummary(message: string, cause: HotfixkitError): HotfixkitError {
  return new HotfixkitError('MSI_BAD_SUMMARY', message, cause.facts, { cause });
}
