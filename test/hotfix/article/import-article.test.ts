import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { Manifest, ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import { parseManifest } from '../../../src/hotfix/manifest/manifest-schema.js';
import { caught } from '../../support/caught.js';
import { articlesDir, describeCorpusThoroughly } from '../../support/corpus.js';
import { itThorough, runs } from '../../support/thorough.js';

const facts = ({ name, version, size, date, time, platform, folder }: ManifestFile) => ({
  name,
  version,
  size,
  date,
  time,
  platform,
  ...(folder === undefined ? {} : { folder }),
});
const rowsOf = (manifest: Manifest) => manifest.sections.flatMap(({ files }) => files);
const x86 = { version: '4.0.6221.1193', size: 17768, date: '2008-12-01', time: '01:40', platform: 'x86' };

describe('importArticle', () => {
  it.each([
    ['English, day first', '01-Dec-2008', '01:40'],
    ['German', '01. Dezember 2008', '01:40'],
    ['French', '1er décembre 2008', '01h40'],
    ['Spanish', '1 de diciembre de 2008', '1:40'],
    ['Portuguese', '1º de dezembro de 2008', '01:40'],
    ['Czech', '1. prosince 2008', '1:40'],
    ['Finnish', '1. joulukuuta 2008', '01.40'],
    ['Hungarian', '2008. december 1.', '01:40'],
    ['Russian', '1 декабря 2008 г.', '01:40'],
    ['Greek', '1 Δεκεμβρίου 2008', '01:40'],
    ['Turkish', '01 Ara 2008', '01:40'],
    ['Arabic with its own digits', '٠١ ديسمبر ٢٠٠٨', '٠١:٤٠'],
    ['Hebrew', '01 בדצמבר 2008', '01:40'],
    ['Thai, Buddhist era', '1 ธันวาคม 2551', '01:40'],
    ['Vietnamese', '01 Tháng mười hai, 2008', '01: 40'],
    ['Vietnamese, the day made a month', 'Tháng mười hai tháng 1 năm 2008', '01: 40'],
    ['Korean', '2008년 12월 1일', '오전 1:40'],
    ['Japanese', '2008/12/01', '午前 1:40'],
    ['Chinese, full width', '２００８ 年 １２ 月 １ 日', '０１：４０'],
    ['English, twelve hours', 'December 1, 2008', '1:40am'],
    ['two digits of the year', '1-Dec-08', '01:40'],
  ])('reads a date in %s', (_, date, time) => {
    const article = `| File name | File version | File size | Date | Time | Platform |\n| Ccmcertfix.exe | 4.0.6221.1193 | 17,768 | ${date} | ${time} | x86 |`;
    const manifest = importArticle(article);
    expect(rowsOf(manifest)).toEqual([{ name: 'Ccmcertfix.exe', ...x86 }]);
    expect(manifest.warnings).toEqual([]);
  });

  it.each([
    ['UTF-8', 'utf8'],
    ['UTF-16', 'utf16le'],
  ] as const)('takes bytes in %s', (_, encoding) => {
    const article =
      '| File name | File version | File size | Date | Time | Platform |\n| Ccmcertfix.exe | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86 |';
    expect(rowsOf(importArticle(Buffer.from(article, encoding)))).toEqual([
      { name: 'Ccmcertfix.exe', ...x86 },
    ]);
  });

  it.each(['17,768', '17.768', '17 768', '17\u00a0768', '17\u202f768', '17’768', '17768', '17,768 bytes'])(
    'reads the size %j',
    (size) => {
      const article = `File name\tFile version\tFile size\tDate\tTime\tPlatform\nCcmcertfix.exe\t4.0.6221.1193\t${size}\t01-Dec-2008\t01:40\tx86`;
      expect(rowsOf(importArticle(article))).toEqual([{ name: 'Ccmcertfix.exe', ...x86 }]);
    },
  );

  it('reads tables of HTML: nested, with columns over two and a heading within', () => {
    const article = `<html lang="en"><head><title>KB977203: a hotfix</title></head><body>
      <table><tr><td><h3>SP1 file information</h3>
        <table>
          <tr><th>File name</th><th>File version</th><th>File size</th><th>Date</th><th>Time</th><th>Platform</th></tr>
          <tr><td>Ccmcertfix.exe</td><td>4.0.6221.1193</td><td>17,768</td><td>01-Dec-2008</td><td>01:40</td><td>x86</td></tr>
          <tr><td>Mcs.msi</td><td>Not applicable</td><td>7,312,896</td><td>01-Dec-2008</td><td colspan="2">01:40</td></tr>
        </table></td></tr></table></body></html>`;
    const manifest = importArticle(article);
    expect(manifest).toMatchObject({
      kb: '977203',
      title: 'KB977203: a hotfix',
      language: 'en',
      sections: [{ title: 'SP1 file information', product: 'ConfigMgr 2007 SP1' }],
      warnings: [],
    });
    expect(rowsOf(manifest)).toEqual([
      { name: 'Ccmcertfix.exe', ...x86 },
      { name: 'Mcs.msi', version: null, size: 7312896, date: '2008-12-01', time: '01:40', platform: null },
    ]);
  });

  const pipes = (head: string, ...rows: string[]) =>
    [`| ${head} |`, ...rows.map((row) => `| ${row} |`)].join('\n');
  const kbOrder = 'File name | File version | File size | Date | Time | Platform';
  const manifestFile = 'X86_core_31bf3856ad364e35_6.0.6002.22774_none_81e0.manifest';

  it.each([
    [
      'Markdown',
      pipes(
        kbOrder,
        'X86_core_31bf3856ad364e35_<br/>6.0.6002.22774_none_81e0.manifest | Not<BR>applicable | 17,768 | 01-Dec-2008 | 01:40 | x86',
      ),
    ],
    [
      'HTML',
      `<table><tr>${kbOrder
        .split(' | ')
        .map((cell) => `<th>${cell}</th>`)
        .join('')}</tr>
        <tr><td>X86_core_31bf3856ad364e35_<br>6.0.6002.22774_none_81e0.manifest</td><td>Not<br />applicable</td><td>17,768</td><td>01-Dec-2008</td><td>01:40</td><td>x86</td></tr></table>`,
    ],
  ])('joins a name that a line break within its cell divides, in %s', (_, article) => {
    const manifest = importArticle(article);
    expect(rowsOf(manifest)).toEqual([{ name: manifestFile, ...x86, version: null }]);
    expect(manifest.warnings).toEqual([]);
  });

  it('makes no name of two in one cell', () => {
    const { sections, warnings } = importArticle(
      pipes(
        kbOrder,
        'Ccmcertfix.exe | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86',
        'Mcs.exe<br>Mcs.dll | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86',
      ),
    );
    expect(sections[0]!.files[1]).toMatchObject({ name: 'Mcs.exe Mcs.dll' });
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'ARTICLE_ROW_UNCERTAIN', structure: 'sections[0].files[1]' }),
    ]);
  });

  it.each([
    ['%Windir%\\System32\\inetsrv\\Ism.dll', 'File name and path'],
    ['C:\\Program Files\\Common Files\\Ism.dll', 'Path and file name'],
    ['System32\\inetsrv\\Ism.dll', 'File name'],
  ])('reads the path %s in a line', (name, heading) => {
    const manifest = importArticle(
      `   Date         Time   Version        Size    ${heading}\n   -------------------\n   01-Dec-2008  01:40  4.0.6221.1193  17,768  ${name}`,
    );
    expect(rowsOf(manifest)).toEqual([{ name, ...x86, platform: null }]);
    expect(manifest.warnings).toEqual([]);
  });

  it.each([
    [
      'a cell',
      pipes(
        kbOrder,
        ...new Array(3).fill('wshell32,dll | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86'),
      ),
    ],
    [
      'a line',
      [
        'Date Time Version Size File name Platform',
        ...new Array(3).fill('01-Dec-2008 01:40 4.0.6221.1193 17,768 wshell32,dll x86'),
      ].join('\n'),
    ],
  ])('keeps a comma before the extension, with one warning for the table, in %s', (_, article) => {
    const manifest = importArticle(article);
    expect(rowsOf(manifest)).toEqual(new Array(3).fill({ name: 'wshell32,dll', ...x86 }));
    expect(manifest.warnings).toEqual([
      {
        code: 'ARTICLE_ROW_UNCERTAIN',
        message: 'the name has a comma instead of the full stop before the extension (3 rows)',
        entry: 'wshell32,dll',
        structure: 'sections[0]',
      },
    ]);
  });

  it('divides no number where blanks stand between all columns', () => {
    const manifest = importArticle(
      [
        'Data Godzina Wersja Rozmiar Nazwa pliku Folder',
        '21-wrz-2003 00:45 5.0.2195.6824 236 304 Cmd.exe',
        '17-cze-2004 23:05 5.0.2195.6946 712 464 Kernel32.dll SP1QFE',
        '23-lut-2004 15:13 33 824 Ntio.sys SP1QFE',
      ].join('\n'),
    );
    expect(rowsOf(manifest).map(({ name, version, size }) => [name, version, size])).toEqual([
      ['Cmd.exe', '5.0.2195.6824', 236304],
      ['Kernel32.dll', '5.0.2195.6946', 712464],
      ['Ntio.sys', null, 33824],
    ]);
    expect(manifest.warnings).toEqual([]);
  });

  it('doubts a size in groups with blanks where the columns run together', () => {
    const { warnings } = importArticle(
      'File nameFile versionFile sizeDateTimePlatform\nRunregsvr.exe9.0.40601.1214 09601-Feb-201220:55x86',
    );
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'ARTICLE_ROW_UNCERTAIN', structure: 'sections[0].files[0]' }),
    ]);
  });

  it.each(['2,855,936.00', '2.855.936,00', '2 855 936,00', '2855936.00'])('reads the size %s', (size) => {
    const facts = { ...x86, size: 2855936 };
    const line = importArticle(
      `Date Time Version Size File name Platform\n01-Dec-2008  01:40  4.0.6221.1193  ${size}  a.dll  x86`,
    );
    const cell = importArticle(pipes(kbOrder, `a.dll | 4.0.6221.1193 | ${size} | 01-Dec-2008 | 01:40 | x86`));
    for (const manifest of [line, cell]) {
      expect(rowsOf(manifest)).toEqual([{ name: 'a.dll', ...facts }]);
      expect(manifest.warnings).toEqual([]);
    }
  });

  it('reads rows that run together, with sizes that have decimals and times that touch versions', () => {
    const manifest = importArticle(
      '`Date         Time     Version         Size        File name-----------8-Jul-2004  2:316.0.2800.1400      2,855,936.00   browseui.dll8-Jul-2004  2:316.0.2800.1458      512.00   mshtml.dll`',
    );
    expect(rowsOf(manifest)).toEqual([
      {
        name: 'browseui.dll',
        version: '6.0.2800.1400',
        size: 2855936,
        date: '2004-07-08',
        time: '02:31',
        platform: null,
      },
      {
        name: 'mshtml.dll',
        version: '6.0.2800.1458',
        size: 512,
        date: '2004-07-08',
        time: '02:31',
        platform: null,
      },
    ]);
    expect(manifest.warnings).toEqual([]);
  });

  it.each([
    ['of lines', 'Date Time Version Size File name\n32-Foo-2008 01:40 4.0.6221.1193 1.5 MB a.dll'],
    ['of cells', pipes(kbOrder, '? | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86')],
    ['with nothing below its heading', 'Date Time Version Size File name\n\nThe end.'],
    ['with nothing below its heading, of cells', pipes(kbOrder)],
  ])('warns of a table %s of which no row can be read', (_, article) => {
    const good = pipes(kbOrder, 'Ccmcertfix.exe | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86');
    const { sections, warnings } = importArticle(
      `First:\n\n${good}\n\nSecond:\n\n${article}\n\nThird:\n\n${good}`,
    );
    expect(sections.map(({ title, files }) => [title, files.length])).toEqual([
      ['First:', 1],
      ['Third:', 1],
    ]);
    expect(warnings).toContainEqual({
      code: 'ARTICLE_ROW_UNREAD',
      message: 'no row of this file table could be read',
      entry: 'Second:',
    });
  });

  it('warns where two readings remain', () => {
    const { sections, warnings } = importArticle(
      'File nameFile versionFile sizeDateTimePlatform\nRunregsvr.exe9.0.40601.1214,09601-Feb-201220:55x86',
    );
    expect(sections[0]!.files).toHaveLength(1);
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'ARTICLE_ROW_UNCERTAIN', structure: 'sections[0].files[0]' }),
    ]);
  });

  it.each([
    ['nothing', ''],
    ['prose', 'The file ccmsetup.exe is 17,768 bytes long. It was made at 01:40 on 01-Dec-2008.'],
    [
      'a table of hashes',
      '| File name | SHA1 hash |\n|---|---|\n| a.msu | F17243CADBB1C624C1B8C9E302BB708DA94EE87D |',
    ],
    ['another table', '| Name | Value | Type |\n|---|---|---|\n| Timeout | 17,768 | REG_DWORD |'],
  ])('finds no file table in %s', (_, article) => {
    expect(() => importArticle(article)).toThrowError(HotfixkitError);
  });

  it('invents nothing, whatever it is given', () => {
    const rows = [
      'Ccmcertfix.exe4.0.6221.119317,76801-Dec-200801:40x86',
      'Mcs.msiNot applicable7,312,89601-Dec-200801:40Not applicable',
    ];
    const article = `Files\nFile nameFile versionFile sizeDateTimePlatform\n${rows.join('\n')}`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(article.length), fc.nat(6), fc.string({ maxLength: 6, unit: 'grapheme' })), {
          maxLength: 8,
        }),
        (changes) => {
          let text = article;
          for (const [at, cut, put] of changes) text = text.slice(0, at) + put + text.slice(at + cut);
          let manifest: Manifest;
          try {
            manifest = importArticle(text);
          } catch (error) {
            expect(error).toMatchObject({ code: 'ARTICLE_NO_TABLE' });
            return;
          }
          parseManifest(manifest);
          const said = text.normalize('NFKC').replace(/\s/g, '');
          for (const { name, version, size } of rowsOf(manifest)) {
            expect(said).toContain(name.replace(/\s/g, ''));
            if (version !== null) expect(said).toContain(version.replace(/\s/g, ''));
            if (size !== null) expect(said.replace(/[,.'’]/g, '')).toContain(String(size));
          }
        },
      ),
      { seed: 977203, numRuns: runs(300) },
    );
  });
});

