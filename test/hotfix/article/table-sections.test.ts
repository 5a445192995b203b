import { describe, expect, it } from 'vitest';
import { textBlocks } from '../../../src/hotfix/article/article-blocks.js';
import { findTables } from '../../../src/hotfix/article/find-tables.js';
import { sectionsOf, warningsOfUnread } from '../../../src/hotfix/article/table-sections.js';
import type { ManifestWarning } from '../../../src/hotfix/manifest/manifest.js';

function sections(...lines: string[]) {
  const warnings: ManifestWarning[] = [];
  const { tables } = findTables(textBlocks(lines.join('\n')), new Set(['en']));
  return { sections: sectionsOf(tables, 'Article', warnings), warnings };
}

describe('sectionsOf', () => {
  it('has the rows as files, in the order of the tables', () => {
    const result = sections(
      'For x86',
      'A.dll 1.0.0.1 1,234 01-Jan-2009 12:00 x86',
      'For x64',
      'B.dll 1.0.0.2 5,678 02-Jan-2009 13:00 x64',
    );
    expect(result.sections.map(({ title, files }) => [title, files.map(({ name }) => name)])).toEqual([
      ['For x86', ['A.dll']],
      ['For x64', ['B.dll']],
    ]);
    expect(result.warnings).toEqual([]);
  });

  it.each([
    ['02/03/2009', '25/12/2008', '2009-03-02', []],
    ['02/03/2009', '12/25/2008', '2009-02-03', []],
  ])('reads %s as the date beside it, %s, says', (date, proof, iso, warnings) => {
    const result = sections(
      `A.dll 1.0.0.1 1,234 ${date} 12:00 x86`,
      `B.dll 1.0.0.1 1,234 ${proof} 12:00 x86`,
    );
    expect(result.sections[0]!.files[0]!.date).toBe(iso);
    expect(result.warnings).toEqual(warnings);
  });

  it.each([
    ['x86 (obsolete)', 1],
    ['x86 - replaced by 1.0.0.2', 1],
    ['Windows Server 2003 x64', 0],
    ['x86 (32-bit)', 0],
    ['SP2 (GDR)', 0],
    ['Windows 95 (all)', 0],
  ])('warns of a remark in the last column: %s', (platform, count) => {
    const { warnings } = sections(
      'File name File version File size Date Time Platform',
      `A.dll 1.0.0.1 1,234 01-Jan-2009 12:00 ${platform}`,
    );
    const message = `the cell of the platform has a remark: "${platform}"`;
    expect(warnings.filter((one) => one.message === message)).toHaveLength(count);
    expect(warnings).toHaveLength(count);
  });

  it('warns of a date where the table has both orders, and lets each table have its own', () => {
    const row = (date: string, name = 'A.dll') => `${name} 1.0.0.1 1,234 ${date} 12:00 x86`;
    const mixed = sections(row('03/04/2010'), row('25/06/2010', 'B.dll'), row('06/25/2010', 'C.dll'));
    expect(mixed.warnings.map(({ entry, message }) => [entry, message])).toEqual([
      ['A.dll', expect.stringMatching(/could also be 2010-0[34]-0[34]/)],
    ]);
    const apart = sections(
      'For x86',
      ...[row('03/04/2010'), row('25/06/2010')],
      'For x64',
      ...[row('03/04/2010'), row('06/25/2010')],
    );
    expect(apart.sections.map(({ files }) => files[0]!.date)).toEqual(['2010-04-03', '2010-03-04']);
    expect(apart.warnings).toEqual([]);
  });

  const inLanguage = (language: string, ...dates: string[]) => {
    const warnings: ManifestWarning[] = [];
    const rows = dates.map((date, i) => `| f${i}.dll | 1.0.0.1 | 1,234 | ${date} | 12:00 | x86 |`);
    const head = '| File name | File version | File size | Date | Time | Platform |';
    const { tables } = findTables(textBlocks([head, ...rows].join('\n')), new Set([language]));
    const [section] = sectionsOf(tables, 'Article', warnings, language);
    return { dates: section!.files.map(({ date }) => date), doubts: warnings.map(({ message }) => message) };
  };

  it.each<[string, string[], string]>([
    ['ko', ['10-04-03', '2010-04-03'], '2010-04-03'],
    ['zh-Hans', ['10-04-03', '2010/4/3'], '2010-04-03'],
    ['sv', ['10-04-03', '2010-04-03'], '2010-04-03'],
    ['ja', ['10/04/03', '2010/04/03'], '2010-04-03'],
    ['hu', ['10.04.03', '2010.04.03.'], '2010-04-03'],
    ['hu', ['10.04.03.', '2010.04.03.'], '2010-04-03'],
    ['en', ['10-04-03', '2010-04-03'], '2010-04-03'],
    ['ja', ['05/05/08', '2005/05/08'], '2005-05-08'],
    ['ja', ['04/03/10', '01/25/2010'], '2010-04-03'],
    ['ko', ['10-04-03', '01-25-10'], '2003-10-04'],
    ['de', ['10.04.03', '2010-04-03'], '2003-04-10'],
    ['en', ['12/25/08', '2010-04-03'], '2008-12-25'],
  ])('reads dates of two digits a year in %s: %j', (language, dates, iso) => {
    const found = inLanguage(language, ...dates);
    expect(found.dates[0]).toBe(iso);
  });

  it.each<[string, string[], string, string | null]>([
    ['ko', ['10-04-03'], '2010-04-03', 'the date could also be 2003-04-10 or 2003-10-04'],
    ['ko', ['10-04-03', '2010-04-03', '25-01-2010'], '2003-04-10', 'the date could also be 2010-04-03'],
    ['de', ['10.04.03', '2010-04-03'], '2003-04-10', 'the date could also be 2010-04-03'],
    ['en', ['10-04-03'], '2003-10-04', 'the date could also be 2003-04-10 or 2010-04-03'],
    ['sv', ['10-04-03', '2010-04-03'], '2010-04-03', null],
    ['de', ['10.04.03'], '2003-04-10', null],
    ['en', ['99-12-31'], '1999-12-31', null],
  ])('says in %s whether the order of %j is doubtful', (language, dates, iso, doubt) => {
    const found = inLanguage(language, ...dates);
    expect([found.dates[0], found.doubts[0] ?? null]).toEqual([iso, doubt]);
  });

  it('warns of a date that nothing decides', () => {
    const { warnings } = sections('A.dll 1.0.0.1 1,234 02/03/2009 12:00 x86');
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'ARTICLE_ROW_UNCERTAIN',
        entry: 'A.dll',
        structure: 'sections[0].files[0]',
      }),
    ]);
  });
});

