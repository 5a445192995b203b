import { encodeText } from '../core/code-page.js';
import { HotfixkitError } from '../core/errors.js';
import type { StringPool } from './string-pool.js';

/** More identifiers than this need references of three bytes. */
const SHORT_LIMIT = 0xffff;
/** The highest number of references that an entry can state; larger numbers are not counted. */
const MANY = 0xffff;
const NOTHING = new Uint8Array(0);

interface Entry {
  text: string | null;
  bytes: Uint8Array;
  references: number;
}

/**
 * Collects strings and writes `_StringPool` and `_StringData`. Each text is stored once, with its number of references.
 *
 * Rows of a table are sorted by the identifiers of their keys. So a database is changed by starting {@link from} its own
 * pool, whose strings keep their identifiers and their bytes; tables that are not touched stay in order.
 */
export class StringPoolBuilder {
  readonly #codePage: number;
  readonly #ids = new Map<string, number>();
  readonly #entries: Entry[] = [];
  /** Identifiers without a string; the last is used first. */
  readonly #free: number[] = [];
  readonly #long: boolean;

  /** @param long three-byte references even where two would do */
  constructor(codePage: number, long = false) {
    this.#codePage = codePage;
    this.#long = long;
  }

  /** @param codePage of what is added; the strings of the pool keep their bytes */
  static from(pool: StringPool, codePage: number = pool.codePage): StringPoolBuilder {
    const builder = new StringPoolBuilder(codePage, pool.referenceSize === 3);
    for (let id = 1; id <= pool.count; id++) {
      const text = pool.get(id);
      builder.#entries.push({ text, bytes: pool.bytes(id).slice(), references: pool.references(id) });
      if (text === null) builder.#free.push(id);
      else if (!builder.#ids.has(text)) builder.#ids.set(text, id);
    }
    builder.#free.reverse();
    return builder;
  }

  /** Highest identifier. */
  get count(): number {
    return this.#entries.length;
  }

  /** The string with this identifier; 0 and free entries give null. Throws `MSI_BAD_STRING_ID`. */
  text(id: number): string | null {
    return id === 0 ? null : this.#entry(id).text;
  }

  /** Identifier of a text that is there already, the first if it is there twice; null and the empty string are 0. */
  find(text: string | null): number | null {
    if (text === null || text === '') return 0;
    return this.#ids.get(text) ?? null;
  }

  /** Sets how many cells refer to each identifier (index); strings without a reference are dropped. */
  recount(references: ArrayLike<number>): void {
    for (let id = 1; id <= this.#entries.length; id++) {
      const entry = this.#entry(id);
      entry.references = Math.min(MANY, references[id] ?? 0);
      if (entry.references === 0 && entry.text !== null) this.#drop(id, entry);
    }
  }

  /** Identifier of a text, counting one more reference to it; null and the empty string are 0. */
  add(text: string | null): number {
    if (text === null || text === '') return 0;
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#free.pop() ?? this.#entries.length + 1;
      this.#entries[id - 1] = { text, bytes: encodeText(text, this.#codePage), references: 0 };
      this.#ids.set(text, id);
    }
    this.addReference(id);
    return id;
  }

  /** Counts one more reference to an identifier; 0 is null. Throws `MSI_BAD_STRING_ID`. */
  addReference(id: number): void {
    if (id === 0) return;
    const entry = this.#entry(id);
    entry.references = Math.min(MANY, entry.references + 1);
  }

  /** Counts one reference less; a string without any is dropped and its identifier may be used again. */
  release(id: number): void {
    if (id === 0) return;
    const entry = this.#entry(id);
    if (entry.references === 0 || entry.references === MANY) return;
    entry.references--;
    if (entry.references === 0) this.#drop(id, entry);
  }

  #drop(id: number, entry: Entry): void {
    if (entry.text !== null && this.#ids.get(entry.text) === id) this.#ids.delete(entry.text);
    this.#entries[id - 1] = { text: null, bytes: NOTHING, references: 0 };
    this.#free.push(id);
  }

  get referenceSize(): 2 | 3 {
    return this.#long || this.#entries.length > SHORT_LIMIT ? 3 : 2;
  }

  /** The bytes of the streams _StringPool and _StringData. */
  encode(): { pool: Uint8Array; data: Uint8Array } {
    const words = this.#entries.reduce((sum, { bytes }) => sum + (bytes.length > 0xffff ? 2 : 1), 1);
    const pool = new Uint8Array(4 * words);
    const view = new DataView(pool.buffer);
    view.setUint32(0, (this.#codePage | (this.referenceSize === 3 ? 0x80000000 : 0)) >>> 0, true);
    const data = new Uint8Array(this.#entries.reduce((sum, { bytes }) => sum + bytes.length, 0));
    let at = 4;
    let fill = 0;
    for (const { bytes, references } of this.#entries) {
      if (bytes.length > 0xffff) {
        // As Windows writes it; see StringPool.
        view.setUint16(at + 2, references, true);
        view.setUint32(at + 4, bytes.length, true);
        at += 8;
      } else {
        view.setUint16(at, bytes.length, true);
        view.setUint16(at + 2, references, true);
        at += 4;
      }
      data.set(bytes, fill);
      fill += bytes.length;
    }
    return { pool, data };
  }

  #entry(id: number): Entry {
    const entry = this.#entries[id - 1];
    if (entry) return entry;
    throw new HotfixkitError('MSI_BAD_STRING_ID', 'a string is not in the pool', {
      expected: `an identifier up to ${this.#entries.length}`,
      found: id,
    });
  }
}