describeCorpusThoroughly('articles as published', () => {
  const names = readdirSync(articlesDir).filter((name) => name.endsWith('.txt'));

  it.each(names)('%s: every row is right or has a warning', (file) => {
    const article = readFileSync(join(articlesDir, file), 'utf8');
    const truth = JSON.parse(readFileSync(join(articlesDir, file.replace('.txt', '.expected.json')), 'utf8'));
    const manifest = parseManifest(importArticle(article));
    const doubtful = new Set(manifest.warnings.map(({ structure }) => structure));
    expect(manifest.sections.map(({ files }) => files.length)).toEqual(
      truth.sections.map((section: { files: unknown[] }) => section.files.length),
    );
    let warned = 0;
    manifest.sections.forEach(({ files }, s) => {
      files.forEach((row, i) => {
        const { name, version, size, date, time, platform, folder } = truth.sections[s].files[i];
        if (doubtful.has(`sections[${s}].files[${i}]`)) warned++;
        else expect(facts(row)).toEqual(facts({ name, version, size, date, time, platform, folder }));
      });
    });
    // Doubt about everything would be right as well; most tables have none.
    if (!file.includes('joined')) {
      const expected = truth.sections.flatMap(
        (section: { files: { ambiguous?: boolean; tz?: string }[] }) => section.files,
      );
      const known = expected.filter(
        (row: { ambiguous?: boolean; tz?: string }) => row.ambiguous || row.tz,
      ).length;
      expect(warned).toBeLessThanOrEqual(known + expected.length / 10 + 2);
    }
  });

  it('gives the built-in tables from both translations of KB977203', () => {
    const lower = (manifest: Manifest) =>
      manifest.sections.map(({ product, files }) => ({
        product,
        files: files.map((file) => ({ ...file, name: file.name.toLowerCase() })),
      }));
    const builtIn = lower(manifestFromCatalogue('977203'));
    // The whole articles name 977384, which supersedes this one, and once 997384.
    const misprint = { code: 'MANIFEST_MISPRINT', expected: '977384', found: '997384' };
    for (const [name, warnings] of [
      ['zh-cn-kb977203.txt', []],
      ['vi-kb977203.txt', []],
      ['full/kb977203-zh-cn.txt', [misprint]],
      ['full/kb977203-vi.txt', [misprint]],
    ] as const) {
      const manifest = importArticle(readFileSync(join(articlesDir, name), 'utf8'), { fileName: name });
      expect(manifest.kb).toBe('977203');
      expect(lower(manifest)).toEqual(builtIn);
      expect(manifest.warnings).toMatchObject(warnings);
    }
  });
});

