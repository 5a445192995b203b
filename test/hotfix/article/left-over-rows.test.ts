import { describe, expect, it } from 'vitest';
import type { TakenRow } from '../../../src/hotfix/article/known-rows.js';
import { leftOverRows } from '../../../src/hotfix/article/left-over-rows.js';
import { itThorough } from '../../support/thorough.js';

const row = (
  name: string,
  version: string | null,
  size: number | null = null,
  platform: string | null = null,
): TakenRow => ({
  name,
  version,
  size,
  platform,
});
const named = (passages: string[][], rows: TakenRow[] = [], said: string[] = []): string[] =>
  leftOverRows(passages, rows, said).rows.map(({ name }) => name);
const line = (text: string): string[][] => [[text]];

describe('leftOverRows', () => {
  it.each<[string, string[][], string[]]>([
    ['a name beside a version', line('b.dll 9.9.9.9'), ['b.dll']],
    ['a version of three numbers', line('b.dll 2.10.1200'), ['b.dll']],
    ['a version with commas', line('b.dll 9, 9, 9, 9'), ['b.dll']],
    ['the version first', line('9.9.9.9 b.dll'), ['b.dll']],
    ['a name with folders', line('%windir%\\System32\\b.dll 9.9.9.9'), ['b.dll']],
    ['marks between them', line('b.dll --> 9.9.9.9'), ['b.dll']],
    ['a name in code', line('- `b.dll` (9.9.9.9)'), ['b.dll']],
    ['a few words beside them', line('Updated: b.dll is now 9.9.9.9.'), ['b.dll']],
    ['words of headings', line('File name: b.dll, file version: 9.9.9.9, file size: 4,000 bytes'), ['b.dll']],
    [
      'German words of headings',
      line('Dateiname: b.dll, Dateiversion: 9.9.9.9, Größe: 4.000 Byte'),
      ['b.dll'],
    ],
    ['Japanese words of headings', line('ファイル名：ｂ．ｄｌｌ　バージョン：９．９．９．９'), ['b.dll']],
    ['an extension that no list has', line('b.xqz 9.9.9.9'), ['b.xqz']],
    ['two names, and says so once', line('b.dll 9.9.9.9, c.dll 9.9.9.8'), ['b.dll']],
    ['no blanks', line('b.dll9.9.9.94,00025-Jan-201006:27'), ['b.dll']],
    ['a name and a size', line('b.dll, 4,000 bytes'), ['b.dll']],
    ['a name and a date', line('b.dll 25-Jan-2010 06:27'), ['b.dll']],
    [
      'a cell with prose',
      [['b.dll', 'The library that draws all windows of the system', '9.9.9.9']],
      ['b.dll'],
    ],
    ['a version of two numbers that stands alone', line('b.dll 9.9'), ['b.dll']],
    ['blanks in the name', line('b. dll 9.9.9.9'), ['b.dll']],
    ['blanks in the version', line('b.dll 9. 9. 9. 9'), ['b.dll']],
    ['a comma', line('b.dll,9.9.9.9'), ['b.dll']],
    ['an underline', line('b.dll_9.9.9.9'), ['b.dll']],
    ['a line of dots', line('b.dll......9.9.9.9'), ['b.dll']],
    ['a short sentence', line('This hotfix updates b.dll to version 9.9.9.9.'), ['b.dll']],
    ['names below a version', [['Build 9.9.9.9'], ['b.dll'], ['c.dll']], ['b.dll', 'c.dll']],
    ['a footnote', [['b.dll *', '9.9.9.9 (1)']], ['b.dll']],
    ['two libraries and a number', [['b.dll', '9.9.9.9', 'c.dll', '9.9.9.8', '0003f1a2']], ['b.dll']],
    ['a very long line', line(`${'word '.repeat(90_000)} b.dll 9.9.9.9 ${'word '.repeat(50)}`), ['b.dll']],
    ['the version in a line below', [['b.dll'], ['9.9.9.9']], ['b.dll']],
    [
      'words between the lines',
      [['b.dll'], ['Build'], ['9.9.9.9'], ['c.dll'], ['9.9.9.8']],
      ['b.dll', 'c.dll'],
    ],
    ['the version in a line above', [['9.9.9.9'], ['b.dll']], ['b.dll']],
    [
      'names in a row and versions below',
      [
        ['', 'b.dll', 'c.dll'],
        ['Build', '9.9.9.9', '9.9.9.8'],
      ],
      ['b.dll'],
    ],
  ])('finds %s', (_, passages, expected) => {
    expect(named(passages)).toEqual(expected);
  });

  it.each<[string, string[][]]>([
    [
      'prose',
      line('You can verify that the file b.dll has version 9.9.9.9 or a later one after the restart.'),
    ],
    ['a crash', line('iexplore.exe 6.0.2900.2180 mshtml.dll 6.0.2900.2180 0x0003f1a2')],
    ['a framework', line('ASP.NET 2.0.50727')],
    ['a product', line('Windows Installer 4.5.6001.22159')],
    ['an address', line('https://example.com/b.dll?v=9.9.9.9')],
    ['a name alone', line('b.dll')],
    ['a commit', line('source: (support/windows/some-article.md, commit e803198aa6)')],
    ['a package with its size', line('Windows6.1-KB123456-x86.msu 4,000 KB')],
    ['a number of one dot', line('See b.txt, 1.1')],
    ['a version far from a name', [['b.dll'], ...Array.from({ length: 8 }, () => ['text']), ['9.9.9.9']]],
  ])('finds no row in %s', (_, passages) => {
    expect(named(passages)).toEqual([]);
  });

  it('knows rows that were read from lines in either order', () => {
    const rows = [row('b.dll', '9.9.9.9'), row('c.dll', '9.9.9.8')];
    expect(named([['b.dll'], ['9.9.9.9'], ['c.dll'], ['9.9.9.8']], rows)).toEqual([]);
    expect(named([['9.9.9.9'], ['b.dll'], ['9.9.9.8'], ['c.dll']], rows)).toEqual([]);
    expect(named([['9.9.9.9'], ['b.dll'], ['9.9.9.7'], ['c.dll']], rows)).toEqual(['c.dll']);
  });

  it('leaves out what a warning names', () => {
    expect(named(line('b.dll | 9.9.9.9'), [], ['b.dll 9.9.9.9'])).toEqual([]);
    expect(named(line('b.dll | 9.9.9.8'), [], ['b.dll 9.9.9.9'])).toEqual(['b.dll']);
  });

  it('names each line once', () => {
    expect(named([['b.dll', '9.9.9.9'], ['b.dll 9.9.9.9']])).toEqual(['b.dll']);
  });

  itThorough('names the text that it does not look at, because there is too much', () => {
    const taken = Array.from({ length: 20_000 }, (_, i) => row(`f${i}.dll`, '1.0.0.1'));
    const text = taken.map(({ name }) => `${name} ${'1.0.0.1 '.repeat(13)}`);
    const passages = Array.from({ length: 4 }, (_, i) => text.map((one) => [`${one} ${i}`])).flat();
    const { rows, unsearched } = leftOverRows(passages, taken, []);
    expect(rows).toEqual([]);
    expect(unsearched).toMatch(/^f\d+\.dll 1\.0\.0\.1/);
    expect(leftOverRows(passages.slice(0, 100), taken.slice(0, 100), []).unsearched).toBeNull();
  });

  it.each<[string, string, string[]]>([
    ['the version behind the name of another file', 'a.dll 9.9.9.9, b.dll 9.9.9.8', ['b.dll']],
    ['versions before the names', '9.9.9.9 a.dll, 9.9.9.9 b.dll', []],
    ['a later version', 'b.dll (9.9.9.9, later 9.9.9.8)', ['b.dll']],
    ['no other version', 'a.dll 9.9.9.9, b.dll 9.9.9.9', []],
  ])('judges each name by its own facts: %s', (_, text, names) => {
    expect(named(line(text), [row('a.dll', '9.9.9.9'), row('b.dll', '9.9.9.9')])).toEqual(names);
  });
});
