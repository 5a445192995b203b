/*
 * Writes WebAssembly modules from expressions in TypeScript: just the instructions that a decoder's inner loop is made
 * of (WebAssembly Core Specification 2.0, sections 2 and 5). Used where JavaScript is too slow for it: no 64-bit
 * numbers, and a check of map, length and base address at each access to an array.
 *
 * An expression knows its type, so that mixing 32 and 64 bits does not compile. Addresses, comparisons, divisions and
 * right shifts are unsigned unless the name ends in `S`.
 */

type Emit = (out: Writer) => void;

/** One instruction, or several, that leave nothing behind. */
export type Statement = Emit;

const TYPE_I32 = 0x7f;
const TYPE_I64 = 0x7e;
const BLOCK_WITHOUT_RESULT = 0x40;

/** Code of one function: bytes, and which labels are open. */
class Writer {
  readonly bytes: number[] = [];
  readonly labels: object[] = [];

  byte(...values: number[]): void {
    this.bytes.push(...values);
  }

  unsigned(value: number): void {
    this.bytes.push(...unsignedLeb(value));
  }

  signed(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.bytes.push(isLast ? low : low | 0x80);
      if (isLast) return;
    }
  }

  branch(opcode: number, label: object): void {
    this.byte(opcode);
    this.unsigned(this.labels.length - 1 - this.labels.lastIndexOf(label));
  }
}

function unsignedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/** A 32-bit integer. */
export class I32 {
  constructor(readonly emit: Emit) {}

  add = (other: I32 | number): I32 => this.#with(other, 0x6a);
  sub = (other: I32 | number): I32 => this.#with(other, 0x6b);
  mul = (other: I32 | number): I32 => this.#with(other, 0x6c);
  div = (other: I32 | number): I32 => this.#with(other, 0x6e);
  and = (other: I32 | number): I32 => this.#with(other, 0x71);
  or = (other: I32 | number): I32 => this.#with(other, 0x72);
  shl = (other: I32 | number): I32 => this.#with(other, 0x74);
  shr = (other: I32 | number): I32 => this.#with(other, 0x76);
  eq = (other: I32 | number): I32 => this.#with(other, 0x46);
  ne = (other: I32 | number): I32 => this.#with(other, 0x47);
  ltS = (other: I32 | number): I32 => this.#with(other, 0x48);
  lt = (other: I32 | number): I32 => this.#with(other, 0x49);
  gt = (other: I32 | number): I32 => this.#with(other, 0x4b);
  geS = (other: I32 | number): I32 => this.#with(other, 0x4e);
  ge = (other: I32 | number): I32 => this.#with(other, 0x4f);

  /** Zero bits below the lowest one bit; 32 for 0. */
  trailingZeros = (): I32 => this.#then(0x68);
  /** As a 64-bit number, without sign. */
  widen = (): I64 => new I64(this.#then(0xad).emit);

  #with(other: I32 | number, opcode: number): I32 {
    const right = i32(other);
    return new I32((out) => {
      this.emit(out);
      right.emit(out);
      out.byte(opcode);
    });
  }

  #then(opcode: number): I32 {
    return new I32((out) => {
      this.emit(out);
      out.byte(opcode);
    });
  }
}

/** A 64-bit integer. */
export class I64 {
  constructor(readonly emit: Emit) {}

  shl = (other: I32 | number): I64 => this.#shifted(other, 0x86);
  shr = (other: I32 | number): I64 => this.#shifted(other, 0x88);

  /** The low 32 bits. */
  narrow = (): I32 =>
    new I32((out) => {
      this.emit(out);
      out.byte(0xa7);
    });

  #shifted(other: I32 | number, opcode: number): I64 {
    const right = i32(other);
    return new I64((out) => {
      this.emit(out);
      right.emit(out);
      out.byte(0xad, opcode);
    });
  }
}

/** Sixteen bytes. */
export class V128 {
  constructor(readonly emit: Emit) {}

  /** Bit n is set where byte n is `value`. */
  bytesEqualTo = (value: number): I32 =>
    new I32((out) => {
      this.emit(out);
      vector(out, 0x0c); // v128.const
      out.byte(...new Array<number>(16).fill(value));
      vector(out, 0x23); // i8x16.eq
      vector(out, 0x64); // i8x16.bitmask
    });

