import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH } from '../block-decoder.js';
import { InflateTable, LINK } from '../inflate-codes.js';
import {
  defineFunction,
  i32,
  load8,
  load32,
  load64,
  repeatWhile,
  returnValue,
  type Statement,
  store8,
  store32,
  store64,
  WasmProgram,
  when,
  whileTrue,
} from './wasm-assembler.js';

/*
 * Deflate's inner loop (RFC 1951) as WebAssembly. zlib is as fast once it runs; but it has to be started for each block
 * of 32 KiB, with its window allocated, filled and thrown away, and that doubles the time.
 */

const HISTORY = 32768;

const LITERAL_ROOT_BITS = 11;
const DISTANCE_ROOT_BITS = 10;
const LITERAL_SYMBOLS = 288;
const DISTANCE_SYMBOLS = 32;

/*
 * Entries of the literal table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; other symbols
 * have bit 13 set, extra bits in bits 14-16 and the length's base in bits 17-25, which is END for the end of a block
 * and INVALID for what does not exist. Entries of the distance table have extra bits in bits 5-8 and the base above.
 */
const MATCH = 1 << 13;
const END = 0;
const INVALID = 1;
const literalInvalid = MATCH | (INVALID << 17);
const distanceInvalid = 0;

const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const lengthBase = lengthExtra.map((_, i) =>
  i === 28 ? 258 : lengthExtra.slice(0, i).reduce((base, extra) => base + (1 << extra), 3),
);
const literalPayloads = Int32Array.from({ length: LITERAL_SYMBOLS }, (_, symbol) => {
  if (symbol < 256) return symbol << 5;
  if (symbol === 256) return MATCH | (END << 17);
  const slot = symbol - 257;
  const base = lengthBase[slot];
  return base === undefined ? literalInvalid : MATCH | (lengthExtra[slot]! << 14) | (base << 17);
});
const distanceExtra = Array.from({ length: 30 }, (_, slot) => (slot < 2 ? 0 : (slot >> 1) - 1));
const distancePayloads = Int32Array.from({ length: DISTANCE_SYMBOLS }, (_, symbol) => {
  const extra = distanceExtra[symbol];
  if (extra === undefined) return distanceInvalid;
  const base = distanceExtra.slice(0, symbol).reduce((sum, own) => sum + (1 << own), 1);
  return (extra << 5) | (base << 9);
});

const Layout = (() => {
  let end = 0;
  const place = (length: number): number => {
    const at = end;
    end = (at + length + 15) & ~15;
    return at;
  };
  return {
    position: place(4),
    bitPosition: place(4),
    symbolStart: place(4),
    literals: place(4 * InflateTable.entriesNeeded(LITERAL_SYMBOLS, LITERAL_ROOT_BITS)),
    distances: place(4 * InflateTable.entriesNeeded(DISTANCE_SYMBOLS, DISTANCE_ROOT_BITS)),
    /** Reading past the input is checked afterwards: 32768 matches take less than seven bytes each. */
    input: place(BLOCK_INPUT_LENGTH + 7 * BLOCK_LENGTH),
    /** The last 32 KiB, then the block; and what copies in large steps write past it. */
    window: place(HISTORY + BLOCK_LENGTH + 64),
    end,
  };
})();

/** How a run ends: at the block's end; where there is no room for more output; or at something that cannot be. */
const RunResult = { endOfBlock: 0, full: 1, corrupt: 2 } as const;