describe('importArticle, of a list of comma-separated values', () => {
  const file = { version: '10.0.1.2', size: 571_000, date: '2017-09-30', time: '10:01' };

  it.each([
    ['no heading', 'example.dll,10.0.1.2,"571,000",30-Sep-2017,10:01,x86'],
    [
      'a byte order mark',
      '\ufeffFile name,File version,File size,Date,Time\nexample.dll,10.0.1.2,"571,000",30-Sep-2017,10:01',
    ],
    [
      'date and time under one name',
      'Name,Version,ModifiedTime,ModifiedTime,Size\r\nexample.dll,10.0.1.2,30-Sep-2017,10:01,"571,000"\r\n',
    ],
    [
      'semicolons',
      'Dateiname;Dateiversion;Dateigröße;Datum;Uhrzeit\nexample.dll;10.0.1.2;571.000;30.09.2017;10:01',
    ],
    [
      'empty cells at the end',
      'File name,File version,File size,Date,Time,,,\nexample.dll,10.0.1.2,"571,000",30-Sep-2017,10:01,,,',
    ],
  ])('reads one with %s', (_, text) => {
    const { sections, warnings, kb } = importArticle(text, { fileName: '4041691.csv' });
    expect(sections).toMatchObject([{ files: [{ name: 'example.dll', ...file }] }]);
    expect(warnings).toEqual([]);
    expect(kb).toBe('4041691');
  });

  it('takes lines of one cell as headings of sections', () => {
    const row = (name: string) => `${name},10.0.1.2,30-Sep-2017,10:01,"571,000"`;
    const head = 'File name,File version,Date,Time,File size';
    const { sections } = importArticle(['x64', head, row('a.dll'), 'x86', row('b.dll')].join('\n'));
    expect(sections.map(({ title, files }) => [title, files.length])).toEqual([
      ['x64', 1],
      ['x86', 1],
    ]);
  });

  it.each(['This update was withdrawn.', 'This update was withdrawn, do not install it'])(
    'reads what its lines say: %s',
    (line) => {
      const text = ['File name,File version,File size', 'a.dll,1.0.0.1,"1,024"', line, 'b.dll,1.0.0.1,99'];
      const { sections, warnings } = importArticle(text.join('\n'));
      expect(sections.flatMap(({ files }) => files).length).toBe(2);
      expect(warnings.map(({ code }) => code)).toContain('ARTICLE_WITHDRAWN');
    },
  );

  it('names rows that cannot be read', () => {
    const text = 'File name,File version,File size\na.dll,1.0.0.1,"1,024"\nb.dll,?!,??';
    expect(importArticle(text).warnings).toMatchObject([{ code: 'ARTICLE_ROW_UNREAD' }]);
  });
});

