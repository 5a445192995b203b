import { describe, expect, it } from 'vitest';
import { isWeakening } from '../../../src/core/weakening-warnings.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { tableWarnings } from '../../../src/hotfix/verify/table-warnings.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const head = 'File name,File version,File size,Date,Time,Platform';
const good = 'a.dll,1.0.0.1,100,01-Jan-2010,10:00,x86';
const file = { path: 'a.dll', name: 'a.dll', size: 100, version: '1.0.0.1', platform: 'x86' };
const manifestOf = (...rows: string[]) => importArticle([head, ...rows, ''].join('\n'));
const warningsOf = (...rows: string[]) =>
  verifyFiles([file], manifestOf(...rows)).warnings.map(({ code, message }) => `${code}: ${message}`);

describe('tableWarnings', () => {
  it('has nothing to say of a table that is read and compared whole', () => {
    expect(warningsOf(good)).toEqual([]);
  });

  it('says that the article publishes hashes', () => {
    const article = `${head},SHA256\n${good},${'ab'.repeat(32)}\n`;
    const { ok, warnings } = verifyFiles([file], importArticle(article));
    expect(ok).toBe(true);
    const message = 'the article publishes hashes (SHA-256) that were not compared: a.dll';
    expect(warnings).toEqual([{ code: 'VERIFY_NOT_COMPARED', message }]);
    expect(warnings.every(isWeakening)).toBe(true);
  });

  it.each([
    [
      'a line that could not be read',
      [good, ',9.9.9.9,1,01-Jan-2010,10:00,x86'],
      /^ARTICLE_ROW_UNREAD: 1 line .*: 9\.9\.9\.9/,
    ],
    [
      'a version that could not be read',
      ['a.dll,v9.9.9.9,100,01-Jan-2010,10:00,x86'],
      /^ARTICLE_ROW_UNCERTAIN: 1 row .*a\.dll: the version "v9/,
    ],
    [
      'a size that could not be read',
      ['a.dll,1.0.0.1,17 KB,01-Jan-2010,10:00,x86'],
      /^ARTICLE_ROW_UNCERTAIN: .*the size "17 KB"/,
    ],
    [
      'a row without version and size',
      ['a.dll,n/a,n/a,01-Jan-2010,10:00,x86'],
      /^VERIFY_NOT_COMPARED: 1 row .* only the name was compared: a\.dll/,
    ],
    [
      'a row that ends after its version',
      ['b.dll,1.0.0.1,100,01-Jan-2010,10:00,x86', 'a.dll,1.0.0.1'],
      /^VERIFY_NOT_COMPARED: 1 row .* not compared entirely: a\.dll: no size, no platform$/,
    ],
    [
      'a row without the version of its file',
      ['b.dll,1.0.0.1,100,01-Jan-2010,10:00,x86', 'a.dll,,100,01-Jan-2010,10:00,x86'],
      /^VERIFY_NOT_COMPARED: 1 row .* not compared entirely: a\.dll: no version$/,
    ],
    [
      'a platform that is two',
      ['a.dll,1.0.0.1,100,01-Jan-2010,10:00,x86/x64'],
      /^VERIFY_NOT_COMPARED: .*a\.dll: x86\/x64/,
    ],
    [
      'a platform that is not known',
      ['a.dll,1.0.0.1,100,01-Jan-2010,10:00,MIPS'],
      /^VERIFY_NOT_COMPARED: .*MIPS/,
    ],
    [
      'a platform that is excluded',
      ['a.dll,1.0.0.1,100,01-Jan-2010,10:00,not x64'],
      /^VERIFY_NOT_COMPARED: .*not x64/,
    ],
  ])('names %s', (_, rows, expected) => {
    expect(warningsOf(...rows).filter((one) => !one.includes('no row of the table'))).toEqual([
      expect.stringMatching(expected),
    ]);
  });

  it('lists a few and counts the others', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `,9.9.9.${i},1,01-Jan-2010,10:00,x86`);
    expect(warningsOf(good, ...rows)[0]).toMatch(/: 9 lines .*; 4 more$/);
  });

  it('leaves out what is said of another table', () => {
    const manifest = manifestOf(good);
    const warnings = [{ code: 'ARTICLE_ROW_UNREAD', message: 'x', structure: 'sections[1]', found: 'b' }];
    expect(tableWarnings({ ...manifest, warnings }, manifest.sections[0]!, [])).toEqual([]);
  });
});
