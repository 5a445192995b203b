import { describe, expect, it } from 'vitest';
import {
  endsWithRemark,
  factsIn,
  hasFacts,
  isTerse,
  namesIn,
  strangeWords,
  withoutNames,
} from '../../../src/hotfix/article/row-facts.js';

describe('namesIn', () => {
  it.each<[string, string[]]>([
    ['b.dll 9.9.9.9', ['b.dll']],
    ['("b.dll", c.exe)', ['b.dll', 'c.exe']],
    ['b.dll9.9.9.9', ['b.dll']],
    ['a.b.dll and c.xqz', ['a.b.dll', 'c.xqz']],
    ['ASP.NET, example.org', []],
    ['9.9.9.9', []],
  ])('of %j', (text, names) => {
    expect(
      namesIn(text)
        .map(({ name }) => name)
        .slice(0, 3),
    ).toEqual(names);
  });

  it('can be taken out', () => {
    expect(withoutNames('b.dll 9.9.9.9 c.dll', namesIn('b.dll 9.9.9.9 c.dll'))).toBe('  9.9.9.9  ');
  });
});

describe('factsIn', () => {
  it.each<[string, string | null, number]>([
    ['9.9.9.9', '9.9.9.9', 0],
    ['9, 9, 9, 9', '9, 9, 9, 9', 0],
    ['25-Jan-2010 06:27 4,000', null, 3],
    ['25.01.2010', null, 1],
    ['1.234.567', null, 1],
    ['version 9.9', '9.9', 0],
    ['see 9.9 in the list', null, 0],
    ['text', null, 0],
  ])('of %j', (text, version, others) => {
    expect(factsIn(text)).toMatchObject({ version, others });
    expect(hasFacts(factsIn(text))).toBe(version !== null || others > 0);
  });
});

describe('strangeWords', () => {
  it.each<[string, number]>([
    ['File version: 9.9.9.9, x86', 0],
    ['25 January 2010', 0],
    ['this is about something', 4],
    ['文書文書文書文書文書', 2],
  ])('in %j', (text, count) => {
    expect(strangeWords(text, 100)).toBe(count);
    expect(isTerse(text, 1)).toBe(count <= 3);
  });

  it('are not counted beyond what matters', () => {
    expect(strangeWords('word '.repeat(1000), 3)).toBe(4);
  });
});

it.each([
  ['x86 (obsolete)', true],
  ['x86 - replaced by 1.0.0.2', true],
  ['(beta)', true],
  ['(xpsp_sp2_gdr.050301-1519)', false],
  ['(x86)', false],
  ['x64-based', false],
  ['Windows x64', false],
  ['', false],
])('endsWithRemark of %j is %s', (text, is) => {
  expect(endsWithRemark(text)).toBe(is);
});
