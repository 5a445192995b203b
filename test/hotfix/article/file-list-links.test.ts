import { describe, expect, it } from 'vitest';
import { warningsOfLinks } from '../../../src/hotfix/article/file-list-links.js';
import { HtmlPage } from '../../../src/hotfix/article/html-page.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const csv = 'https://download.example/5005033.csv';

describe('warningsOfLinks', () => {
  it.each([
    ['file information', `<a href="${csv}">file information for update 5005033</a>`],
    ['a list of files', `<p>Download the <a href="/files"><b>list of the files</b></a></p>`],
    ['a list in CSV', `<a href="${csv}">All files as CSV</a>`],
    ['a name in the address', '<a href="kb-files.csv">here</a>'],
    ['another language', `<a href="${csv}">Dateiinformationen</a>`],
    ['a frame', `<iframe src="${csv}" title="File list"></iframe>`],
  ])('names a link to a list in HTML: %s', (_, html) => {
    expect(warningsOfLinks(new HtmlPage(html))).toMatchObject([
      { code: 'VERIFY_NOT_COMPARED', message: expect.stringContaining('a link to a list of files') },
    ]);
  });

  it.each([
    ['a link of Markdown', `Download the [file information](${csv}).`],
    ['an address', `For a list of the files, see ${csv}`],
  ])('names a link to a list in text: %s', (_, text) => {
    expect(warningsOfLinks(text)).toHaveLength(1);
  });

  it.each([
    ['a place in the article', '<a href="#files">File information</a>'],
    [
      'a place in the article by its whole address',
      '<a href="https://support.example/1#files">File information</a>',
    ],
    ['a program', '<a href="javascript:show()">File information</a>'],
    ['a download', '<a href="https://download.example/kb.exe">Download the package now</a>'],
    ['support files', '<a href="/119591">How to obtain Microsoft support files from online services</a>'],
    ['other data', '<a href="prices.csv">Prices</a>'],
    ['no address', '<a name="x">File information</a>'],
  ])('says nothing of %s', (_, html) => {
    expect(warningsOfLinks(new HtmlPage(html))).toEqual([]);
  });

  it('lists three', () => {
    const html = [1, 2, 3, 4].map((i) => `<a href="${i}.csv">File list</a>`).join('');
    expect(warningsOfLinks(new HtmlPage(html))[0]!.message).toMatch(/\(1\.csv\).*\(3\.csv\); 1 more$/);
  });

  it('weakens a verdict', () => {
    const article = `<html><table><tr><th>File name</th><th>File version</th><th>File size</th></tr><tr><td>a.dll</td><td>1.0.0.1</td><td>17,768</td></tr></table><a href="${csv}">file information</a></html>`;
    const facts = [{ path: 'a.dll', name: 'a.dll', version: '1.0.0.1', size: 17768, platform: 'x86' }];
    expect(verifyFiles(facts, importArticle(article))).toMatchObject({
      ok: true,
      warnings: [{ code: 'VERIFY_NOT_COMPARED', message: expect.stringContaining(csv) }],
    });
  });
});
