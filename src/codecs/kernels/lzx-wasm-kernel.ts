import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH } from '../block-decoder.js';
import { HuffmanTable } from '../huffman-table.js';
import {
  ALIGNED_ROOT_BITS,
  ALIGNED_SYMBOLS,
  alignedPayload,
  LENGTH_ROOT_BITS,
  LENGTH_SYMBOLS,
  lengthPayload,
  MAIN_ROOT_BITS,
  MATCH,
  mainPayload,
  mainSymbols,
  RunResult,
  SLOTS,
  slotBases,
  tableOf,
} from '../lzx-codes.js';
import type { LzxKernel } from './lzx-kernel.js';
import {
  choose,
  copyBytes,
  defineFunction,
  i32,
  type LocalI32,
  load8,
  load32,
  load64,
  load128,
  repeatWhile,
  returnValue,
  type Statement,
  store8,
  store32,
  store64,
  store128,
  WasmProgram,
  when,
  whileTrue,
} from './wasm-assembler.js';

/*
 * The inner loops of LZX as WebAssembly: matches and literals, the E8 translation, the order of the input's bits. The
 * same loops in JavaScript took 1.4 to 2 times as long on real cabinets, which was 1.5 times what 7-Zip takes.
 *
 * Everything that they work on is in one memory. The input of a frame is kept as 16-bit words from the top down, so that
 * the 64 bits at any bit position are one load: a number whose highest bit is the stream's next.
 */

/** The memory from its start on. */
const Layout = (() => {
  let end = 0;
  const place = (length: number): number => {
    const at = end;
    end = (at + length + 15) & ~15;
    return at;
  };
  return {
    state: place(64),
    slotBases: place(4 * SLOTS),
    aligned: place(4 * HuffmanTable.entriesNeeded(ALIGNED_SYMBOLS, ALIGNED_ROOT_BITS)),
    length: place(4 * HuffmanTable.entriesNeeded(LENGTH_SYMBOLS, LENGTH_ROOT_BITS)),
    main: place(4 * HuffmanTable.entriesNeeded(mainSymbols(SLOTS), MAIN_ROOT_BITS)),
    translated: place(BLOCK_LENGTH + 16),
    input: place(BLOCK_INPUT_LENGTH + 16),
    /*
     * The words from the top down end at the next address. Whether reading has gone past the input is checked only when
     * a run is over: 32768 matches take less than seven bytes each.
     */
    bits: place(BLOCK_INPUT_LENGTH + 7 * BLOCK_LENGTH),
    window: end,
  };
})();
const BITS_TOP = Layout.window;

/** Bytes behind the window that copies in steps of 16 bytes may write to. */
const OVERSHOOT = 32;

/** Places in the state, as numbers of 32 bits. */
const State = {
  position: 0,
  bitPosition: 1,
  r0: 2,
  r1: 3,
  r2: 4,
  runEnd: 5,
  /** How far a match at position 0 of the frame's start may reach back, less that start. */
  reach: 6,
  ringSize: 7,
  windowSize: 8,
  isAligned: 9,
  hasLengths: 10,
  mainLongStart: 11,
  lengthLongStart: 12,
} as const;

/**
 * Literals and matches until the output stands at `runEnd`. The long codes' shift and bias come as parameters, the rest
 * from the state.
 */
