import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import {
  buildCabinet,
  buildCabinetSet,
  type CabinetPart,
  type CabinetPlan,
} from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';

const content = sampleBytes(300_000, 3);

const plan: CabinetPlan = {
  folders: [
    {
      method: 'mszip',
      files: [
        { name: 'one', bytes: content.subarray(0, 10_000) },
        { name: 'two', bytes: content.subarray(10_000, 120_000) },
        { name: 'empty', bytes: new Uint8Array() },
        { name: 'three', bytes: content.subarray(120_000, 150_000) },
      ],
    },
    { method: 'none', files: [{ name: 'four', bytes: content.subarray(150_000, 280_000) }] },
    { method: 'mszip', files: [{ name: 'five', bytes: content.subarray(280_000) }] },
  ],
};

/** The same, but without compression: each part of 40,000 bytes ends in the middle of a block. */
const stored: CabinetPlan = { folders: plan.folders.map((folder) => ({ ...folder, method: 'none' })) };

function expectedOf(name: string): Uint8Array {
  return plan.folders.flatMap((folder) => folder.files).find((file) => file.name === name)!.bytes;
}

function openFrom(parts: CabinetPart[], index: number, asked: string[] = []): CabinetSet {
  return CabinetSet.open(new BufferSource(parts[index]!.bytes), {
    name: parts[index]!.name,
    resolve: (name) => {
      asked.push(name);
      const found = parts.find((part) => part.name === name.toLowerCase());
      return found ? new BufferSource(found.bytes) : null;
    },
  });
}

describe('a set', () => {
  it.each([1500, 20_000, 33_000, 100_000])(
    'in parts of %i bytes is one list, from whichever part',
    (partBytes) => {
      const parts = buildCabinetSet({ ...plan, partBytes });
      for (const index of [0, parts.length >> 1, parts.length - 1]) {
        const set = openFrom(parts, index);
        expect(set.warnings).toEqual([]);
        expect(set.cabinets.map((link) => link.name)).toEqual(parts.map((part) => part.name));
        expect(set.folders).toHaveLength(3);
        expect(set.files.map((file) => file.name)).toEqual(['one', 'two', 'empty', 'three', 'four', 'five']);
        for (const file of set.files) expect(sameBytes(set.readFile(file), expectedOf(file.name))).toBe(true);
      }
    },
  );

  it('may break between two blocks as well as within one', () => {
    const parts = buildCabinetSet({ ...plan, partBytes: 40_000, splitBlocks: false });
    const set = openFrom(parts, 0);
    for (const file of set.files) expect(sameBytes(set.readFile(file), expectedOf(file.name))).toBe(true);
  });

  it('may have reserve fields', () => {
    const parts = buildCabinetSet({
      ...plan,
      partBytes: 20_000,
      reserve: { header: 20, folder: 1, data: 2 },
    });
    const set = openFrom(parts, 1);
    for (const file of set.files) expect(sameBytes(set.readFile(file), expectedOf(file.name))).toBe(true);
  });

  it('asks for each cabinet once, and by the name that its neighbour gives', () => {
    const parts = buildCabinetSet({ ...plan, partBytes: 40_000, partName: (index) => `part${index}.cab` });
    const asked: string[] = [];
    openFrom(parts, 1, asked);
    expect(asked).toEqual([
      'part0.cab',
      'part2.cab',
      'part3.cab',
      ...parts.slice(4).map((part) => part.name),
    ]);
  });

  it('says in which cabinet a file begins', () => {
    const parts = buildCabinetSet({ ...plan, partBytes: 40_000 });
    const set = openFrom(parts, 0);
    expect(set.files.find((file) => file.name === 'one')!.cabinetName).toBe('part1.cab');
    expect(set.files.find((file) => file.name === 'five')!.cabinetName).toBe(parts.at(-1)!.name);
  });
});

describe('a missing cabinet', () => {
  const parts = buildCabinetSet({ ...stored, partBytes: 40_000 });

  it('is a warning, and an error only for what needs it', () => {
    const set = openFrom(parts.slice(0, -2), 0);
    const missing = parts.at(-2)!.name;
    expect(set.warnings).toMatchObject([{ code: 'CAB_MISSING_PART', expected: missing }]);
    expect(set.files.map((file) => file.name)).toEqual(['one', 'two', 'empty', 'three', 'four']);
    for (const file of set.files.slice(0, -1)) {
      expect(sameBytes(set.readFile(file), expectedOf(file.name))).toBe(true);
    }
    expect(caught(() => set.readFile(set.files[4]!))).toMatchObject({
      code: 'CAB_MISSING_PART',
      facts: { entry: 'four', expected: missing },
    });
  });

  it('at the start takes the folder with it', () => {
    const set = openFrom(parts.slice(1), 0);
    expect(set.warnings).toMatchObject([{ code: 'CAB_MISSING_PART', expected: 'part1.cab' }]);
    const [first] = set.files;
    expect(caught(() => set.readFile(first!))).toMatchObject({
      code: 'CAB_MISSING_PART',
      facts: { expected: 'part1.cab' },
    });
    expect(sameBytes(set.readFile(set.files.find((file) => file.name === 'five')!), expectedOf('five'))).toBe(
      true,
    );
  });

  it('without a resolver is any other', () => {
    const set = CabinetSet.open(new BufferSource(parts[0]!.bytes));
    expect(set.readFile(set.files[0]!)).toHaveLength(10_000);
    expect(caught(() => set.readFile(set.files[1]!)).code).toBe('CAB_MISSING_PART');
  });

  it('is an error if strict', () => {
    expect(caught(() => CabinetSet.open(new BufferSource(parts[0]!.bytes), { strict: true })).code).toBe(
      'CAB_MISSING_PART',
    );
  });
});

