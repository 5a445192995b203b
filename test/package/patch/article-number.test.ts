import { describe, expect, it } from 'vitest';
import { articleNumber, insertByNumber, sortByNumber } from '../../../src/package/patch/article-number.js';

it.each([
  ['i386/hotfix/KB2516517/x.msp', 2516517],
  [
    'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB982203\\sccm2007ac-sp2-kb982203-x86-enu.msp',
    982203,
  ],
  ['i386/hotfix/KB2516517/sccm2007ac-sp2-kb2659258-x86.msp', 2659258],
  ['\\\\server\\share\\b.msp', null],
  ['i386/hotfix/KB1/a.msp', null],
])('%s has the number %s', (path, number) => {
  expect(articleNumber(path)).toBe(number);
});

it.each<[string[], string[], 'first' | 'last', string[]]>([
  [['kb977203'], ['kb2509007'], 'last', ['kb977203', 'kb2509007']],
  // 2516517 comes before 982203 in the alphabet.
  [['kb2516517'], ['kb982203'], 'last', ['kb982203', 'kb2516517']],
  [
    ['kb977203', 'kb2659258'],
    ['kb2516517', 'b', 'a'],
    'last',
    ['kb977203', 'kb2516517', 'kb2659258', 'b', 'a'],
  ],
  [['kb977203'], ['b', 'a'], 'first', ['b', 'a', 'kb977203']],
  [[], ['kb2516517', 'kb982203'], 'last', ['kb982203', 'kb2516517']],
])('%s with %s', (ordered, unknown, place, result) => {
  expect(insertByNumber(ordered, unknown, place)).toEqual(result);
});

describe('sortByNumber', () => {
  it('sorts by article, then by path, and leaves paths without a number at the end as they are', () => {
    const paths = ['b.msp', 'kb2516517.msp', 'a.msp', 'z-kb982203.msp', 'a-kb982203.msp'];
    expect(sortByNumber(paths, (path) => path)).toEqual([
      'a-kb982203.msp',
      'z-kb982203.msp',
      'kb2516517.msp',
      'b.msp',
      'a.msp',
    ]);
  });
});
