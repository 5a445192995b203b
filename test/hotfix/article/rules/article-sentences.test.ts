import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';

const textsOf = (article: string, isHtml = false) =>
  articleSentences(article, isHtml).map(({ text, line }) => [text, line]);

it('leaves out what browsers show as nothing', () => {
  const [sentence] = articleSentences('Copy it to i386\\\u200bhotfix\\\u00adKB900123.', false);
  expect(sentence!.text).toBe('Copy it to i386\\hotfix\\KB900123.');
  const [shown] = articleSentences('<p>i386\\&#8203;hotfix&shy;</p>', true);
  expect(shown!.text).toBe('i386\\hotfix');
});

describe('articleSentences', () => {
  it('splits lines into sentences, and not at the stops of file names and numbers', () => {
    expect(textsOf('Run x.exe. Then run y.exe 4.0.1 once.\n\n• Copy the .msp file.')).toEqual([
      ['Run x.exe.', 1],
      ['Then run y.exe 4.0.1 once.', 1],
      ['Copy the .msp file.', 3],
    ]);
    expect(textsOf('运行 x.exe。然后重新启动。')).toEqual([
      ['运行 x.exe。', 1],
      ['然后重新启动。', 1],
    ]);
  });

  it.each([
    ['a row', 'x.exe 4.0.6487.2000 17,768 01-Dec-2008 01:40 x86'],
    ['a run-together row', 'x.exe4.0.6487.200017,76801-Dec-200801:40x86'],
    ['a row without version', 'x.msi Not applicable 17,768 01-Dec-2008 01:40 Not applicable'],
    ['a row with the name last', '01-Dec-2008 01:40 4.0.6487.2000 17,768 x.exe'],
    ['a row of Markdown', '| x.exe | 4.0.6487.2000 |'],
  ])('leaves out %s', (_, row) => {
    expect(textsOf(`Before\n${row}\nAfter`)).toEqual([
      ['Before', 1],
      ['After', 3],
    ]);
  });

  it('reads HTML without the rows of its tables, and without lines', () => {
    const row = '<tr><td>x.exe</td><td>4.0.6487.2000</td><td>17,768</td></tr>';
    const html = `<p>Run <b>x.exe</b>. Then go.</p><table>${row}<tr><td>Run:</td><td>Hidden</td></tr></table>`;
    expect(textsOf(html, true)).toEqual([
      ['Run x.exe.', null],
      ['Then go.', null],
      ['Run: Hidden', null],
    ]);
  });

  it('reads the cells of Markdown that are no rows of files', () => {
    expect(textsOf('| Run: | Hidden |\n|---|---|\n| x.exe | 4.0.6487.2000 |')).toEqual([['Run: Hidden', 1]]);
  });

  it('keeps angle brackets and takes out emphasis and escapes', () => {
    const [one] = articleSentences('**x.exe** `/site:\\<code\\_1\\>`', false);
    expect(one).toMatchObject({ plain: 'x.exe /site:<code_1>', text: 'x.exe /site:\\<code\\_1\\>' });
  });
});
