import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { runs } from '../support/thorough.js';

/** The way a published table writes each fact, sound and odd. */
const names = [
  'a1.dll',
  '**a1.dll**',
  '[a1.dll](http://x/)',
  'i386\\a1.dll',
  'a1\u200b.dll',
  'a1.dll*',
  'ａ１.dll',
];
const versions = [
  '6.0.6001.18000',
  '6, 0, 1, 2',
  '6.0.1.2 (longhorn_rtm.080118-1840)',
  '٦.٠.١.٢',
  'v6.0.1.2',
  'n/a',
  '',
];
const sizes = [
  '17,768',
  '17\u00a0768',
  '17.768,00',
  '1.7 MB',
  '１７７６８',
  '17 KB (17,768 bytes)',
  'large',
  '',
];
const dates = ['01-Dec-2008', '01.02.2010', '1/2/2010', '32-Foo-2008', '๑/๒/๒๕๕๓', ''];
const rowOf = fc.tuple(
  fc.constantFrom(...names),
  fc.constantFrom(...versions),
  fc.constantFrom(...sizes),
  fc.constantFrom(...dates),
);
const head = ['File name', 'File version', 'File size', 'Date'];
/** Rows that are none, as tables have them between their rows. */
const between = [['x86', '', '', ''], head, ['', '', '', ''], ['* see the note', '', '', '']];
const writers: [string, (rows: string[][]) => string][] = [
  ['Markdown', (rows) => rows.map((row) => `| ${row.join(' | ')} |`).join('\n')],
  [
    'HTML',
    (rows) =>
      `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`,
  ],
  ['CSV', (rows) => rows.map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\n')],
];

describe('the rows of a table', () => {
  it.each(writers)('are read or named in a warning, whatever stands between them, in %s', (_, write) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(rowOf, fc.option(fc.constantFrom(...between))), { minLength: 1, maxLength: 6 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        (rows, order) => {
          const numbered = rows.map(([[name, ...facts]], i) => [
            name.replace(/[1１]/, String(i + 1)),
            ...facts,
          ]);
          const lines = [head, ...numbered.flatMap((row, i) => (rows[i]![1] ? [rows[i]![1], row] : [row]))];
          const text = write(lines.map((line) => order.map((column) => line[column] ?? '')));
          let said: string;
          try {
            const { sections, warnings } = importArticle(text);
            const files = sections.flatMap((section) => section.files);
            said = [...files.map(({ name }) => name), ...warnings.map(({ found }) => found ?? '')].join('\n');
            for (const { size, version } of files) {
              expect([null, 17768]).toContain(size);
              expect([undefined, '6001', '1']).toContain(version?.split(/[.,] ?/)[2]);
            }
          } catch (error) {
            if (!(error instanceof HotfixkitError)) throw error;
            expect(error.code).toBe('ARTICLE_NO_TABLE');
            const hasFacts = numbered.some(([, ...facts]) => facts.some((fact) => /\d/.test(fact)));
            if (hasFacts) expect(error.message).toMatch(/lines look like one/);
            return;
          }
          const plain = said.normalize('NFKC').replace(/\u200b/g, '');
          numbered.forEach(([, version, size, date], i) => {
            if ([version, size, date].some((fact) => /\d/.test(fact ?? '')))
              expect(plain).toContain(`a${i + 1}.dll`);
          });
        },
      ),
      { seed: 977203, numRuns: runs(40) },
    );
  });
});
