import { HotfixkitError } from '../../core/errors.js';

/** Tags as they are encoded: class, constructed bit and number in one byte (X.690 8.1.2). */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of a context-specific type `[number]`. */
export function contextTag(number: number, constructed = true): number {
  return (constructed ? 0xa0 : 0x80) | number;
}

/** Values that may be read of one input; a list of 20,000 members has 400,000. */
const MOST_VALUES = 4_000_000;
/** Nesting of indefinite lengths. */
const DEEPEST = 32;
const CONSTRUCTED = 0x20;

/** The state that all values of one input share. */
interface Input {
  bytes: Uint8Array;
  /** Where the input lies in the file, for messages. */
  base: number;
  remaining: number;
  /** Whether an encoding was met that DER does not allow: an indefinite length, or one longer than needed. */
  isBer: boolean;
}

/** What a header states. */
interface Header {
  tag: number;
  content: number;
  /** End of the content; null for an indefinite length. */
  contentEnd: number | null;
}

/**
 * A value in BER (X.690), read when it is asked for: offsets into the bytes, so that the encoding itself is at hand.
 *
 * Indefinite and non-minimal lengths are accepted, as Windows does. A value that ends after what surrounds it, deep
 * nesting of indefinite lengths, and more than four million values throw `ASN1_MALFORMED`.
 */
export class BerValue {
  readonly tag: number;
  /** Offsets in the input: of the tag, of the content, behind the content, behind the value. */
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  readonly #input: Input;

  private constructor(input: Input, start: number, limit: number) {
    const header = readHeader(input, start, limit);
    this.#input = input;
    this.tag = header.tag;
    this.start = start;
    this.contentStart = header.content;
    this.contentEnd = header.contentEnd ?? findEndOfContents(input, header.content, limit);
    this.end = this.contentEnd + (header.contentEnd === null ? 2 : 0);
  }

  /** Reads the first value in `bytes`; what is behind it is ignored. `base` is the offset of the bytes in their file. */
  static parse(bytes: Uint8Array, base = 0): BerValue {
    return new BerValue({ bytes, base, remaining: MOST_VALUES, isBer: false }, 0, bytes.length);
  }

  /** Bytes of the content: without tag, length and end-of-contents. */
  get content(): Uint8Array {
    return this.#input.bytes.subarray(this.contentStart, this.contentEnd);
  }

  /** The whole value as encoded. */
  get encoding(): Uint8Array {
    return this.#input.bytes.subarray(this.start, this.end);
  }

  /** Whether something read so far, of the whole input, is BER and not DER. */
  get isBer(): boolean {
    return this.#input.isBer;
  }

  get isConstructed(): boolean {
    return (this.tag & CONSTRUCTED) !== 0;
  }

  /** Offset of the value in the file. */
  get offset(): number {
    return this.#input.base + this.start;
  }

