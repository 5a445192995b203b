import { describe, expect, it } from 'vitest';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { caught } from '../support/caught.js';

/** Name, version and size of each row, joined. */
const rowsOf = (article: string): string[] =>
  importArticle(article).sections.flatMap(({ files }) =>
    files.map(({ name, version, size }) => `${name} ${version ?? '-'} ${size ?? '-'}`),
  );
const warningsOf = (article: string): string[] =>
  importArticle(article).warnings.map(({ message }) => message);
const pipes = (...rows: string[]): string => rows.map((row) => `| ${row} |`).join('\n');
const html = (...rows: string[]): string =>
  `<html><body><h3>Files</h3><table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table></body></html>`;
const cells = (row: string): string =>
  row
    .split('|')
    .map((cell) => `<td>${cell}</td>`)
    .join('');
const full = 'File name|Version|Size';

describe('a list of names and versions', () => {
  const a = 'a.dll 6.0.6001.18000 -';
  const b = 'b.dll 6.0.6001.18001 -';

  it.each([
    ['English, in Markdown', pipes('File name | File version', '---|---', 'a.dll | 6.0.6001.18000')],
    ['German', html(cells('Dateiname|Dateiversion'), cells('a.dll|6.0.6001.18000'))],
    ['Russian', html(cells('Имя файла|Версия файла'), cells('a.dll|6.0.6001.18000'))],
    [
      'Japanese',
      html(cells('ファイル名|ファイル バージョン'), cells('ａ．ｄｌｌ|６．０．６００１．１８０００')),
    ],
    ['Arabic', html(cells('اسم الملف|إصدار الملف'), cells('a.dll|٦٫٠٫٦٠٠١٫١٨٠٠٠'))],
    ['the version first', html(cells('Version|File name'), cells('6.0.6001.18000|a.dll'))],
    [
      'with a column nobody compares',
      html(cells('Name|Version|Description'), cells('a.dll|6.0.6001.18000|of clients')),
    ],
    ['with platforms', html(cells('Name|Version|Platform'), cells('a.dll|6.0.6001.18000|x86'))],
    ['in lines', 'File name  File version\n-----------\na.dll  6.0.6001.18000\n'],
    ['in lines that run together', 'File nameFile version\na.dll6.0.6001.18000\n'],
    ['with tabs', 'File name\tFile version\na.dll\t6.0.6001.18000\n'],
    ['with one bar', 'File name | File version\n:--- | :---\na.dll | 6.0.6001.18000\n'],
    ['a line for each cell', 'File name\n\nFile version\n\na.dll\n\n6.0.6001.18000\n'],
    ['with commas', 'Name,Version\na.dll,6.0.6001.18000\n'],
    ['with carets', 'Name^Version\na.dll^6.0.6001.18000\n'],
  ])('is read: %s', (_, article) => {
    expect(rowsOf(article)).toEqual([a]);
    expect(warningsOf(article)).toEqual([]);
  });

  it('has headings within it, a file without a version, and rows that cannot be read', () => {
    const article = html(
      ...['Name|Version', 'x86|', 'a.dll|6.0.6001.18000', 'Name|Version', 'x64|', 'b.dll|6.0.6001.18001'].map(
        cells,
      ),
      ...['c.txt|Not applicable', 'd.dll|see below'].map(cells),
    );
    const { sections, warnings } = importArticle(article);
    expect(sections.map(({ title }) => title)).toEqual(['x86', 'x64']);
    expect(rowsOf(article)).toEqual([a, b, 'c.txt - -']);
    expect(warnings).toMatchObject([{ code: 'ARTICLE_ROW_UNREAD', found: 'd.dll see below' }]);
  });

  it.each([
    ['products', pipes('Name | Version', '---|---', 'Windows Installer | 4.5.0.1', 'MSXML | 6.10.1200.0')],
    ['packages of a language', 'name,version\nfoo,1.2.3\nbar.js,2.0.0\nbaz,2.0.0.1'],
    [
      'scripts among products',
      pipes('Name | Version', '---|---', 'Setup | 4.5.0.1', 'MSXML | 6.1.0', 'a.js | 1.2.3'),
    ],
    ['versions of a specification', pipes('Name | Version', '---|---', 'a.txt | 1.0', 'b.txt | 1.1')],
    ['values', pipes('Name | Value', '---|---', 'a.dll | 6.0.6001.18000')],
    ['hashes', pipes('File name | SHA1 hash', '---|---', `a.msu | ${'0a'.repeat(20)}`)],
    [
      'prose below words that look like a heading',
      'File name version\n\nThe version of a.dll is 6.0.6001.18000.',
    ],
    ['prose beside them', 'The file name and version\na.dll and 6.0.6001.18000 are examples.'],
    ['times of files', pipes('File name | Date', '---|---', 'a.dll | 01-Dec-2008')],
  ])('is not taken for one: %s', (_, article) => {
    expect(caught(() => importArticle(article))).toMatchObject({ code: 'ARTICLE_NO_TABLE' });
  });

  it('is not dropped in silence where its heading names files', () => {
    const article =
      html(...['File name|File version', 'one|two'].map(cells)) +
      html(...[full, 'a.dll|1.0.0.1|100'].map(cells));
    expect(rowsOf(article)).toEqual(['a.dll 1.0.0.1 100']);
    expect(warningsOf(article)).toContain('no row of this file table could be read');
  });
});