describe('a cabinet that is not the right one', () => {
  const parts = buildCabinetSet({ ...stored, partBytes: 40_000 });
  const replaced = (bytes: Uint8Array): CabinetSet =>
    openFrom([parts[0]!, { name: 'part2.cab', bytes }, ...parts.slice(2)], 0);

  it('because it is none counts as missing', () => {
    const set = replaced(Buffer.from('this is not a cabinet, and long enough to have been one'));
    expect(set.warnings).toMatchObject([{ code: 'CAB_BAD_SIGNATURE', stream: 'part2.cab' }]);
    expect(caught(() => set.readFile(set.files[1]!)).code).toBe('CAB_MISSING_PART');
  });

  it('because it is cut is a warning, then an error', () => {
    const set = replaced(parts[1]!.bytes.subarray(0, 20_000));
    expect(set.warnings).toMatchObject([{ code: 'CAB_TRUNCATED', stream: 'part2.cab' }]);
    expect(caught(() => set.readFile(set.files[1]!))).toMatchObject({
      code: 'CAB_TRUNCATED',
      facts: { stream: 'part2.cab' },
    });
  });

  it('because its files are others is not joined', () => {
    const other = buildCabinetSet({
      folders: [{ method: 'none', files: [{ name: 'two', bytes: content.subarray(0, 200_000) }] }],
      partBytes: 40_000,
      setId: 99,
    });
    const set = openFrom([parts[0]!, other[1]!], 0);
    expect(set.warnings.map((warning) => warning.code)).toEqual([
      'CAB_BAD_HEADER',
      'CAB_MISSING_PART',
      'CAB_MISSING_PART',
    ]);
    for (const file of set.files.filter((own) => own.name === 'two')) {
      expect(caught(() => set.readFile(file)).code).toBe('CAB_MISSING_PART');
    }
  });

  it.each([
    ['set ID', 32, /another set ID/],
    ['number', 34, /a number that does not follow/],
  ])('only by its %s gives no file that continues in it, and all others', (_, offset, message) => {
    const [first, second, ...rest] = buildCabinetSet({
      folders: [
        { method: 'none', files: [{ name: 'a', bytes: content.subarray(0, 10_000) }] },
        {
          method: 'none',
          files: [
            { name: 'b', bytes: content.subarray(0, 5000) },
            { name: 'c', bytes: content.subarray(5000, 90_000) },
            { name: 'd', bytes: content.subarray(90_000, 91_000) },
          ],
        },
        { method: 'none', files: [{ name: 'e', bytes: content.subarray(0, 1000) }] },
      ],
      partBytes: 60_000,
    });
    expect(rest).toEqual([]);
    const bytes = second!.bytes.slice();
    bytes[offset]! ^= 0x10;
    for (const index of [0, 1]) {
      const set = openFrom([first!, { name: 'part2.cab', bytes }], index);
      expect(set.warnings).toMatchObject([{ code: 'CAB_BAD_HEADER', offset }]);
      expect(set.warnings[0]!.message).toMatch(message);
      const outcomes = set.files.map((file) => {
        if (['a', 'b', 'e'].includes(file.name)) return [file.name, set.readFile(file).length];
        const error = caught(() => set.readFile(file));
        expect(error.message).toMatch(/part2\.cab \(set ID \d+, number \d+\) does not continue part1\.cab/);
        return [file.name, error.code];
      });
      expect(outcomes).toEqual([
        ['a', 10_000],
        ['b', 5000],
        ['c', 'CAB_MISSING_PART'],
        ['d', 'CAB_MISSING_PART'],
        ['e', 1000],
      ]);
    }
  });
});

describe('a ring of cabinets is refused', () => {
  const file = { name: 'a', bytes: Buffer.from('a') };
  const make = (next: string | null, previous: string | null): Uint8Array =>
    buildCabinet({
      folders: [{ method: 'none', files: [file] }],
      ...(next === null ? {} : { next: { name: next } }),
      ...(previous === null ? {} : { previous: { name: previous } }),
    });

  it.each([
    ['of two', { 'a.cab': make('B.cab', 'b.CAB'), 'b.cab': make('A.cab', 'A.CAB') }],
    ['of one, forwards', { 'a.cab': make('A.CAB', null) }],
    ['of one, backwards', { 'a.cab': make(null, 'a.cab') }],
    [
      'of three behind a way in',
      { 'a.cab': make('b.cab', null), 'b.cab': make('c.cab', 'a.cab'), 'c.cab': make('b.cab', 'b.cab') },
    ],
  ])('%s, strict or not', (_, cabinets: Record<string, Uint8Array>) => {
    for (const strict of [false, true]) {
      const error = caught(() =>
        CabinetSet.open(new BufferSource(cabinets['a.cab']!), {
          name: 'a.cab',
          strict,
          resolve: (name) => new BufferSource(cabinets[name.toLowerCase()]!),
        }),
      );
      // The numbers of a loop cannot follow each other either.
      const code = strict ? expect.stringMatching(/^CAB_(?:SET_LOOP|BAD_HEADER)$/) : 'CAB_SET_LOOP';
      expect(error).toMatchObject({ code, kind: 'input', facts: { structure: 'CFHEADER' } });
    }
  });
});
