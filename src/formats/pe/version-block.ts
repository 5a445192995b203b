import { decodeText } from '../../core/code-page.js';

/*
 * The block of which version resources consist ("VS_VERSIONINFO structure", "String structure", ...):
 *
 *   offset  32-bit                             16-bit
 *   0       wLength, u2                        wLength, u2
 *   2       wValueLength, u2                   wValueLength, u2
 *   4       wType, u2: 1 text, 0 binary        szKey, ANSI, NUL-terminated
 *   6       szKey, UTF-16, NUL-terminated
 *           padding to 4, value, padding to 4, children, each starting at a multiple of 4
 *
 * Real files differ from the specification:
 * - wValueLength of a text is in characters, in bytes, with or without the NUL, or 0: texts are read up to the NUL and
 *   the end of their block instead;
 * - wLength may count the padding after the block or not, and may exceed the parent: it is clamped there;
 * - a block of length 0 ends a list early.
 */

/** Blocks with this pattern are 16-bit: they have letters of the key where 32-bit blocks have wType, 0 or 1. */
export function isNarrowVersionResource(bytes: Uint8Array): boolean {
  return bytes.length > 5 && bytes[4]! >= 0x20;
}

export class VersionBlock {
  readonly key: string;
  /** The declared end, or the parent's end if it comes first. */
  readonly end: number;
  /** Whether the declared length had to be cut. */
  readonly cut: boolean;
  readonly valueStart: number;
  /** Length of a binary value in bytes, as far as the block goes. */
  readonly valueLength: number;
  /** wType; 16-bit blocks lack it. */
  readonly isText: boolean;
  readonly #bytes: Uint8Array;
  readonly #narrow: boolean;

  private constructor(bytes: Uint8Array, narrow: boolean, start: number, limit: number, length: number) {
    this.#bytes = bytes;
    this.#narrow = narrow;
    this.end = Math.min(start + length, limit);
    this.cut = start + length > limit;
    const valueLength = u16(bytes, start + 2);
    this.isText = !narrow && u16(bytes, start + 4) === 1;
    const keyStart = start + (narrow ? 4 : 6);
    const keyEnd = textEnd(bytes, narrow, keyStart, this.end);
    this.key = narrow ? decodeText(bytes.subarray(keyStart, keyEnd), 1252) : utf16(bytes, keyStart, keyEnd);
    this.valueStart = Math.min(align4(keyEnd + (narrow ? 1 : 2)), this.end);
    this.valueLength = Math.min(this.isText ? valueLength * 2 : valueLength, this.end - this.valueStart);
  }

  /** The block at `start` that ends at or before `limit`; null without room for it or with length 0. */
  static parse(bytes: Uint8Array, narrow: boolean, start: number, limit: number): VersionBlock | null {
    const headerSize = narrow ? 4 : 6;
    if (start + headerSize > limit) return null;
    const length = u16(bytes, start); // wLength, u2 at 0
    if (length < headerSize) return null;
    return new VersionBlock(bytes, narrow, start, limit, length);
  }

  /** The binary value. */
  get value(): Uint8Array {
    return this.#bytes.subarray(this.valueStart, this.valueStart + this.valueLength);
  }

  /** The value as text; only 16-bit resources use `codePage`. */
  text(codePage: number): string {
    const end = textEnd(this.#bytes, this.#narrow, this.valueStart, this.end);
    if (!this.#narrow) return utf16(this.#bytes, this.valueStart, end);
    return decodeText(this.#bytes.subarray(this.valueStart, end), codePage);
  }

  /** The blocks after the value. */
  *children(): IterableIterator<VersionBlock> {
    let at = align4(this.valueStart + this.valueLength);
    for (;;) {
      const child = VersionBlock.parse(this.#bytes, this.#narrow, at, this.end);
      if (!child) return;
      yield child;
      at = align4(child.end);
    }
  }
}

function align4(position: number): number {
  return (position + 3) & ~3;
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** Offset of the NUL of the text at `start`, or `limit`. */
function textEnd(bytes: Uint8Array, narrow: boolean, start: number, limit: number): number {
  const step = narrow ? 1 : 2;
  let at = start;
  while (at + step <= limit && (bytes[at] !== 0 || (!narrow && bytes[at + 1] !== 0))) at += step;
  return Math.min(at, limit);
}

function utf16(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at + 2 <= end; at += 2) text += String.fromCharCode(u16(bytes, at));
  return text;
}