describe('the name of a file', () => {
  it.each([
    ['[x_y.dll](https://example.com/x.dll)', 'x_y.dll'],
    ['[x_y.dll](https://example.com/x_(1).dll "title")', 'x_y.dll'],
    ['[x_y.dll][3]', 'x_y.dll'],
    ['[**x_y.dll**](https://example.com/)', 'x_y.dll'],
    ['**x_y.dll**', 'x_y.dll'],
    ['*x_y.dll*', 'x_y.dll'],
    ['***x_y.dll***', 'x_y.dll'],
    ['~~x_y.dll~~', 'x_y.dll'],
    ['`x_y.dll`', 'x_y.dll'],
    ['x\\_y.dll', 'x_y.dll'],
    ['<a href="https://example.com/?a=1">x_y.dll</a>', 'x_y.dll'],
    ['<code>x_y.dll</code>', 'x_y.dll'],
    ['x_<br/>y.dll', 'x_y.dll'],
    ['`x_`<br>`y.dll`', 'x_y.dll'],
    ['x_y.dll*', 'x_y.dll'],
    ['x_y.dll ¹', 'x_y.dll'],
    ['x_&shy;y.dll', 'x_y.dll'],
  ])('%s, in a cell', (name, expected) => {
    const written = name.replace('&shy;', '\u00ad');
    expect(rowsOf(pipes('File name | Version | Size', `${written} | 1.0.0.1 | 100`))).toEqual([
      `${expected} 1.0.0.1 100`,
    ]);
  });

  it.each([
    ['<a href="x">x.dll</a>', 'x.dll'],
    ['<b><a href="x">x</a>.dll</b>', 'x.dll'],
    ['x.dll<sup>1</sup>', 'x.dll'],
    ['x.dll <sup>(a)</sup>', 'x.dll'],
    ['x&shy;.d&#8203;ll', 'x.dll'],
    ['x<wbr>.dll', 'x.dll'],
    ['x<br/>.dll', 'x.dll'],
  ])('%s, in HTML', (name, expected) => {
    expect(rowsOf(html(cells(full), cells(`${name}|1.0.0.1|100`)))).toEqual([`${expected} 1.0.0.1 100`]);
  });

  it('of two in emphasis makes no single one', () => {
    expect(rowsOf(pipes('File name | Version | Size', '**a.dll**<br>**b.dll** | 1.0.0.1 | 100'))).toEqual([
      'a.dll b.dll 1.0.0.1 100',
    ]);
  });
});

describe('the build beside a version', () => {
  it.each(['6.0.6001.18000 (longhorn_rtm.080118-1840)', '6.0.6001.18000(vistasp1_gdr.090805-0102)'])(
    '%s',
    (version) => {
      const row = ['a.dll 6.0.6001.18000 100'];
      expect(rowsOf(html(cells(full), cells(`a.dll|${version}|100`)))).toEqual(row);
      expect(rowsOf(`Date Time Version Size File name\n01-Dec-2008 01:40 ${version} 100 a.dll`)).toEqual(row);
    },
  );
});

describe('notes beside numbers', () => {
  it.each(['<sup>2</sup>', '²', '₂', '②', '*'])('are no digits: %s', (mark) => {
    const article = html(cells(full), cells(`a.dll${mark}|6.0.6001.1800${mark}|17,768${mark}`));
    expect(rowsOf(article)).toEqual(['a.dll 6.0.6001.1800 17768']);
  });
});