  /** The values inside, one after the other. */
  *children(): Generator<BerValue, void, void> {
    for (let at = this.contentStart; at < this.contentEnd; ) {
      const child = new BerValue(this.#input, at, this.contentEnd);
      yield child;
      at = child.end;
    }
  }

  /** The values inside; throws where there are more than `most`. */
  list(most = 4096): BerValue[] {
    const values: BerValue[] = [];
    for (const child of this.children()) {
      if (values.length >= most) throw child.malformed(`more than ${most} values`);
      values.push(child);
    }
    return values;
  }

  /** The first value inside; throws without one. */
  first(): BerValue {
    for (const child of this.children()) return child;
    throw this.malformed('nothing inside');
  }

  /** Itself, where it has that tag. */
  expect(tag: number): BerValue {
    if (this.tag !== tag) {
      throw new HotfixkitError('ASN1_MALFORMED', 'a value of another type stands where it must not', {
        offset: this.offset,
        structure: 'ASN.1',
        expected: `tag 0x${tag.toString(16)}`,
        found: `tag 0x${this.tag.toString(16)}`,
      });
    }
    return this;
  }

  /** The bytes of an octet string, in one piece or in several (X.690 8.7). */
  octets(): Uint8Array {
    if (!this.isConstructed) return this.expect(Tag.octetString).content;
    this.expect(Tag.octetString | CONSTRUCTED);
    this.#input.isBer = true;
    const pieces = this.list().map((piece) => piece.expect(Tag.octetString).content);
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** The bytes of a bit string of whole bytes. */
  bits(): Uint8Array {
    const { content } = this.expect(Tag.bitString);
    if (content.length === 0 || content[0] !== 0) throw this.malformed('not a bit string of whole bytes');
    return content.subarray(1);
  }

  /** The value that bytes of this one hold, as in extensions and keys. Budget and offsets go on. */
  inside(bytes: Uint8Array): BerValue {
    const base = this.#input.base + this.contentStart;
    return new BerValue({ bytes, base, remaining: this.#input.remaining, isBer: false }, 0, bytes.length);
  }

  /** An object identifier as numbers with dots. */
  oid(): string {
    const { content } = this.expect(Tag.objectIdentifier);
    if (content.length === 0 || content.length > 64) throw this.malformed('not an object identifier');
    const arcs: number[] = [];
    let arc = 0;
    for (const [i, byte] of content.entries()) {
      arc = arc * 128 + (byte & 0x7f);
      if (arc > Number.MAX_SAFE_INTEGER / 128) throw this.malformed('an arc that is too large');
      if ((byte & 0x80) !== 0) {
        if (i === content.length - 1) throw this.malformed('an object identifier without end');
        continue;
      }
      if (arcs.length === 0) {
        const root = Math.min(2, Math.floor(arc / 40));
        arcs.push(root, arc - 40 * root);
      } else arcs.push(arc);
      arc = 0;
    }
    return arcs.join('.');
  }

  /** An integer of at most four bytes. */
  smallInteger(): number {
    const { content } = this.expect(Tag.integer);
    if (content.length === 0 || content.length > 4) throw this.malformed('not a small integer');
    let value = content[0]! >= 0x80 ? -1 : 0;
    for (const byte of content) value = value * 256 + byte;
    return value;
  }

  /** The error of this place. */
  malformed(problem: string): HotfixkitError {
    const facts = { offset: this.offset, structure: 'ASN.1' };
    return new HotfixkitError('ASN1_MALFORMED', `an ASN.1 value is malformed: ${problem}`, facts);
  }
}

function fail(input: Input, at: number, problem: string): never {
  throw new HotfixkitError('ASN1_MALFORMED', `an ASN.1 value is malformed: ${problem}`, {
    offset: input.base + at,
    structure: 'ASN.1',
  });
}

function readHeader(input: Input, start: number, limit: number): Header {
  const { bytes } = input;
  if (--input.remaining < 0) fail(input, start, 'too many values');
  if (start + 2 > limit) fail(input, start, 'the data ends within a header');
  const tag = bytes[start]!;
  let at = start + 1;
  if ((tag & 0x1f) === 0x1f) {
    // A tag number of several bytes. None of the known types has one; such values are stepped over.
    while (at < limit && (bytes[at]! & 0x80) !== 0) at++;
    if (++at - start > 6 || at >= limit) fail(input, start, 'an impossible tag');
  }
  const first = bytes[at++]!;
  if (first < 0x80) {
    if (at + first > limit) fail(input, start, 'a value ends after what surrounds it');
    return { tag, content: at, contentEnd: at + first };
  }
  if (first === 0x80) {
    if ((tag & CONSTRUCTED) === 0) fail(input, start, 'an indefinite length without values inside');
    input.isBer = true;
    return { tag, content: at, contentEnd: null };
  }
  const count = first & 0x7f;
  if (count > 8 || at + count > limit) fail(input, start, 'an impossible length');
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + bytes[at++]!;
  if (length < 0x80 || length < 2 ** (8 * (count - 1))) input.isBer = true;
  if (at + length > limit) fail(input, start, 'a value ends after what surrounds it');
  return { tag, content: at, contentEnd: at + length };
}

/** The end-of-contents that closes an indefinite length. Values of definite length are stepped over. */
function findEndOfContents(input: Input, start: number, limit: number): number {
  let open = 1;
  for (let at = start; ; ) {
    if (at + 2 > limit) fail(input, at, 'an indefinite length without end');
    if (input.bytes[at] === 0 && input.bytes[at + 1] === 0) {
      if (--open === 0) return at;
      at += 2;
      continue;
    }
    const header = readHeader(input, at, limit);
    if (header.contentEnd !== null) at = header.contentEnd;
    else if (++open > DEEPEST) fail(input, at, 'indefinite lengths are nested too deeply');
    else at = header.content;
  }
}
