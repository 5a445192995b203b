import { decodeText, isKnownCodePage } from '../core/code-page.js';
import { Diagnostics } from '../core/diagnostics.js';
import { HotfixkitError, type Warning } from '../core/errors.js';

/** The places of the strings in _StringData; index = identifier. */
interface Layout {
  offsets: Uint32Array;
  lengths: Uint32Array;
  references: Uint16Array;
  /** Highest identifier. */
  count: number;
  /** Bytes of string data that it accounts for. */
  size: number;
  /** Entries that a long string at the very end lacks. */
  cut: boolean;
}

/** Most bytes of data that are decoded at once; in larger data each string is decoded separately, to save memory. */
const AT_ONCE = 16 << 20;

/** Code pages in which bytes below 0x80 do not always mean ASCII. */
const notAscii: readonly number[] = [1200, 1201, 12000, 12001, 65000];

/**
 * The string pool of a database: `_StringPool` (a u4 with the code page and, in bit 31, whether references take three
 * bytes; then u2 length and u2 reference count of each string) and `_StringData` (all bytes one after the other).
 * Identifiers count from 1; 0 is null, and so is a free entry. Strings are decoded when they are first asked for.
 */
export class StringPool {
  /** 0 = neutral: not stated; read as 1252. */
  readonly codePage: number;
  /** Bytes that a reference takes in a table. */
  readonly referenceSize: 2 | 3;
  /** Highest identifier. */
  readonly count: number;
  readonly #diagnostics: Diagnostics;
  readonly #layout: Layout;
  readonly #data: Uint8Array;
  readonly #decoded: (string | null | undefined)[];
  readonly #decodePage: number;
  /** All of the data, a character a byte, if that is right for strings of ASCII: they are cut out of it. */
  #text: string | null = null;
  #allAscii = false;

  /**
   * @param pool `_StringPool`; not kept
   * @param data `_StringData`; kept
   * @param options.codePage overrides the one that the pool states
   *
   * Throws `MSI_BAD_STRING_POOL`; `UNKNOWN_CODE_PAGE` if strict, or for an override.
   */
  constructor(pool: Uint8Array, data: Uint8Array, options: { codePage?: number; strict?: boolean } = {}) {
    this.#diagnostics = new Diagnostics(options.strict ?? false);
    if (pool.length < 4) {
      throw new HotfixkitError('MSI_BAD_STRING_POOL', 'the string pool has no header', {
        stream: '_StringPool',
        offset: 0,
        expected: '4 bytes',
        found: pool.length,
      });
    }
    const view = new DataView(pool.buffer, pool.byteOffset, pool.byteLength);
    const header = view.getUint32(0, true);
    this.codePage = options.codePage ?? header & 0x7fffffff;
    this.referenceSize = header >>> 31 === 1 ? 3 : 2;
    this.#data = data;
    this.#layout = this.#chooseLayout(view);
    this.count = this.#layout.count;
    this.#decoded = new Array(this.count + 1);
    this.#decodePage = this.#knownPage(options.codePage !== undefined);
    if (data.length <= AT_ONCE && !notAscii.includes(this.#decodePage)) {
      this.#text = new TextDecoder('latin1').decode(data);
      this.#allAscii = isAscii(data, 0, data.length);
    }
  }

  get warnings(): readonly Warning[] {
    return this.#diagnostics.warnings;
  }

  /** The string with this identifier; 0 and free entries give null. Throws `MSI_BAD_STRING_ID`. */
  get(id: number): string | null {
    if (id === 0) return null;
    const known = this.#decoded[id];
    if (known !== undefined) return known;
    this.#check(id);
    const text = this.#decode(id);
    this.#decoded[id] = text;
    return text;
  }

  /** The bytes of a string as stored. Throws `MSI_BAD_STRING_ID`. */
  bytes(id: number): Uint8Array {
    this.#check(id);
    const start = this.#layout.offsets[id]!;
    return this.#data.subarray(start, start + this.#layout.lengths[id]!);
  }

  /** How many cells the pool says refer to a string; 0xFFFF may stand for more. Throws `MSI_BAD_STRING_ID`. */
  references(id: number): number {
    this.#check(id);
    return this.#layout.references[id]!;
  }

  #check(id: number): void {
    if (id > this.count) {
      throw new HotfixkitError('MSI_BAD_STRING_ID', 'a string is not in the pool', {
        structure: 'string reference',
        expected: `an identifier up to ${this.count}`,
        found: id,
      });
    }
  }