describe('dates in numbers', () => {
  const headings: Record<string, string> = {
    de: 'Dateiname|Dateiversion|Dateigröße|Datum',
    it: 'Nome file|Versione file|Dimensioni file|Data',
    ja: 'ファイル名|ファイル バージョン|ファイル サイズ|日付',
  };
  const dated = (language: string, ...dates: readonly string[]): string =>
    html(
      cells(headings[language] ?? 'File name|Version|Size|Date'),
      ...dates.map((date) => cells(`a.dll|1.0.0.1|100|${date}`)),
    ).replace('<html>', `<html lang="${language}">`);
  const datesOf = (article: string) =>
    importArticle(article).sections.flatMap(({ files }) => files.map(({ date }) => date));

  it.each([
    ['full stops', 'de', ['01.02.2010'], ['2010-02-01'], 0],
    ['full stops, in English', 'en', ['01.02.2010'], ['2010-02-01'], 0],
    ['slashes, in Italian', 'it', ['01/02/2010'], ['2010-02-01'], 1],
    ['slashes, in British English', 'en-GB', ['01/02/2010'], ['2010-02-01'], 1],
    ['slashes, in American English', 'en-US', ['01/02/2010'], ['2010-01-02'], 1],
    ['slashes, in Japanese', 'ja', ['01/02/2010'], ['2010-01-02'], 1],
    ['slashes that other dates prove', 'it', ['01/02/2010', '01/13/2010'], ['2010-01-02', '2010-01-13'], 0],
    [
      'both orders in one table',
      'en',
      ['1/2/2010', '13/2/2010', '02/13/2010'],
      ['2010-02-01', '2010-02-13', '2010-02-13'],
      1,
    ],
    [
      'dates with slashes prove nothing about full stops',
      'de',
      ['01.02.2010', '02/13/2010'],
      ['2010-02-01', '2010-02-13'],
      0,
    ],
    ['no day of the year proves nothing', 'en', ['01/02/2010', '13/14/2010'], ['2010-01-02', null], 2],
  ] as const)('%s', (_, language, dates, expected, doubts) => {
    const article = dated(language, ...dates);
    expect(datesOf(article)).toEqual(expected);
    expect(importArticle(article).warnings).toHaveLength(doubts);
  });
});

describe('a list in a text file', () => {
  const file = 'a.dll 1.0.0.1 2855936';

  it.each([
    ['semicolons and a decimal comma', 'Dateiname;Version;Größe\na.dll;1.0.0.1;2.855.936,00'],
    ['carets', 'File name^Version^Size\na.dll^1.0.0.1^2,855,936'],
    ['a line that declares the separator', 'sep=^\r\nFile name^Version^Size\r\na.dll^1.0.0.1^2855936'],
    ['a byte order mark before it', '\ufeffsep=;\r\nFile name;Version;Size\r\na.dll;1.0.0.1;2855936'],
    ['tabs and quotes', 'File name\tVersion\tSize\n"a.dll"\t"1.0.0.1"\t"2,855,936"'],
    ['bars and quotes', 'File name|Version|Size\na.dll|"1.0.0.1"|"2,855,936"'],
    ['line ends in quotes', 'File name,Version,Size\n"a\n.dll","\n1.0.0.1","2,855,936\r\n"'],
    ['quotes all over', '"File name","Version","Size"\n"a.dll","1.0.0.1","2,855,936"'],
  ])('is read with %s', (_, text) => {
    expect(rowsOf(text)).toEqual([file]);
    expect(warningsOf(text)).toEqual([]);
  });

  it.each(['2.7 MB', '2,7 MB', '2,788 KB', '2.7MB', '2,7 Mo', '2,7 МБ', '0.5 GiB', '3 megabytes'])(
    'says that the size %s is not in bytes',
    (size) => {
      const text = `File name;Version;Size\na.dll;1.0.0.1;${size}`;
      expect(rowsOf(text)).toEqual(['a.dll 1.0.0.1 -']);
      expect(warningsOf(text)).toEqual([expect.stringMatching(/is not in bytes and is left out/)]);
    },
  );

  it('takes the bytes beside another unit', () => {
    expect(rowsOf(pipes('File name | Version | Size', 'a.dll | 1.0.0.1 | 2.7 MB (2,855,936 bytes)'))).toEqual(
      [file],
    );
  });

  it.each(['Size (KB)', 'Größe in MB', 'Taille (Ko)', 'Размер (КБ)'])(
    'takes no sizes under %s',
    (heading) => {
      expect(
        rowsOf(
          pipes(
            `File name | Version | Size ${heading.slice(heading.indexOf('('))}`,
            'a.dll | 1.0.0.1 | 2.855',
          ),
        )[0],
      ).toMatch(/ -$/);
    },
  );
});