/** Literals and matches up to the end of the block, while the window's position is at most `end`. */
const inflateRun = defineFunction('inflateRun', (locals) => {
  const end = locals.parameter();
  const historyStart = locals.parameter();
  const position = locals.i32();
  const at = locals.i32();
  const symbolStart = locals.i32();
  const entry = locals.i32();
  const count = locals.i32();
  const extra = locals.i32();
  const distance = locals.i32();
  const from = locals.i32();
  const stop = locals.i32();
  const bits = locals.i64();

  const { window } = Layout;
  const leave = (result: number): Statement[] => [
    store32(i32(Layout.position), position),
    store32(i32(Layout.bitPosition), at),
    store32(i32(Layout.symbolStart), symbolStart),
    returnValue(result),
  ];
  const lookUp = (table: number, rootBits: number): Statement[] => [
    entry.set(
      load32(
        bits
          .narrow()
          .and((1 << rootBits) - 1)
          .shl(2),
        table,
      ),
    ),
    when(entry.ge(LINK), [
      from.set(
        bits
          .shr(rootBits)
          .narrow()
          .and((1 << (15 - rootBits)) - 1),
      ),
      entry.set(load32(entry.and(~LINK).shr(5).add(from).shl(2), table)),
    ]),
    at.increase(entry.and(31)),
    bits.set(bits.shr(entry.and(31))),
  ];
  /** Adds the next `extra` bits to `value`, and is past them. */
  const addExtra = (value: typeof count): Statement[] => [
    value.increase(bits.narrow().and(i32(1).shl(extra).sub(1))),
    at.increase(extra),
    bits.set(bits.shr(extra)),
  ];
  const putLiteral = [store8(position, entry.shr(5), window), position.increase(1)];
  const copyByte = [store8(position, load8(from, window), window), position.increase(1), from.increase(1)];
  const copyWords = repeatWhile(position.lt(stop), [
    store64(position, load64(from, window), window),
    store64(position, load64(from, window + 8), window + 8),
    position.increase(16),
    from.increase(16),
  ]);

  return [
    position.set(load32(i32(Layout.position))),
    at.set(load32(i32(Layout.bitPosition))),
    whileTrue(i32(1), (next) => [
      symbolStart.set(at),
      bits.set(load64(at.shr(3), Layout.input).shr(at.and(7))),
      ...lookUp(Layout.literals, LITERAL_ROOT_BITS),
      when(entry.lt(MATCH), [
        when(position.ge(end), leave(RunResult.full)),
        ...putLiteral,
        // Literals come in pairs more often than not: the second is tried on the bits that are there.
        entry.set(
          load32(
            bits
              .narrow()
              .and((1 << LITERAL_ROOT_BITS) - 1)
              .shl(2),
            Layout.literals,
          ),
        ),
        when(entry.ge(MATCH), [next]),
        when(position.ge(end), [next]),
        at.increase(entry.and(31)),
        ...putLiteral,
        next,
      ]),

      count.set(entry.shr(17)),
      when(count.lt(3), [when(count.eq(END), leave(RunResult.endOfBlock)), ...leave(RunResult.corrupt)]),
      extra.set(entry.shr(14).and(7)),
      ...addExtra(count),
      ...lookUp(Layout.distances, DISTANCE_ROOT_BITS),
      distance.set(entry.shr(9)),
      extra.set(entry.shr(5).and(15)),
      ...addExtra(distance),

      when(position.ge(end), leave(RunResult.full)),
      stop.set(position.add(count)),
      from.set(position.sub(distance)),
      // No distance, or one that reaches back before the start: as a number without sign it is too large, either way.
      when(distance.sub(1).ge(position.sub(historyStart)), leave(RunResult.corrupt)),
      when(stop.gt(end), leave(RunResult.corrupt)),
      when(
        distance.ge(8),
        [
          store64(position, load64(from, window), window),
          store64(position, load64(from, window + 8), window + 8),
          when(count.gt(16), [position.increase(16), from.increase(16), copyWords]),
        ],
        [
          // Seven bytes on, the last 8 to 14 are a multiple of the distance long: go on with those.
          extra.set(position.add(7)),
          repeatWhile(position.lt(extra), copyByte),
          from.set(position.sub(distance.mul(distance.add(7).div(distance)))),
          when(count.gt(7), [copyWords]),
        ],
      ),
      position.set(stop),
    ]),
  ];
});

