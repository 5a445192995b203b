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
    expect(htmlLines(html)).toEqual(lines);
  });
});