  /** The eight 16-bit words in the opposite order. */
  reverseWords = (): V128 =>
    new V128((out) => {
      this.emit(out);
      this.emit(out);
      vector(out, 0x0d); // i8x16.shuffle
      out.byte(14, 15, 12, 13, 10, 11, 8, 9, 6, 7, 4, 5, 2, 3, 0, 1);
    });
}

function vector(out: Writer, opcode: number): void {
  out.byte(0xfd);
  out.unsigned(opcode);
}

/** A constant; or the expression itself. */
export function i32(value: I32 | number): I32 {
  if (typeof value !== 'number') return value;
  return new I32((out) => {
    out.byte(0x41);
    out.signed(value | 0);
  });
}

/** A parameter or variable; as an expression, its value. */
export class LocalI32 extends I32 {
  constructor(readonly index: number) {
    super(readLocal(index));
  }

  set = (value: I32 | number): Statement => writeLocal(this.index, i32(value).emit);
  /** `set(add(value))` */
  increase = (value: I32 | number): Statement => this.set(this.add(value));
}

export class LocalI64 extends I64 {
  constructor(readonly index: number) {
    super(readLocal(index));
  }

  set = (value: I64): Statement => writeLocal(this.index, value.emit);
}

function readLocal(index: number): Emit {
  return (out) => {
    out.byte(0x20);
    out.unsigned(index);
  };
}

function writeLocal(index: number, value: Emit): Statement {
  return (out) => {
    value(out);
    out.byte(0x21);
    out.unsigned(index);
  };
}

function load(opcode: number[], address: I32, offset: number): Emit {
  return (out) => {
    address.emit(out);
    // Alignment is a hint; 0 is always right.
    out.byte(...opcode, 0);
    out.unsigned(offset);
  };
}

function store(opcode: number[], address: I32, value: Emit, offset: number): Statement {
  return (out) => {
    address.emit(out);
    value(out);
    out.byte(...opcode, 0);
    out.unsigned(offset);
  };
}

export const load8 = (address: I32, offset = 0): I32 => new I32(load([0x2d], address, offset));
export const load32 = (address: I32, offset = 0): I32 => new I32(load([0x28], address, offset));
export const load64 = (address: I32, offset = 0): I64 => new I64(load([0x29], address, offset));
export const load128 = (address: I32, offset = 0): V128 => new V128(load([0xfd, 0x00], address, offset));

export const store8 = (address: I32, value: I32, offset = 0): Statement =>
  store([0x3a], address, value.emit, offset);
export const store32 = (address: I32, value: I32, offset = 0): Statement =>
  store([0x36], address, value.emit, offset);
export const store64 = (address: I32, value: I64, offset = 0): Statement =>
  store([0x37], address, value.emit, offset);
export const store128 = (address: I32, value: V128, offset = 0): Statement =>
  store([0xfd, 0x0b], address, value.emit, offset);

/** Copies bytes that do not overlap, or do. */
export function copyBytes(to: I32 | number, from: I32 | number, length: I32 | number): Statement {
  return (out) => {
    i32(to).emit(out);
    i32(from).emit(out);
    i32(length).emit(out);
    out.byte(0xfc, 0x0a, 0, 0);
  };
}

/** One of two values, without a branch: both are worked out. */
export function choose(condition: I32, then: I32, otherwise: I32): I32 {
  return new I32((out) => {
    then.emit(out);
    otherwise.emit(out);
    condition.emit(out);
    out.byte(0x1b);
  });
}

export function when(condition: I32, then: Statement[], otherwise: Statement[] = []): Statement {
  return (out) => {
    condition.emit(out);
    out.byte(0x04, BLOCK_WITHOUT_RESULT);
    out.labels.push({});
    for (const statement of then) statement(out);
    if (otherwise.length > 0) out.byte(0x05);
    for (const statement of otherwise) statement(out);
    out.labels.pop();
    out.byte(0x0b);
  };
}