const decodeRun = defineFunction('decodeRun', (locals) => {
  const mainLongShift = locals.parameter();
  const mainLongBias = locals.parameter();
  const lengthLongShift = locals.parameter();
  const lengthLongBias = locals.parameter();
  const fromState: [LocalI32, number][] = [];
  const inState = (index: number): LocalI32 => {
    const local = locals.i32();
    fromState.push([local, Layout.state + 4 * index]);
    return local;
  };
  const position = inState(State.position);
  const at = inState(State.bitPosition);
  const r0 = inState(State.r0);
  const r1 = inState(State.r1);
  const r2 = inState(State.r2);
  const runEnd = inState(State.runEnd);
  const reach = inState(State.reach);
  const ringSize = inState(State.ringSize);
  const windowSize = inState(State.windowSize);
  const isAligned = inState(State.isAligned);
  const hasLengths = inState(State.hasLengths);
  const mainLongStart = inState(State.mainLongStart);
  const lengthLongStart = inState(State.lengthLongStart);
  const index = locals.i32();
  const entry = locals.i32();
  const other = locals.i32();
  const count = locals.i32();
  const extra = locals.i32();
  const distance = locals.i32();
  const from = locals.i32();
  const stop = locals.i32();
  const bits = locals.i64();

  /** Puts 57 bits or more on top of `bits`. */
  const loadBits = bits.set(load64(i32(BITS_TOP - 8).sub(at.shr(3))).shl(at.and(7)));
  const window = Layout.window;
  const putLiteral = [store8(position, entry.shr(5), window), position.increase(1)];
  const copyWords = repeatWhile(position.lt(stop), [
    store64(position, load64(from, window), window),
    store64(position, load64(from, window + 8), window + 8),
    position.increase(16),
    from.increase(16),
  ]);
  const copyByte = [store8(position, load8(from, window), window), position.increase(1), from.increase(1)];

  const readSymbol: Statement[] = [
    loadBits,
    index.set(bits.shr(64 - MAIN_ROOT_BITS).narrow()),
    when(index.ge(mainLongStart), [index.set(bits.shr(mainLongShift).narrow().sub(mainLongBias))]),
    entry.set(load32(index.shl(2), Layout.main)),
    at.increase(entry.and(31)),
    bits.set(bits.shl(entry.and(31))),
  ];

  /** Literals come in pairs more often than not: the second is tried on the bits that are there. */
  const putLiterals = (next: Statement): Statement[] => [
    ...putLiteral,
    index.set(bits.shr(64 - MAIN_ROOT_BITS).narrow()),
    when(index.ge(mainLongStart), [next]),
    when(position.ge(runEnd), [next]),
    entry.set(load32(index.shl(2), Layout.main)),
    at.increase(entry.and(31)),
    when(entry.lt(MATCH), [...putLiteral, next]),
    loadBits,
  ];

  const readCount: Statement[] = [
    count.set(entry.shr(5).and(7).add(2)),
    when(count.eq(9), [
      when(hasLengths.eq(0), [returnValue(RunResult.noLengthTree)]),
      index.set(bits.shr(64 - LENGTH_ROOT_BITS).narrow()),
      when(index.ge(lengthLongStart), [index.set(bits.shr(lengthLongShift).narrow().sub(lengthLongBias))]),
      other.set(load32(index.shl(2), Layout.length)),
      at.increase(other.and(31)),
      bits.set(bits.shl(other.and(31))),
      count.increase(other.shr(5)),
    ]),
  ];

  const slot = entry.shr(19);
  const readDistance = when(
    slot.gt(2),
    [
      extra.set(entry.shr(14).and(31)),
      distance.set(load32(slot.shl(2), Layout.slotBases).sub(2)),
      when(
        isAligned.and(extra.ge(3)),
        [
          // The lowest three bits are a symbol of the aligned tree. (Shifting by 64 would be shifting by 0.)
          distance.increase(bits.shr(1).shr(i32(66).sub(extra)).narrow().shl(3)),
          other.set(
            load32(
              bits
                .shl(extra.sub(3))
                .shr(64 - ALIGNED_ROOT_BITS)
                .narrow()
                .shl(2),
              Layout.aligned,
            ),
          ),
          distance.increase(other.shr(5)),
          at.increase(extra.sub(3).add(other.and(31))),
        ],
        [distance.increase(bits.shr(1).shr(i32(63).sub(extra)).narrow()), at.increase(extra)],
      ),
      r2.set(r1),
      r1.set(r0),
      r0.set(distance),
    ],
    [
      // One of the last three, which changes places with the very last.
      distance.set(choose(slot.eq(0), r0, choose(slot.eq(1), r1, r2))),
      r1.set(choose(slot.eq(1), r0, r1)),
      r2.set(choose(slot.eq(2), r0, r2)),
      r0.set(distance),
    ],
  );

  const copyMatch = (next: Statement): Statement[] => [
    stop.set(position.add(count)),
    when(stop.gt(runEnd), [returnValue(RunResult.pastEnd)]),
    from.set(position.sub(distance)),
    when(distance.gt(position), [
      // From the ring's upper end, if so much has been written.
      when(distance.gt(windowSize).or(distance.gt(reach.add(position))), [
        returnValue(RunResult.beforeStart),
      ]),
      from.increase(ringSize),
      when(from.add(count).gt(ringSize), [
        repeatWhile(position.lt(stop), [when(from.eq(ringSize), [from.set(0)]), ...copyByte]),
        next,
      ]),
    ]),
    when(
      distance.ge(8),
      [
        store64(position, load64(from, window), window),
        store64(position, load64(from, window + 8), window + 8),
        when(count.gt(16), [position.increase(16), from.increase(16), copyWords]),
      ],
      [
        // Seven bytes on, the last 8 to 14 are a multiple of the distance long: go on with those, a word at a time.
        other.set(position.add(7)),
        repeatWhile(position.lt(other), copyByte),
        from.set(position.sub(distance.mul(distance.add(7).div(distance)))),
        when(count.gt(7), [copyWords]),
      ],
    ),
    position.set(stop),
  ];

  return [
    ...fromState.map(([local, address]) => local.set(load32(i32(address)))),
    whileTrue(position.lt(runEnd), (next) => [
      ...readSymbol,
      when(entry.lt(MATCH), putLiterals(next)),
      ...readCount,
      readDistance,
      ...copyMatch(next),
    ]),
    ...fromState.slice(0, 5).map(([local, address]) => store32(i32(address), local)),
  ];
});

