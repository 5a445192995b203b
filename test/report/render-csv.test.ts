import { describe, expect, it } from 'vitest';
import { csvCell, renderCsv } from '../../src/report/render-csv.js';

describe('csvCell', () => {
  // RFC 4180, section 2, and the characters that OWASP names for formulas.
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' blanks ', '" blanks "'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['=HYPERLINK("http://a","b")', '"\'=HYPERLINK(""http://a"",""b"")"'],
    [-5, '-5'],
    [null, ''],
  ])('%j is %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});

describe('renderCsv', () => {
  const table = (title: string, cell: string) => ({
    title,
    notes: [],
    columns: [{ name: 'path', title: 'Path' }],
    rows: [{ tone: 'none' as const, cells: [cell] }],
  });

  it('has each name of a column once', () => {
    const columns = [{ name: 'verdict', title: 'Verdict' }];
    const rows = [{ tone: 'good' as const, cells: ['valid'] }];
    const verdict = { tone: 'good' as const, headline: 'OK', reasons: [] };
    expect(renderCsv({ tables: [{ title: 't', notes: [], columns, rows }], verdict, warnings: [] })).toBe(
      'verdict,verdict_of_all,warnings\r\nvalid,OK,\r\n',
    );
  });

  it('ends with the verdict of all, and the warnings in the first row', () => {
    const table = {
      title: 't',
      notes: [],
      columns: [{ name: 'a', title: 'A' }],
      rows: [1, 2].map((cell) => ({ tone: 'good' as const, cells: [cell] })),
    };
    const verdict = { tone: 'warn' as const, headline: 'OK WITH WARNINGS', reasons: [] };
    const warnings = [{ code: 'VERIFY_NOT_COMPARED' as const, message: 'x, y' }];
    expect(renderCsv({ tables: [table], verdict, warnings })).toBe(
      'a,verdict,warnings\r\n1,OK WITH WARNINGS,"x, y"\r\n2,OK WITH WARNINGS,\r\n',
    );
    expect(renderCsv({ tables: [table], verdict: null, warnings })).toBe('a\r\n1\r\n2\r\n');
  });

  it('writes control characters of names so that no terminal acts on them', () => {
    const name = 'a\x1b[2K\u202eb\r\nc\0';
    expect(renderCsv({ tables: [table('t', name)] })).toBe('path\r\n"a\\x1b[2K\\u202eb\r\nc\\x00"\r\n');
  });

  it('has a line of names and lines that end in CRLF', () => {
    expect(renderCsv({ tables: [table('t', 'a')] })).toBe('path\r\na\r\n');
    expect(renderCsv({ tables: [] })).toBe('');
  });

  it('names the table of a row where there are several, and leaves out those of another kind', () => {
    const second = { ...table('two', 'b'), columns: [{ name: 'size', title: 'Size' }] };
    expect(renderCsv({ tables: [table('one', 'a'), second] })).toBe(
      'table,path,size\r\none,a,\r\ntwo,,b\r\n',
    );
    expect(renderCsv({ tables: [table('one', 'a'), { ...second, isFurther: true }] })).toBe('path\r\na\r\n');
  });
});