describe('a processor that headings of columns name', () => {
  const cells = (head: string, row = 'a.dll | 1.0.0.1 | 1,234 | 01-Jan-2009') => [
    `| ${head} |`,
    `| ${row} |`,
  ];
  const titles = (...lines: string[]) => sections(...lines).sections.map(({ title }) => title);

  it.each([
    ['File name (ARM64) | File version | File size | Date', 'ARM64'],
    ['File name | x64 file version | x64 file size | Date', 'x64'],
    ['64-bit file name | File version | File size | Date', '64-bit'],
    ['File name | Version (IA-64) | Size | Date', 'IA-64'],
    ['File name (Itanium-based) | Version | Size | Date', 'IA-64'],
    ['Dateiname (x64) | Dateiversion | Dateigröße | Datum', 'x64'],
  ])('is in the heading of the table: %s', (head, processor) => {
    expect(titles('Files', ...cells(head))).toEqual([`Files (${processor})`]);
  });

  it('is read from a line of headings', () => {
    const row = 'a.dll  1.0.0.1  1,234  01-Jan-2009  12:00';
    expect(titles('Files', 'File name (x64)  File version  File size  Date  Time', row)).toEqual([
      'Files (x64)',
    ]);
  });

  it.each([
    ['x64 files', 'File name (x64) | File version | File size | Date'],
    ['Files', 'File name (x86, x64) | File version | File size | Date'],
    ['Files', 'File name | File version | File size | Platform (x86 or x64)'],
  ])('adds nothing to %s above %s', (title, head) => {
    expect(titles(title, ...cells(head, 'a.dll | 1.0.0.1 | 1,234 | x64'))).toEqual([title]);
  });

  it('is a warning where the heading of the table names another', () => {
    expect(sections('x86', ...cells('File name (x64) | Version | Size | Date'))).toMatchObject({
      sections: [{ title: 'x86' }],
      warnings: [{ code: 'ARTICLE_ROW_UNCERTAIN', message: expect.stringContaining('name x64') }],
    });
  });

  it('keeps tables for two processors apart, and holds for rows of a table that was divided', () => {
    const two = ['x64', 'ARM64'].flatMap((one, i) =>
      cells(`File name (${one}) | Version | Size | Date`, `f${i}.dll | 1.0.0.1 | 1,234 | 01-Jan-2009`),
    );
    expect(titles('Files', ...two)).toEqual(['Files (x64)', 'Files (ARM64)']);
  });
});