/** Goes round while `condition` holds at the start; `next` in the body goes there. */
export function whileTrue(condition: I32, body: (next: Statement) => Statement[]): Statement {
  const loop = {};
  const next: Statement = (out) => out.branch(0x0c, loop);
  return (out) => {
    out.byte(0x03, BLOCK_WITHOUT_RESULT);
    out.labels.push(loop);
    when(condition, [...body(next), next])(out);
    out.labels.pop();
    out.byte(0x0b);
  };
}

/** Goes round until `condition` does not hold at the end. */
export function repeatWhile(condition: I32, body: Statement[]): Statement {
  const loop = {};
  return (out) => {
    out.byte(0x03, BLOCK_WITHOUT_RESULT);
    out.labels.push(loop);
    for (const statement of body) statement(out);
    condition.emit(out);
    out.branch(0x0d, loop);
    out.labels.pop();
    out.byte(0x0b);
  };
}

/** Leaves the function. */
export function returnValue(value: I32 | number): Statement {
  return (out) => {
    i32(value).emit(out);
    out.byte(0x0f);
  };
}

/** Declares what a function takes and uses. Parameters come before variables. */
export interface Locals {
  parameter(): LocalI32;
  i32(): LocalI32;
  i64(): LocalI64;
}

/** A function of 32-bit parameters and one 32-bit result. */
export interface FunctionDefinition {
  name: string;
  parameters: number;
  code: number[];
}

/** `build` declares and gives the body; if that comes to its end, the result is 0. */
export function defineFunction(name: string, build: (locals: Locals) => Statement[]): FunctionDefinition {
  const types: number[] = [];
  let parameters = 0;
  const body = build({
    parameter: () => {
      if (types.length > 0) throw new Error('parameters come first');
      return new LocalI32(parameters++);
    },
    i32: () => new LocalI32(parameters + types.push(TYPE_I32) - 1),
    i64: () => new LocalI64(parameters + types.push(TYPE_I64) - 1),
  });
  const out = new Writer();
  out.unsigned(types.length);
  for (const type of types) out.byte(1, type);
  for (const statement of [...body, returnValue(0)]) statement(out);
  out.byte(0x0b);
  return { name, parameters, code: out.bytes };
}

/** The module's bytes: exports the functions, imports its memory as `env.memory`. */
function assembleModule(functions: readonly FunctionDefinition[]): Uint8Array {
  const text = (value: string): number[] => [
    ...unsignedLeb(value.length),
    ...new TextEncoder().encode(value),
  ];
  const list = (items: number[][]): number[] => [...unsignedLeb(items.length), ...items.flat()];
  const section = (id: number, content: number[]): number[] => [
    id,
    ...unsignedLeb(content.length),
    ...content,
  ];
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [TYPE_I32])),
    ...list([[TYPE_I32]]),
  ]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(types)),
    ...section(2, list([[...text('env'), ...text('memory'), 0x02, 0x00, 0x01]])),
    ...section(3, list(functions.map((_, index) => unsignedLeb(index)))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0x00, ...unsignedLeb(index)]))),
    ...section(10, list(functions.map(({ code }) => [...unsignedLeb(code.length), ...code]))),
  ]);
}

/** The part of the WebAssembly JavaScript API that is used here; the language's own types leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (descriptor: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { exports: unknown };
};

/**
 * A program of which there may be several instances, each with a memory of its own. Throws a RangeError where there is
 * no address space for that (`ulimit -v`: engines set gigabytes aside for each), and a ReferenceError where there is no
 * WebAssembly (`--jitless`).
 */
export class WasmProgram<Names extends string> {
  readonly #functions: readonly FunctionDefinition[];
  #module: object | undefined;

  constructor(functions: Record<Names, FunctionDefinition>) {
    this.#functions = Object.values<FunctionDefinition>(functions);
  }

  /** A memory of `length` bytes or a little more, all zero, and the functions that work on it. */
  instantiate(length: number): {
    buffer: ArrayBuffer;
    functions: Record<Names, (...values: number[]) => number>;
  } {
    const pages = Math.ceil(length / 65536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.#module ??= new WebAssembly.Module(assembleModule(this.#functions));
    const { exports } = new WebAssembly.Instance(this.#module, { env: { memory } });
    return { buffer: memory.buffer, functions: exports as Record<Names, (...values: number[]) => number> };
  }
}