/**
 * Undoes the translation of x86 calls ([MS-PATCH] 2.4) in a copy of the frame, since matches refer to what was there
 * before: see `undoE8` for the rules.
 */
const translate = defineFunction('translate', (locals) => {
  const start = locals.parameter();
  const length = locals.parameter();
  const frameOffset = locals.parameter();
  const size = locals.parameter();
  const at = locals.i32();
  const end = locals.i32();
  const mask = locals.i32();
  const target = locals.i32();
  const place = locals.i32();
  const frame = Layout.translated;
  return [
    copyBytes(frame, start.add(Layout.window), length),
    end.set(length.sub(10)),
    whileTrue(at.ltS(end), (next) => [
      mask.set(load128(at, frame).bytesEqualTo(0xe8)),
      when(mask.eq(0), [at.increase(16), next]),
      at.increase(mask.trailingZeros()),
      when(at.geS(end), [returnValue(0)]),
      target.set(load32(at, frame + 1)),
      place.set(frameOffset.add(at)),
      when(target.geS(i32(0).sub(place)).and(target.ltS(size)), [
        when(target.ltS(0), [target.increase(size)], [target.set(target.sub(place))]),
        store32(at, target, frame + 1),
      ]),
      at.increase(5),
    ]),
  ];
});

/** Puts the words of the input, from a byte on, in front of the bits' top. */
const reverse = defineFunction('reverse', (locals) => {
  const start = locals.parameter();
  const end = locals.parameter();
  const to = locals.i32();
  return [
    to.set(BITS_TOP - 16),
    whileTrue(start.lt(end), () => [
      store128(to, load128(start, Layout.input).reverseWords()),
      start.increase(16),
      to.set(to.sub(16)),
    ]),
  ];
});

const program = new WasmProgram({ decodeRun, translate, reverse });

