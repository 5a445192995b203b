import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/errors.js';
import { importArticle } from '../../../src/manifest/article/import-article.js';
import { manifestFromCatalogue } from '../../../src/manifest/catalogue.js';
import type { Manifest, ManifestFile } from '../../../src/manifest/manifest.js';
import { parseManifest } from '../../../src/manifest/manifest-schema.js';
import { articlesDir, describeCorpus } from '../../support/corpus.js';

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
      { seed: 977203, numRuns: 300 },
    );
  });
});

describeCorpus('articles as published', () => {
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
    for (const name of [
      'zh-cn-kb977203.txt',
      'vi-kb977203.txt',
      'full/kb977203-zh-cn.txt',
      'full/kb977203-vi.txt',
    ]) {
      const manifest = importArticle(readFileSync(join(articlesDir, name), 'utf8'), { fileName: name });
      expect(manifest.kb).toBe('977203');
      expect(lower(manifest)).toEqual(builtIn);
      expect(manifest.warnings).toEqual([]);
    }
  });
});