describe('importArticle, of a page that was not saved to its end', () => {
  const page =
    '<h1>KB900001</h1><table><tr><th>File name<th>File version<th>File size<tr><td>a.dll<td>1.0.0.1<td>1,024<tr><td>b.dll<td>1.0.0.1<td>2,048</table>';

  it.each(['<td>2,048', '<td>b.dll', '</table>'])('says that rows may be missing: cut at %s', (place) => {
    const { warnings } = importArticle(page.slice(0, page.indexOf(place)));
    expect(warnings.map(({ message }) => message)).toContain(
      'the article ends inside a table, so rows may be missing: save the whole page',
    );
  });

  it('says nothing of a whole one', () => {
    expect(importArticle(page).warnings).toEqual([]);
  });
});

describe('importArticle, of more rows than any article has', () => {
  const file = ['a.dll', '1.0.0.1', '1,024', '25-Jan-2010', '06:27', 'x86'];
  const heads = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
  const rows = (count: number, between: string): string =>
    [heads.join(between), ...Array<string>(count).fill(file.join(between))].join('\n');

  itThorough.each([
    ['lines', '  ', 20_000],
    ['cells', '\t', 100_000],
  ])('says so: %s', (_, between, most) => {
    expect(importArticle(rows(10, between)).sections[0]!.files).toHaveLength(10);
    expect(caught(() => importArticle(rows(most + 1, between)))).toMatchObject({
      code: 'ARTICLE_TOO_LARGE',
      facts: { expected: most },
    });
  });
});
