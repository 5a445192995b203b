import { describe, expect, it } from 'vitest';
import { textBlocks } from '../../../src/hotfix/article/article-blocks.js';
import { withFactLines } from '../../../src/hotfix/article/fact-lines.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';

const file = { name: 'a.msp', version: '1.2.3.4', size: 444928 };

describe('lines that state the facts of a file', () => {
  it.each([
    ['text', 'File name: a.msp\nVersion: 1.2.3.4\nSize: 444,928\n'],
    ['text with blank lines', 'File name: a.msp\n\nVersion: 1.2.3.4\n\nSize: 444,928\n'],
    ['a list of Markdown', '- File name: a.msp\n- Version: 1.2.3.4\n- Size: 444,928 bytes\n'],
    ['bold Markdown', '**File name:** a.msp\n**Version:** 1.2.3.4\n**Size**: 444,928\n'],
    ['emphasis with underscores', '__File name:__ a.msp\n__Version__: 1.2.3.4\n__Size:__ 444,928\n'],
    ['the version first', 'Version: 1.2.3.4\nFile name: a.msp\nSize: 444,928\n'],
    [
      'another fact in between',
      'File name: a.msp\nDownload: from the page\nVersion: 1.2.3.4\nSize: 444,928\n',
    ],
    [
      'HTML',
      '<html><body><h1>KB900001</h1><p>File name: a.msp<br>Version: 1.2.3.4<br>Size: 444,928</p></body></html>',
    ],
    [
      'an HTML list',
      '<html><body><ul><li><b>File name:</b> a.msp</li><li><b>Version:</b> 1.2.3.4</li><li><b>Size:</b> 444,928</li></ul></body></html>',
    ],
    [
      'an HTML list of definitions',
      '<html><body><dl><dt>File name</dt><dd>a.msp</dd><dt>Version</dt><dd>1.2.3.4</dd><dt>Size</dt><dd>444,928</dd></dl></body></html>',
    ],
  ])('are read from %s', (_, text) => {
    const { sections, warnings } = importArticle(
      text.startsWith('<') ? text : `KB900001\n\n${text}\nMore information\n`,
    );
    expect(sections.map(({ files }) => files)).toMatchObject([[file]]);
    expect(warnings).toEqual([]);
  });

  it('keeps the underscores of names', () => {
    const { sections } = importArticle(
      'KB900001\n\nFile name: __a__b.msp\nVersion: 1.2.3.4\nSize: 444,928\n',
    );
    expect(sections.flatMap(({ files }) => files)).toMatchObject([{ ...file, name: '__a__b.msp' }]);
  });

  it('may be of several files', () => {
    const facts = (name: string) => `File name: ${name}\nVersion: 1.2.3.4\nSize: 444,928\n`;
    const { sections } = importArticle(`KB900001\n\n${facts('a.msp')}\n${facts('b.msp')}`);
    expect(sections.flatMap(({ files }) => files)).toMatchObject([file, { ...file, name: 'b.msp' }]);
  });

  it.each([
    ['name no file', 'Name: Contoso Agent\nVersion: 1.2.3.4\nSize: 444,928\n'],
    ['say nothing of it', 'File name: a.msp\nNote: text\n'],
    ['have the headings alone', 'File name:\nVersion:\nSize:\n'],
  ])('are lines where they %s', (_, text) => {
    const blocks = textBlocks(text);
    expect(withFactLines(blocks)).toEqual(blocks);
  });
});
