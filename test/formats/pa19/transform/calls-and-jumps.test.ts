import { describe, expect, it } from 'vitest';
import {
  type CallsAndJumps,
  transformCallsAndJumps,
} from '../../../../src/formats/pa19/transform/calls-and-jumps.js';
import { markFixed } from '../../../../src/formats/pa19/transform/image-transform.js';
import { transformOf } from '../../../support/image-transform.js';
import { buildPe32, CODE, DATA, HEADERS_SIZE, type Pe32SectionPlan } from '../../../support/pe32-builder.js';

const BOTH: CallsAndJumps = { calls: true, jumps: true };
/** Code at 0x1000; from 0x1800 on it goes 0x100 up. */
const rifts: [number, number][] = [[0x1800, 0x1900]];

const le = (value: number): number[] => [
  value & 255,
  (value >> 8) & 255,
  (value >> 16) & 255,
  (value >> 24) & 255,
];
const call = (relative: number): number[] => [0xe8, ...le(relative)];
const jump = (relative: number): number[] => [0xe9, ...le(relative)];
const jumpIf = (condition: number, relative: number): number[] => [0x0f, 0x80 + condition, ...le(relative)];

interface Options {
  which?: CallsAndJumps;
  at?: number;
  section?: Partial<Pe32SectionPlan>;
  fixed?: [offset: number, length: number][];
  more?: Pe32SectionPlan[];
}

/** The bytes at the instruction's place after the step; the code is 0x1000 bytes of INT 3 otherwise. */
function stepped(instruction: number[], options: Options = {}): number[] {
  const { which = BOTH, at = 0, section, fixed = [], more = [] } = options;
  const data = new Uint8Array(0x1000).fill(0xcc);
  data.set(instruction, at);
  const transform = transformOf(
    buildPe32({ sections: [{ address: 0x1000, data, characteristics: CODE, ...section }, ...more] }),
    rifts,
  );
  for (const [offset, length] of fixed) markFixed(transform, HEADERS_SIZE + offset, length);
  transformCallsAndJumps(transform, which);
  const start = HEADERS_SIZE + at;
  return [...transform.image.bytes.subarray(start, start + instruction.length)];
}

describe('instructions', () => {
  it.each([
    ['a call', call, 0x900, 0xa00],
    ['a jump', jump, 0x900, 0xa00],
    ['a conditional jump', (relative: number) => jumpIf(0, relative), 0x900, 0xa00],
    ['the last conditional jump', (relative: number) => jumpIf(15, relative), 0x900, 0xa00],
    // The address that counts is that behind the instruction.
    ['a call to just before the shift', call, 0x7fa, 0x7fa],
    ['a call to just behind it', call, 0x7fb, 0x8fb],
  ] as const)('%s', (_label, make, relative, expected) => {
    expect(stepped([...make(relative)])).toEqual([...make(expected)]);
  });

  it('go back as well as forth', () => {
    expect(stepped(call(-0x900), { at: 0x900 })).toEqual(call(-0xa00));
  });

  it.each([
    ['no conditional jump', [0x0f, 0x90, ...le(0x900)]],
    ['no conditional jump either', [0x0f, 0x7f, ...le(0x900)]],
    ['a short jump', [0xeb, 0x7e, 0, 0, 0]],
  ])('%s', (_label, bytes) => {
    expect(stepped(bytes)).toEqual(bytes);
  });

  it('may be left out', () => {
    expect(stepped(call(0x900), { which: { calls: false, jumps: true } })).toEqual(call(0x900));
    expect(stepped(call(0x900), { which: { calls: true, jumps: false } })).toEqual(call(0xa00));
    expect(stepped(jump(0x900), { which: { calls: true, jumps: false } })).toEqual(jump(0x900));
    expect(stepped(jumpIf(4, 0x900), { which: { calls: true, jumps: false } })).toEqual(jumpIf(4, 0x900));
    expect(stepped(jumpIf(4, 0x900), { which: { calls: false, jumps: true } })).toEqual(jumpIf(4, 0xa00));
  });
});

