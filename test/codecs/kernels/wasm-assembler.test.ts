import { describe, expect, it } from 'vitest';
import {
  choose,
  copyBytes,
  defineFunction,
  type I32,
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
} from '../../../src/codecs/kernels/wasm-assembler.js';

function load(...definitions: ReturnType<typeof defineFunction>[]) {
  const program = new WasmProgram(Object.fromEntries(definitions.map((own) => [own.name, own])));
  const { buffer, functions } = program.instantiate(1);
  return { exports: functions, bytes: new Uint8Array(buffer) };
}

/** Runs an expression of two numbers. */
function calculate(build: (a: LocalI32, b: LocalI32) => I32, a: number, b: number): number {
  const { exports } = load(
    defineFunction('f', (locals) => [returnValue(build(locals.parameter(), locals.parameter()))]),
  );
  return exports.f!(a, b);
}

describe('32-bit numbers', () => {
  it.each<[string, (a: I32, b: I32) => I32, number, number, number]>([
    ['add', (a, b) => a.add(b), 0x7fffffff, 1, -0x80000000],
    ['sub', (a, b) => a.sub(b), 3, 5, -2],
    ['mul', (a, b) => a.mul(b), 7, -6, -42],
    ['div', (a, b) => a.div(b), -1, 2, 0x7fffffff],
    ['and', (a, b) => a.and(b), 12, 10, 8],
    ['or', (a, b) => a.or(b), 12, 10, 14],
    ['shl', (a, b) => a.shl(b), 3, 33, 6],
    ['shr', (a, b) => a.shr(b), -1, 28, 15],
    ['eq', (a, b) => a.eq(b), 5, 5, 1],
    ['ne', (a, b) => a.ne(b), 5, 5, 0],
    ['lt, without sign', (a, b) => a.lt(b), -1, 1, 0],
    ['ltS', (a, b) => a.ltS(b), -1, 1, 1],
    ['gt, without sign', (a, b) => a.gt(b), -1, 1, 1],
    ['ge, without sign', (a, b) => a.ge(b), 1, 1, 1],
    ['geS', (a, b) => a.geS(b), -1, 1, 0],
    ['trailingZeros', (a) => a.trailingZeros(), 0x50, 0, 4],
    ['choose', (a, b) => choose(a.gt(b), i32(10), i32(20)), 3, 2, 10],
    ['choose the other', (a, b) => choose(a.gt(b), i32(10), i32(20)), 2, 3, 20],
  ])('%s', (_label, build, a, b, expected) => {
    expect(calculate(build, a, b)).toBe(expected);
  });

  it.each([0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 0x7fffffff, -0x80000000])(
    'the constant %i',
    (value) => {
      expect(calculate(() => i32(value), 0, 0)).toBe(value);
    },
  );
});

describe('64-bit numbers', () => {
  it('shift and narrow', () => {
    const top = calculate((a, b) => a.widen().shl(40).shr(b).narrow(), -1, 32);
    expect(top).toBe(0xffffff00 | 0);
  });

  it('shift by the count modulo 64', () => {
    expect(calculate((a, b) => a.widen().shl(b).narrow(), 1, 65)).toBe(2);
  });
});

