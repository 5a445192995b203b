import { describe, expect, it } from 'vitest';
import { textBlocks } from '../../../src/hotfix/article/article-blocks.js';
import { findTables } from '../../../src/hotfix/article/find-tables.js';
import { sectionsOf, warningsOfUnread } from '../../../src/hotfix/article/table-sections.js';
import type { ManifestWarning } from '../../../src/hotfix/manifest/manifest.js';

function sections(...lines: string[]) {
  const warnings: ManifestWarning[] = [];
  const tables = findTables(textBlocks(lines.join('\n')), new Set(['en']));
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

it('warningsOfUnread names a hundred lines at most', () => {
  const lines = Array.from({ length: 101 }, (_, i) => `line ${i}`);
  const warnings = warningsOfUnread(lines, { entry: 'a table' });
  expect(warnings).toHaveLength(100);
  expect(warnings[0]).toMatchObject({ code: 'ARTICLE_ROW_UNREAD', entry: 'a table', found: 'line 0' });
});