  #decode(id: number): string | null {
    const start = this.#layout.offsets[id]!;
    const end = start + this.#layout.lengths[id]!;
    if (start === end) return null;
    if (this.#text !== null && (this.#allAscii || isAscii(this.#data, start, end))) {
      return this.#text.substring(start, end);
    }
    return decodeText(this.#data.subarray(start, end), this.#decodePage);
  }

  #knownPage(isOverride: boolean): number {
    if (isKnownCodePage(this.codePage)) return this.codePage;
    const facts = { stream: '_StringPool', offset: 0, found: this.codePage };
    if (isOverride) {
      throw new HotfixkitError('UNKNOWN_CODE_PAGE', `code page ${this.codePage} is not known`, facts);
    }
    const message = `code page ${this.codePage} is not known; 1252 is used instead`;
    this.#diagnostics.report('UNKNOWN_CODE_PAGE', message, facts);
    return 1252;
  }

  /**
   * Strings of 64 KiB and more are written in two ways. Windows writes an entry (0, references) and then the length as
   * a u4; Wine and libmsi write (0, high word of the length), then (low word, references). The sum of the lengths tells
   * which one was meant.
   */
  #chooseLayout(view: DataView): Layout {
    const size = this.#data.length;
    const windows = readLayout(view, false);
    const chosen =
      windows.size === size
        ? windows
        : [readLayout(view, true), windows].find(
            (layout, i) => layout.size === size || (i === 1 && layout.size <= size),
          );
    if (!chosen) {
      throw new HotfixkitError(
        'MSI_BAD_STRING_POOL',
        'the strings of the pool need more data than there is',
        {
          stream: '_StringData',
          offset: size,
          expected: `${windows.size} bytes`,
          found: `${size} bytes`,
        },
      );
    }
    if (chosen.size < size) {
      this.#diagnostics.report('MSI_BAD_STRING_POOL', 'there is more string data than the pool uses', {
        stream: '_StringData',
        offset: chosen.size,
        expected: chosen.size,
        found: size,
      });
    }
    if (chosen.cut || view.byteLength % 4 !== 0) {
      this.#diagnostics.report('MSI_BAD_STRING_POOL', 'the last entry of the pool is cut short', {
        stream: '_StringPool',
        offset: view.byteLength - (view.byteLength % 4 || 4),
      });
    }
    return chosen;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (bytes[i]! >= 0x80) return false;
  }
  return true;
}

/** @param split whether the length of a long string is split as Wine does it */
function readLayout(view: DataView, split: boolean): Layout {
  const entries = Math.floor(view.byteLength / 4);
  const offsets = new Uint32Array(entries + 1);
  const lengths = new Uint32Array(entries + 1);
  const references = new Uint16Array(entries + 1);
  let count = 0;
  let size = 0;
  let cut = false;
  for (let i = 1; i < entries; i++) {
    let length = view.getUint16(4 * i, true);
    let refs = view.getUint16(4 * i + 2, true);
    if (length === 0 && refs !== 0) {
      i++;
      cut = i === entries;
      if (cut) break;
      length = split ? refs * 0x10000 + view.getUint16(4 * i, true) : view.getUint32(4 * i, true);
      if (split) refs = view.getUint16(4 * i + 2, true);
    }
    count++;
    offsets[count] = Math.min(size, 0xffffffff);
    lengths[count] = length;
    references[count] = refs;
    size += length;
  }
  return { offsets, lengths, references, count, size, cut };
}