/** Memory and functions for one decoder. Its constructor throws where `WasmProgram` does. */
export class LzxWasmKernel implements LzxKernel {
  readonly ringSize: number;
  readonly window: Uint8Array;
  readonly main: HuffmanTable;
  readonly length: HuffmanTable;
  readonly aligned: HuffmanTable;
  hasLengths = false;
  readonly #functions: Record<'decodeRun' | 'translate' | 'reverse', (...values: number[]) => number>;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #state: Int32Array;
  readonly #windowSize: number;

  /** `slots`: position slots that the window has. */
  constructor(windowSize: number, slots: number) {
    this.#windowSize = windowSize;
    this.ringSize = windowSize + BLOCK_LENGTH;
    const { buffer, functions } = program.instantiate(Layout.window + this.ringSize + OVERSHOOT);
    this.#functions = functions;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.#state = new Int32Array(buffer, Layout.state, 16);
    this.window = this.#bytes.subarray(Layout.window, Layout.window + this.ringSize);
    new Int32Array(buffer, Layout.slotBases, SLOTS).set(slotBases);
    const entriesAt = (place: number, symbols: number, rootBits: number): Int32Array =>
      new Int32Array(buffer, place, HuffmanTable.entriesNeeded(symbols, rootBits));
    const symbols = mainSymbols(slots);
    this.main = tableOf(
      symbols,
      MAIN_ROOT_BITS,
      mainPayload,
      entriesAt(Layout.main, symbols, MAIN_ROOT_BITS),
    );
    this.length = tableOf(
      LENGTH_SYMBOLS,
      LENGTH_ROOT_BITS,
      lengthPayload,
      entriesAt(Layout.length, LENGTH_SYMBOLS, LENGTH_ROOT_BITS),
    );
    this.aligned = tableOf(
      ALIGNED_SYMBOLS,
      ALIGNED_ROOT_BITS,
      alignedPayload,
      entriesAt(Layout.aligned, ALIGNED_SYMBOLS, ALIGNED_ROOT_BITS),
    );
  }

  get position(): number {
    return this.#state[State.position]!;
  }

  set position(value: number) {
    this.#state[State.position] = value;
  }

  get bitPosition(): number {
    return this.#state[State.bitPosition]!;
  }

  set bitPosition(value: number) {
    this.#state[State.bitPosition] = value;
  }

  setRecent(r0: number, r1: number, r2: number): void {
    this.#state[State.r0] = r0;
    this.#state[State.r1] = r1;
    this.#state[State.r2] = r2;
  }

  setInput(input: Uint8Array): void {
    this.#bytes.set(input, Layout.input);
  }

  startBits(start: number, end: number): void {
    this.#functions.reverse(start, end);
    this.bitPosition = 0;
  }

  peek(): number {
    const at = this.bitPosition;
    return this.#view.getInt32(BITS_TOP - 4 - (at >>> 3), true) << (at & 7);
  }

  decodeRun(runEnd: number, reach: number, isAligned: boolean): number {
    const { main, length } = this;
    const state = this.#state;
    state[State.runEnd] = runEnd;
    state[State.reach] = reach;
    state[State.ringSize] = this.ringSize;
    state[State.windowSize] = this.#windowSize;
    state[State.isAligned] = isAligned ? 1 : 0;
    state[State.hasLengths] = this.hasLengths ? 1 : 0;
    state[State.mainLongStart] = main.longStart;
    state[State.lengthLongStart] = length.longStart;
    // The tables count in 32 bits, the loop has 64.
    return this.#functions.decodeRun(
      main.longShift + 32,
      main.longBias,
      length.longShift + 32,
      length.longBias,
    );
  }

  translate(start: number, length: number, frameOffset: number, size: number): Uint8Array {
    this.#functions.translate(start, length, frameOffset, size);
    return this.#bytes.subarray(Layout.translated, Layout.translated + length);
  }
}
