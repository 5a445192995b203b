import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { StringPool } from '../../src/msi/string-pool.js';
import { caught } from '../support/caught.js';
import { runs } from '../support/thorough.js';

type Entry = [length: number, references: number];

/** `_StringPool` from its words: the header, then pairs of u2. */
function poolBytes(header: number, entries: Entry[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * entries.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header >>> 0, true);
  entries.forEach(([length, references], i) => {
    view.setUint16(4 + 4 * i, length, true);
    view.setUint16(6 + 4 * i, references, true);
  });
  return bytes;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const all = (pool: StringPool): (string | null)[] =>
  Array.from({ length: pool.count + 1 }, (_, id) => pool.get(id));

describe('the string pool', () => {
  it('counts from 1; 0 is null, and so is a free entry, which takes an identifier all the same', () => {
    const pool = new StringPool(
      poolBytes(1252, [
        [4, 1],
        [0, 0],
        [3, 2],
      ]),
      utf8('NameFoo'),
      { strict: true },
    );
    expect(all(pool)).toEqual([null, 'Name', null, 'Foo']);
    expect([1, 2, 3].map((id) => pool.references(id))).toEqual([1, 0, 2]);
    expect([pool.codePage, pool.referenceSize, pool.count]).toEqual([1252, 2, 3]);
    expect([...pool.bytes(3)]).toEqual([...utf8('Foo')]);
  });

  it('says in bit 31 whether references take three bytes', () => {
    const pool = new StringPool(poolBytes(0x80000000 | 65001, []), utf8(''));
    expect([pool.codePage, pool.referenceSize, pool.count]).toEqual([65001, 3, 0]);
  });

  it.each<[number, number[], string]>([
    [1252, [0x80, 0x6d], '€m'],
    [932, [0x93, 0xfa, 0x96, 0x7b, 0x5c], '日本\\'],
    [949, [0xc7, 0xd1], '한'],
    [1251, [0xcf, 0xf0, 0x21], 'Пр!'],
    [65001, [0xc3, 0xa9], 'é'],
    [65000, [0x2b, 0x41, 0x4b, 0x51, 0x2d, 0x78], '¤x'],
    [0, [0xe9], 'é'],
  ])('in code page %d', (page, bytes, text) => {
    const data = Uint8Array.from([...utf8('plain'), ...bytes]);
    const pool = new StringPool(
      poolBytes(page, [
        [5, 1],
        [bytes.length, 1],
      ]),
      data,
      { strict: true },
    );
    expect([pool.get(1), pool.get(2), pool.get(2)]).toEqual(['plain', text, text]);
    expect(pool.warnings).toEqual([]);
  });

  it('in the code page that the caller knows better', () => {
    const entry = poolBytes(0, [[2, 1]]);
    expect(new StringPool(entry, Uint8Array.from([0xcf, 0xf0]), { codePage: 1251 }).get(1)).toBe('Пр');
    expect(caught(() => new StringPool(entry, utf8('ab'), { codePage: 12345 })).code).toBe(
      'UNKNOWN_CODE_PAGE',
    );
  });

  it('in a code page that nobody knows, unless strict', () => {
    const pool = new StringPool(poolBytes(12345, [[1, 1]]), Uint8Array.from([0xe9]));
    expect([pool.get(1), pool.codePage]).toEqual(['é', 12345]);
    expect(pool.warnings).toMatchObject([{ code: 'UNKNOWN_CODE_PAGE', stream: '_StringPool', found: 12345 }]);
    expect(caught(() => new StringPool(poolBytes(12345, []), utf8(''), { strict: true })).code).toBe(
      'UNKNOWN_CODE_PAGE',
    );
  });
});

describe('strings of 64 KiB and more', () => {
  const long = 'L'.repeat(0x23456);
  const data = utf8(`a${long}b`);

  it.each<[string, Entry[], number]>([
    // (0, references), then the length as a u4: low word, high word. One identifier for both.
    [
      'as Windows writes them',
      [
        [1, 1],
        [0, 7],
        [0x3456, 0x2],
        [1, 1],
      ],
      7,
    ],
    // (0, high word of the length), then (low word, references).
    [
      'as Wine and libmsi write them',
      [
        [1, 1],
        [0, 2],
        [0x3456, 9],
        [1, 1],
      ],
      9,
    ],
    // Where references and high word are the same the two agree.
    [
      'as both would',
      [
        [1, 1],
        [0, 2],
        [0x3456, 2],
        [1, 1],
      ],
      2,
    ],
  ])('%s', (_name, entries, references) => {
    const pool = new StringPool(poolBytes(1252, entries), data, { strict: true });
    expect(pool.count).toBe(3);
    expect([pool.get(1), pool.get(3)]).toEqual(['a', 'b']);
    expect(pool.get(2) === long).toBe(true);
    expect(pool.references(2)).toBe(references);
  });

  it('of several, one after the other, up to the last entry', () => {
    const one = 'x'.repeat(70_000);
    const entries: Entry[] = [
      [0, 3],
      [70_000 & 0xffff, 1],
      [0, 1],
      [70_000 & 0xffff, 1],
    ];
    const pool = new StringPool(poolBytes(0, entries), utf8(one + one), { strict: true });
    expect([pool.count, pool.get(2)?.length]).toEqual([2, 70_000]);
  });

  it('that end within a multi-byte page', () => {
    const text = '語'.repeat(30_000);
    const pool = new StringPool(
      poolBytes(65001, [
        [0, 5],
        [90_000 & 0xffff, 1],
      ]),
      utf8(text),
    );
    expect(pool.get(1) === text).toBe(true);
  });
});

describe('damage', () => {
  it.each<[string, Uint8Array, Uint8Array, object]>([
    ['no header', new Uint8Array(3), utf8(''), { stream: '_StringPool', found: 3 }],
    ['less data than lengths', poolBytes(0, [[5, 1]]), utf8('abcd'), { stream: '_StringData', offset: 4 }],
    [
      'a length of nearly 4 GiB',
      poolBytes(0, [
        [0, 1],
        [0xffff, 0xffff],
      ]),
      utf8('abcd'),
      { stream: '_StringData', expected: '4294967295 bytes' },
    ],
  ])('%s is refused', (_name, pool, data, facts) => {
    expect(caught(() => new StringPool(pool, data))).toMatchObject({ code: 'MSI_BAD_STRING_POOL', facts });
  });

  it.each<[string, Uint8Array, Uint8Array, object]>([
    ['more data than lengths', poolBytes(0, [[2, 1]]), utf8('abcd'), { stream: '_StringData', offset: 2 }],
    [
      'a long string without its length',
      poolBytes(0, [
        [2, 1],
        [0, 9],
      ]),
      utf8('ab'),
      { offset: 8 },
    ],
    ['half an entry', Uint8Array.from([...poolBytes(0, [[2, 1]]), 1, 2]), utf8('ab'), { offset: 8 }],
  ])('%s passes with a warning, unless strict', (_name, pool, data, warning) => {
    const read = new StringPool(pool, data);
    expect([read.get(1), read.count]).toEqual(['ab', 1]);
    expect(read.warnings).toMatchObject([{ code: 'MSI_BAD_STRING_POOL', ...warning }]);
    expect(caught(() => new StringPool(pool, data, { strict: true })).code).toBe('MSI_BAD_STRING_POOL');
  });

  it('an identifier that there is not', () => {
    const pool = new StringPool(poolBytes(0, [[2, 1]]), utf8('ab'));
    for (const read of [() => pool.get(2), () => pool.bytes(0xffffff), () => pool.references(2)]) {
      expect(caught(read)).toMatchObject({
        code: 'MSI_BAD_STRING_ID',
        facts: { expected: 'an identifier up to 1' },
      });
    }
  });

  it('of any kind gives a pool or a coded error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 300 }), (pool, data) => {
        try {
          all(new StringPool(pool, data));
        } catch (error) {
          if (!(error instanceof HotfixkitError)) throw error;
        }
      }),
      { seed: 1, numRuns: runs(1000) },
    );
  });
});