describe('memory', () => {
  const at = i32(16);
  it.each<[string, Statement]>([
    ['8', store8(at, load8(i32(0), 3), 4)],
    ['32', store32(at, load32(i32(1)), 3)],
    ['64', store64(i32(8), load64(i32(2)), 9)],
    ['128', store128(at, load128(i32(3)), 200)],
    ['any number of', copyBytes(at, 2, 5)],
  ])('%s bits or bytes at any place', (label, statement) => {
    const { exports, bytes } = load(defineFunction('f', () => [statement]));
    for (let i = 0; i < 256; i++) bytes[i] = i;
    exports.f!();
    const expected = Uint8Array.from({ length: 256 }, (_, i) => i);
    const copies: Record<string, [number, number, number]> = {
      8: [20, 3, 1],
      32: [19, 1, 4],
      64: [17, 2, 8],
      128: [216, 3, 16],
      'any number of': [16, 2, 5],
    };
    const [to, from, length] = copies[label]!;
    expected.copyWithin(to, from, from + length);
    expect([...bytes.subarray(0, 256)]).toEqual([...expected]);
  });

  it('in vectors: equal bytes, and words turned round', () => {
    const { exports, bytes } = load(
      defineFunction('equal', () => [returnValue(load128(i32(0)).bytesEqualTo(0xe8))]),
      defineFunction('turn', () => [store128(i32(32), load128(i32(0)).reverseWords())]),
    );
    bytes.set([0xe8, 1, 2, 0xe8, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xe8]);
    expect(exports.equal!()).toBe(0b1000000000001001);
    exports.turn!();
    expect([...bytes.subarray(32, 48)]).toEqual([
      14, 0xe8, 12, 13, 10, 11, 8, 9, 6, 7, 4, 5, 2, 0xe8, 0xe8, 1,
    ]);
  });
});

describe('control', () => {
  it('when, with and without otherwise', () => {
    const { exports } = load(
      defineFunction('f', (locals) => {
        const a = locals.parameter();
        const result = locals.i32();
        return [
          when(a.gt(10), [result.set(1)], [result.set(2)]),
          when(a.eq(7), [returnValue(99)]),
          returnValue(result),
        ];
      }),
    );
    expect([11, 10, 7].map((value) => exports.f!(value))).toEqual([1, 2, 99]);
  });

  it('loops within loops, and going on from within', () => {
    // Counts the pairs i, j below n with j odd.
    const { exports } = load(
      defineFunction('f', (locals) => {
        const n = locals.parameter();
        const i = locals.i32();
        const j = locals.i32();
        const count = locals.i32();
        return [
          whileTrue(i.lt(n), (nextI) => [
            i.increase(1),
            j.set(0),
            whileTrue(j.lt(n), (nextJ) => [
              j.increase(1),
              when(j.and(1).eq(0), [when(j.gt(100), [nextI]), nextJ]),
              count.increase(1),
            ]),
          ]),
          returnValue(count),
        ];
      }),
    );
    expect(exports.f!(10)).toBe(50);
    expect(exports.f!(0)).toBe(0);
    expect(exports.f!(102)).toBe(102 * 51);
  });

  it('repeatWhile goes through once at least', () => {
    const { exports } = load(
      defineFunction('f', (locals) => {
        const n = locals.parameter();
        const count = locals.i32();
        return [repeatWhile(count.lt(n), [count.increase(1)]), returnValue(count)];
      }),
    );
    expect([exports.f!(0), exports.f!(5)]).toEqual([1, 5]);
  });

  it('a function that comes to its end gives 0; locals of both kinds mix', () => {
    const { exports } = load(
      defineFunction('f', (locals) => {
        const a = locals.parameter();
        const small = locals.i32();
        const large = locals.i64();
        const last = locals.i32();
        return [
          large.set(a.widen()),
          small.set(large.narrow()),
          last.set(small),
          when(last.eq(5), [returnValue(last)]),
        ];
      }),
    );
    expect([exports.f!(5), exports.f!(6)]).toEqual([5, 0]);
  });

  it('parameters after variables are refused', () => {
    expect(() =>
      defineFunction('f', (locals) => {
        locals.i32();
        locals.parameter();
        return [];
      }),
    ).toThrow('parameters come first');
  });
});

it('instances of a program have a memory each', () => {
  const program = new WasmProgram({ f: defineFunction('f', () => [store8(i32(0), i32(7))]) });
  const one = program.instantiate(100_000);
  const other = program.instantiate(1);
  one.functions.f();
  expect(new Uint8Array(one.buffer)[0]).toBe(7);
  expect(new Uint8Array(other.buffer)[0]).toBe(0);
  expect([one.buffer.byteLength, other.buffer.byteLength]).toEqual([131_072, 65_536]);
});
