import { describe, expect, it } from 'vitest';
import { pageText } from '../../../src/hotfix/article/page-text.js';

describe('pageText', () => {
  it.each<[string, string, string[][]]>([
    ['lines of blocks', '<p>a</p>b<br>c<div>d</div>', [['a'], ['b'], ['c'], ['d']]],
    ['cells of rows', '<table><tr><td>a</td><td>b<br>c</td></tr><tr><th>d</table>', [['a', 'b c'], ['d']]],
    ['text outside of cells', '<table><tr>a<tr>b</table>', [['a'], ['b']]],
    ['text within a line', '<p>a<b>b</b> <i>c</i></p>', [['ab c']]],
    ['lines that are formatted', '<pre>a\nb</pre>c\nd', [['a'], ['b'], ['c d']]],
    ['text that few browsers show', '<noscript>a</noscript><template>b</template>', [['a'], ['b']]],
    ['no scripts', '<script>a</script><style>b</style><title>c</title>d', [['d']]],
  ])('has %s', (_, html, expected) => {
    expect(pageText(html)).toEqual(expected);
  });
});
