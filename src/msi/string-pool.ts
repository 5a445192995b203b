import { decodeText, isKnownCodePage } from '../bytes/code-page.js';
import { HotfixkitError, type Warning } from '../errors.js';

/** Longer strings than 0xFFFF bytes take two entries of the pool. */
interface Layout {
  offsets: Uint32Array;
  lengths: Uint32Array;
  count: number;
  /** Bytes of string data that it accounts for. */
  size: number;
}

/**
 * The string pool of a database: `_StringPool` (a header with the code page, then u2 length and u2 reference count of
 * each string) and `_StringData` (all bytes one after the other). Identifiers count from 1; 0 is null. Strings are
 * decoded when they are first asked for.
 */
export class StringPool {
  readonly codePage: number;
  /** Bytes that a reference takes in a table: 2 or 3. */
  readonly referenceSize: 2 | 3;
  /** Highest identifier. */
  readonly count: number;
  readonly warnings: Warning[] = [];
  readonly #layout: Layout;
  readonly #data: Uint8Array;
  readonly #decoded: (string | undefined)[] = [];
  readonly #decodePage: number;

  /** Throws `MSI_BAD_STRING_POOL`. `codePage` overrides the one that the pool states. */
  constructor(pool: Uint8Array, data: Uint8Array, codePage?: number) {
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
    this.codePage = codePage ?? header & 0x7fffffff;
    this.referenceSize = header >>> 31 === 1 ? 3 : 2;
    this.#data = data;
    this.#layout = this.#chooseLayout(view);
    this.count = this.#layout.count;
    this.#decodePage = this.codePage;
    if (!isKnownCodePage(this.codePage)) {
      this.#decodePage = 0;
      this.warnings.push({
        code: 'UNKNOWN_CODE_PAGE',
        message: `code page ${this.codePage} is not known, 1252 is taken instead`,
        stream: '_StringPool',
        offset: 0,
      });
    }
  }

  /** The string with this identifier; 0 gives null. Throws `MSI_BAD_STRING_ID`. */
  get(id: number): string | null {
    if (id === 0) return null;
    const known = this.#decoded[id];
    if (known !== undefined) return known;
    if (id > this.count) {
      throw new HotfixkitError('MSI_BAD_STRING_ID', 'a string is not in the pool', {
        expected: `an identifier up to ${this.count}`,
        found: id,
      });
    }
    const text = this.#decode(this.bytes(id));
    this.#decoded[id] = text;
    return text;
  }

  /** The bytes of a string as stored. */
  bytes(id: number): Uint8Array {
    const start = this.#layout.offsets[id]!;
    return this.#data.subarray(start, start + this.#layout.lengths[id]!);
  }

  #decode(bytes: Uint8Array): string {
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i]! >= 0x80 || bytes[i] === 0x2b) return decodeText(bytes, this.#decodePage);
    }
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return text;
  }

  /**
   * Strings of 64 KiB and more are written in two ways. Windows writes an entry (0, references) and then the length as
   * a u4; Wine and libmsi write (0, high word of the length), then (low word, references). The sum of the lengths tells
   * which one was meant.
   */
  #chooseLayout(view: DataView): Layout {
    const layouts = [false, true].map((split) => readLayout(view, split));
    const exact = layouts.find((layout) => layout.size === this.#data.length);
    if (exact) return exact;
    const fitting = layouts.find((layout) => layout.size <= this.#data.length);
    if (!fitting) {
      throw new HotfixkitError('MSI_BAD_STRING_POOL', 'the strings of the pool are longer than their data', {
        stream: '_StringData',
        offset: this.#data.length,
        expected: `${layouts[0]!.size} bytes`,
        found: `${this.#data.length} bytes`,
      });
    }
    this.warnings.push({
      code: 'MSI_BAD_STRING_POOL',
      message: 'there is more string data than the pool accounts for',
      stream: '_StringData',
      expected: fitting.size,
      found: this.#data.length,
    });
    return fitting;
  }
}

function readLayout(view: DataView, split: boolean): Layout {
  const entries = Math.floor(view.byteLength / 4);
  const offsets = new Uint32Array(entries + 1);
  const lengths = new Uint32Array(entries + 1);
  let count = 0;
  let size = 0;
  for (let i = 1; i < entries; i++) {
    let length = view.getUint16(4 * i, true);
    const references = view.getUint16(4 * i + 2, true);
    if (length === 0 && references !== 0 && i + 1 < entries) {
      i++;
      length = split ? references * 0x10000 + view.getUint16(4 * i, true) : view.getUint32(4 * i, true);
    }
    count++;
    offsets[count] = Math.min(size, 0xffffffff);
    lengths[count] = length;
    size += length;
  }
  return { offsets, lengths, count, size };
}
