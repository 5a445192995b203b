import { describe, expect, it } from 'vitest';
import { htmlLines } from '../../../../src/hotfix/article/rules/html-lines.js';

describe('htmlLines', () => {
  it.each([
    [
      'paragraphs and emphasis',
      '<p>Run <b>x.exe</b>\nnow.</p><p>Then go.</p>',
      ['Run x.exe now.', 'Then go.'],
    ],
    ['a row of cells', '<table><tr><td>Run:</td><td>Hidden</td></tr></table>', ['Run: Hidden']],
    [
      'a table that lays out a page',
      '<table><tr><td>Home</td><td><h3>Restart</h3><p>None.</p></td></tr></table>',
      ['Home', 'Restart', 'None.'],
    ],
    ['breaks and entities', 'a&lt;b&gt;<br>c', ['a<b>', 'c']],
    ['preformatted text', '<pre>a\nb\r\nc</pre>', ['a', 'b', 'c']],
    ['scripts and styles', '<script>a</script><style>b</style>c', ['c']],
  ])('reads %s', (_, html, lines) => {
    expect(htmlLines(html).map(({ text }) => text)).toEqual(lines);
  });

  it('knows entries of lists, headings, blocks and what browsers do not show', () => {
    const html =
      '<h2>A</h2><ul><li>b<p>c</p></ul><p>d<br>e</p><p style="color:red; DISPLAY : none">f</p><p hidden>g</p><p>h</p>';
    expect(htmlLines(html)).toEqual([
      { text: 'A', kind: 'heading', isBlock: true, hidden: false },
      { text: 'b', kind: 'entry', isBlock: true, hidden: false },
      { text: 'c', kind: 'entry', isBlock: true, hidden: false },
      { text: 'd', kind: 'text', isBlock: true, hidden: false },
      { text: 'e', kind: 'text', isBlock: false, hidden: false },
      { text: 'f', kind: 'text', isBlock: true, hidden: true },
      { text: 'g', kind: 'text', isBlock: true, hidden: true },
      { text: 'h', kind: 'text', isBlock: true, hidden: false },
    ]);
  });

  it('knows the row of a table that a line is in, and what stands over its cells', () => {
    const html =
      '<table><tr><th>Step</th><th>Do not</th></tr><tr><td>1</td><td>Run <b>it</b>.</td></tr><tr><td>2<td><p>Stop.</p></table><p>x</p>';
    expect(htmlLines(html).map(({ text, row }) => [text, row?.cells, row?.headings, row?.isHeaded])).toEqual([
      ['Step Do not', ['Step', 'Do not'], [], true],
      ['1 Run it.', ['1', 'Run it.'], ['Step', 'Do not'], true],
      ['2', ['2', ''], ['Step', 'Do not'], true],
      ['Stop.', ['Stop.'], ['Do not'], true],
      ['x', undefined, undefined, undefined],
    ]);
  });
});