const program = new WasmProgram({ inflateRun });

/** The order in which a dynamic block's header has the lengths of the code for code lengths (RFC 1951, 3.2.7). */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const fixedLengths = Uint8Array.from({ length: LITERAL_SYMBOLS + DISTANCE_SYMBOLS }, (_, i) =>
  i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : i < LITERAL_SYMBOLS ? 8 : 5,
);

/** Deflate streams one after the other, each with the last 32 KiB of output before it in reach. */
export class InflateKernel {
  readonly #run: (end: number, historyStart: number) => number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #literals: InflateTable;
  readonly #distances: InflateTable;
  readonly #lengthCode: InflateTable;
  readonly #lengths = new Uint8Array(LITERAL_SYMBOLS + DISTANCE_SYMBOLS + 138);
  #history = 0;
  #lastLength = 0;
  #inputBits = 0;
  #hasFixedCodes = false;

  /** Throws where `WasmProgram` does. */
  constructor() {
    const { buffer, functions } = program.instantiate(Layout.end);
    this.#run = functions.inflateRun;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    const entries = (place: number, symbols: number, rootBits: number): Int32Array =>
      new Int32Array(buffer, place, InflateTable.entriesNeeded(symbols, rootBits));
    this.#literals = new InflateTable(
      literalPayloads,
      LITERAL_ROOT_BITS,
      literalInvalid,
      entries(Layout.literals, LITERAL_SYMBOLS, LITERAL_ROOT_BITS),
    );
    this.#distances = new InflateTable(
      distancePayloads,
      DISTANCE_ROOT_BITS,
      distanceInvalid,
      entries(Layout.distances, DISTANCE_SYMBOLS, DISTANCE_ROOT_BITS),
    );
    const symbols = Int32Array.from({ length: 19 }, (_, symbol) => symbol << 5);
    this.#lengthCode = new InflateTable(symbols, 7, -1, new Int32Array(InflateTable.entriesNeeded(19, 7)));
  }

  reset(): void {
    this.#history = 0;
    this.#lastLength = 0;
  }

  /**
   * The stream's output, valid until the next call, or null where it is no deflate stream of exactly `outputLength`
   * bytes. A stream may stop without having said that it ends, and bytes may follow its end.
   */
  inflate(stream: Uint8Array, outputLength: number): Uint8Array | null {
    if (stream.length > BLOCK_INPUT_LENGTH || outputLength > BLOCK_LENGTH) return null;
    const bytes = this.#bytes;
    const { input, window } = Layout;
    bytes.copyWithin(window, window + this.#lastLength, window + this.#lastLength + HISTORY);
    bytes.set(stream, input);
    bytes.fill(0, input + stream.length, input + stream.length + 16);
    this.#inputBits = stream.length * 8;
    this.#position = HISTORY;
    this.#bitPosition = 0;

    const end = HISTORY + outputLength;
    for (let isLast = false; !isLast; ) {
      if (this.#position === end && this.#bitPosition + 3 > this.#inputBits) break;
      isLast = this.#take(1) === 1;
      if (this.#block(this.#take(2), end)) continue;
      // A stream that stops short is fine, once the output is complete.
      if (this.#bitPosition > this.#inputBits) break;
      return null;
    }
    if (this.#position !== end) return null;
    this.#lastLength = outputLength;
    this.#history = Math.min(HISTORY, this.#history + outputLength);
    return bytes.subarray(window + HISTORY, window + end);
  }

  get #position(): number {
    return this.#view.getInt32(Layout.position, true);
  }

  set #position(value: number) {
    this.#view.setInt32(Layout.position, value, true);
  }

  get #bitPosition(): number {
    return this.#view.getInt32(Layout.bitPosition, true);
  }

  set #bitPosition(value: number) {
    this.#view.setInt32(Layout.bitPosition, value, true);
  }

  /** The next 25 bits or more, from the lowest up. */
  #peek(): number {
    const at = this.#bitPosition;
    return this.#view.getUint32(Layout.input + (at >>> 3), true) >>> (at & 7);
  }

  #take(count: number): number {
    const value = this.#peek() & ((1 << count) - 1);
    this.#bitPosition += count;
    return value;
  }

  /** One block behind its three bits; false where it is none, or goes on behind the input. */
  #block(type: number, end: number): boolean {
    if (type === 0) return this.#stored(end);
    if (type === 3) return false;
    if (type === 2 && !this.#readCodes()) return false;
    if (type === 1) this.#useFixedCodes();
    const result = this.#run(end, HISTORY - this.#history);
    // What was decoded from bits behind the input does not count.
    if (this.#view.getInt32(Layout.symbolStart, true) > this.#inputBits) this.#position = 0;
    return result === RunResult.endOfBlock && this.#bitPosition <= this.#inputBits;
  }

  /** They stay: streams have been made of nothing but empty blocks. */
  #useFixedCodes(): void {
    if (this.#hasFixedCodes) return;
    this.#literals.build(fixedLengths, 0, LITERAL_SYMBOLS, false);
    this.#distances.build(fixedLengths, LITERAL_SYMBOLS, LITERAL_SYMBOLS + DISTANCE_SYMBOLS, false);
    this.#hasFixedCodes = true;
  }

  #stored(end: number): boolean {
    const start = (this.#bitPosition + 7) >>> 3;
    const { input, window } = Layout;
    if (start * 8 + 32 > this.#inputBits) {
      this.#bitPosition = this.#inputBits + 1;
      return false;
    }
    const length = this.#view.getUint16(input + start, true);
    if ((length ^ this.#view.getUint16(input + start + 2, true)) !== 0xffff) return false;
    const from = start + 4;
    const position = this.#position;
    if ((from + length) * 8 > this.#inputBits || position + length > end) return false;
    this.#bytes.copyWithin(window + position, input + from, input + from + length);
    this.#position = position + length;
    this.#bitPosition = (from + length) * 8;
    return true;
  }

  /** The header of a block with codes of its own (RFC 1951, 3.2.7). */
  #readCodes(): boolean {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const known = this.#take(4) + 4;
    if (literals > 286 || distances > 30) return false;
    const lengths = this.#lengths;
    lengths.fill(0, 0, 19);
    for (let i = 0; i < known; i++) lengths[lengthOrder[i]!] = this.#take(3);
    if (!this.#lengthCode.build(lengths, 0, 19, false)) return false;

    const code = this.#lengthCode.entries;
    const all = literals + distances;
    const view = this.#view;
    let position = this.#bitPosition;
    let at = 0;
    while (at < all) {
      // 25 bits at least: a code has 7 at most, and 7 more may follow it.
      const bits = view.getUint32(Layout.input + (position >>> 3), true) >>> (position & 7);
      const entry = code[bits & 127]!;
      if (entry < 0) break;
      const length = entry & 31;
      const symbol = entry >> 5;
      position += length;
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      const more = bits >>> length;
      let value = 0;
      let run: number;
      if (symbol === 16) {
        if (at === 0) break;
        value = lengths[at - 1]!;
        run = (more & 3) + 3;
        position += 2;
      } else if (symbol === 17) {
        run = (more & 7) + 3;
        position += 3;
      } else {
        run = (more & 127) + 11;
        position += 7;
      }
      const end = at + run;
      if (end > all) break;
      while (at < end) lengths[at++] = value;
    }
    // How far it came tells a header that is wrong from one that is cut.
    this.#bitPosition = position;
    if (at < all) return false;
    if (this.#bitPosition > this.#inputBits || lengths[256] === 0) return false;
    this.#hasFixedCodes = false;
    return (
      this.#literals.build(lengths, 0, literals, true) && this.#distances.build(lengths, literals, all, true)
    );
  }
}
