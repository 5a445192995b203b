import { encodeText } from '../bytes/code-page.js';

/** More identifiers than this need references of three bytes. */
const SHORT_LIMIT = 0xffff;

/**
 * Collects strings and writes `_StringPool` and `_StringData`. Each text is stored once, with its number of references
 * (which stops counting at 0xFFFF, as the field is a u2).
 */
export class StringPoolBuilder {
  readonly #codePage: number;
  readonly #ids = new Map<string, number>();
  readonly #strings: { bytes: Uint8Array; references: number }[] = [];
  readonly #long: boolean;

  /** @param long three-byte references even where two would do */
  constructor(codePage: number, long = false) {
    this.#codePage = codePage;
    this.#long = long;
  }

  /** Identifier of a text, counting one more reference to it; null and the empty string are 0. */
  add(text: string | null): number {
    if (text === null || text === '') return 0;
    let id = this.#ids.get(text);
    if (id === undefined) {
      this.#strings.push({ bytes: encodeText(text, this.#codePage), references: 0 });
      id = this.#strings.length;
      this.#ids.set(text, id);
    }
    const entry = this.#strings[id - 1]!;
    entry.references = Math.min(0xffff, entry.references + 1);
    return id;
  }

  get referenceSize(): 2 | 3 {
    return this.#long || this.#strings.length > SHORT_LIMIT ? 3 : 2;
  }

  encode(): { pool: Uint8Array; data: Uint8Array } {
    const entries = this.#strings.reduce((sum, { bytes }) => sum + (bytes.length > 0xffff ? 2 : 1), 1);
    const pool = new Uint8Array(4 * entries);
    const view = new DataView(pool.buffer);
    view.setUint32(0, (this.#codePage | (this.referenceSize === 3 ? 0x80000000 : 0)) >>> 0, true);
    const data = new Uint8Array(this.#strings.reduce((sum, { bytes }) => sum + bytes.length, 0));
    let at = 4;
    let fill = 0;
    for (const { bytes, references } of this.#strings) {
      if (bytes.length > 0xffff) {
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
}