describe('a short form', () => {
  // The instruction ends at 0x17F0 or 0x17F1, so that its target is behind the shift.
  it.each([
    ['jump', jump, 127, false],
    ['jump', jump, 128, true],
    ['conditional jump', (relative: number) => jumpIf(5, relative), 127, false],
    ['conditional jump', (relative: number) => jumpIf(5, relative), 128, true],
    ['call', call, 127, true],
    ['call', call, 0x20, true],
  ] as const)('would have done for a %s by %i: moved %s', (_label, make, relative, moves) => {
    const bytes = [...make(relative)];
    const at = 0x7f0 - bytes.length;
    expect(stepped(bytes, { at })).toEqual(moves ? [...make(relative + 0x100)] : bytes);
  });

  it.each([
    [-128, false],
    [-129, true],
  ])('would have done for a jump back by %i: moved %s', (relative, moves) => {
    expect(stepped(jump(relative), { at: 0x805 })).toEqual(jump(moves ? relative - 0x100 : relative));
  });
});

describe('the target', () => {
  it.each([
    ['the last byte of the data', 0x1fff, true],
    ['the byte behind it', 0x2000, false],
    ['the byte before the section', 0xfff, false],
    ['far away', 0x70000000, false],
  ])('is %s', (_label, target, moves) => {
    const relative = target - 0x1005;
    const shift = moves && target >= 0x1800 ? 0x100 : 0;
    expect(stepped(call(relative))).toEqual(call(relative + shift));
  });

  it('counts by the data in the file, where the search is by the virtual size too', () => {
    const section = { virtualSize: 0x20 };
    expect(stepped(call(0x900), { section })).toEqual(call(0xa00));
    expect(stepped(call(0x900), { section, at: 0x1b })).toEqual(call(0xa00));
    expect(stepped(call(0x900), { section, at: 0x1c })).toEqual(call(0x900));
    expect(stepped(call(-0x900), { section: { virtualSize: 0x10000 }, at: 0xffb })).toEqual(call(-0xa00));
    expect(stepped(call(-0x900).slice(0, 4), { section: { virtualSize: 0x10000 }, at: 0xffc })).toEqual(
      call(-0x900).slice(0, 4),
    );
  });

  it('may be in another section that can be executed, and in no other', () => {
    const data = new Uint8Array(0x100);
    const relative = 0x5010 - 0x1005;
    const code = { address: 0x5000, data, characteristics: 0x20000000 };
    expect(stepped(call(relative), { more: [code] })).toEqual(call(relative + 0x100));
    expect(stepped(call(relative), { more: [{ ...code, characteristics: DATA }] })).toEqual(call(relative));
  });

  it('is no address', () => {
    expect(stepped(call(0x900), { fixed: [[0x905, 4]] })).toEqual(call(0x900));
    expect(stepped(call(0x900), { fixed: [[0x902, 4]] })).toEqual(call(0x900));
    expect(stepped(call(0x900), { fixed: [[0x906, 4]] })).toEqual(call(0xa00));
    expect(stepped(call(0x900), { fixed: [[0x901, 4]] })).toEqual(call(0xa00));
  });
});

describe('the bytes', () => {
  it.each([-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6])('are no address: one at %i', (offset) => {
    const at = 0x10;
    const fixed: [number, number][] = [[at + offset, 4]];
    expect(stepped(call(0x900), { at, fixed })).toEqual(call(offset >= -3 && offset <= 4 ? 0x900 : 0xa00));
    expect(stepped(jumpIf(2, 0x900), { at, fixed })).toEqual(
      jumpIf(2, offset >= -3 && offset <= 5 ? 0x900 : 0xa00),
    );
  });

  it('are searched one by one, behind an instruction from its end on', () => {
    // The operand of what is believed is not looked at; that of what is not is.
    expect(stepped([...call(0x900 + 0xe8), 0, 0x09, 0, 0])).toEqual([
      ...call(0x900 + 0xe8 + 0x100),
      0,
      0x09,
      0,
      0,
    ]);
    expect(stepped([0xe8, ...call(0x900), 0])).toEqual([0xe8, ...call(0xa00), 0]);
    expect(stepped([0x0f, 0x0f, 0x84, ...le(0x900)])).toEqual([0x0f, 0x0f, 0x84, ...le(0xa00)]);
  });

  it('of sections that cannot be executed are not searched', () => {
    expect(stepped(call(0x900), { section: { characteristics: 0x40000020 } })).toEqual(call(0x900));
  });

  it('of a section that claims more than the file has are searched as far as it has', () => {
    const section = { rawSize: 0x7fffffff, virtualSize: 0x7fffffff };
    expect(stepped(call(0x900), { section })).toEqual(call(0xa00));
    expect(stepped([0xe8], { section, at: 0xfff })).toEqual([0xe8]);
    // A target that the file does not hold is not known to be an address.
    expect(stepped(call(0x100000), { section })).toEqual(call(0x100100));
  });
});