describe('a column for the service pack', () => {
  const table = (rows: string[], heading = 'SP requirement') =>
    sections('Files', `| File name | File version | File size | ${heading} |`, '|-|-|-|-|', ...rows)
      .sections[0]!;
  const folders = (...rows: string[]) => table(rows).files.map(({ folder }) => folder ?? null);

  it.each([
    ['Files for SP2', 'SP1', 1],
    ['Files for SP2', 'SP2', 0],
    ['Files for Windows Server 2008 R2', 'SP1', 0],
    ['Files', 'SP1', 0],
  ])('is a warning where the heading of the table names another: %s, %s', (title, level, count) => {
    const { warnings } = sections(
      title,
      '',
      '| File name | File version | File size | SP requirement |',
      '|---|---|---|---|',
      `| A.dll | 1.0.0.1 | 1,234 | ${level} |`,
    );
    expect(warnings).toHaveLength(count);
  });

  it('is in the heading of the table where all rows have one', () => {
    const rows = ['| a.dll | 1.0.0.1 | 1,234 | SP3 |', '| b.dll | 1.0.0.1 | 1,234 | SP3 |'];
    expect(table(rows).title).toBe('Files (SP3)');
    expect(table(rows, 'Service pack').title).toBe('Files (SP3)');
    expect(table(rows).files.every(({ folder }) => folder === undefined)).toBe(true);
  });

  it('tells rows apart as a service branch does', () => {
    expect(
      folders(
        '| a.dll | 1.0.0.1 | 1,234 | SP2 |',
        '| a.dll | 1.0.0.2 | 1,234 | SP3 |',
        '| b.dll | 1.0.0.2 | 1 | None |',
      ),
    ).toEqual(['SP2', 'SP3', null]);
  });

  it('stands before the service branch where that does not name it', () => {
    const rows = ['SP2 | SP2GDR', 'SP3 | QFE', 'None | GDR'].map(
      (end) => `| a.dll | 1.0.0.1 | 1,234 | ${end} |`,
    );
    const { files } = table(rows, 'SP requirement | Service branch');
    expect(files.map(({ folder }) => folder)).toEqual(['SP2GDR', 'SP3 QFE', 'GDR']);
  });

  it('is read from lines', () => {
    const lines = ['SP2', 'SP3'].map((one) => `a.dll  1.0.0.1  1,234  01-Jan-2009  12:00  x86  ${one}  GDR`);
    const head = 'File name  File version  File size  Date  Time  Platform  SP requirement  Service branch';
    expect(sections('Files', head, ...lines).sections[0]!.files.map(({ folder }) => folder)).toEqual([
      'SP2 GDR',
      'SP3 GDR',
    ]);
  });

  it.each(['Not SP3', 'Pre-SP3', 'SP2, SP3', 'Yes', 'None'])(
    'adds nothing to the heading for %s',
    (level) => {
      expect(table([`| a.dll | 1.0.0.1 | 1,234 | ${level} |`]).title).toBe('Files');
    },
  );
});

it('warningsOfUnread names a hundred lines at most', () => {
  const lines = Array.from({ length: 101 }, (_, i) => `line ${i}`);
  const warnings = warningsOfUnread(lines, { entry: 'a table' });
  expect(warnings).toHaveLength(100);
  expect(warnings[0]).toMatchObject({ code: 'ARTICLE_ROW_UNREAD', entry: 'a table', found: 'line 0' });
});
