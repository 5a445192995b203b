import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { plainTitle } from '../../../src/hotfix/article/plain-title.js';

describe('plainTitle', () => {
  it.each([
    ['For x86', 'For x86'],
    [' _Original KB number:_ &nbsp; 9999001', 'Original KB number: 9999001'],
    ['**Windows&reg; XP** &amp; *Vista*', 'Windows® XP & Vista'],
    ['__SP1__ (&#120;86, &#x78;64)', 'SP1 (x86, x64)'],
    ['[SP1](http://example.com/) and `a.dll`', 'SP1 and a.dll'],
    ['my_file_name.dll 2 * 3 * 4', 'my_file_name.dll 2 * 3 * 4'],
    ['_SP1 GDR', '_SP1 GDR'],
    ['&unknown; &#0; &#9999999;', '&unknown; &#0; &#9999999;'],
  ])('%j', (text, title) => {
    expect(plainTitle(text)).toBe(title);
  });

  it('is what the sections and the manifest have', () => {
    const row = '| File name | File version | File size |\n|---|---|---|\n| a.dll | 1.0.0.1 | 1,000 |';
    const { title, kb, sections } = importArticle(
      `# An _update_ &ndash; first\n_Original KB number:_ &nbsp; 9999001\n\n${row}\n\n## _SP2_ &amp; later\n\n${row}`,
    );
    expect([title, kb, ...sections.map((one) => one.title)]).toEqual([
      'An update – first',
      '9999001',
      'Original KB number: 9999001',
      'SP2 & later',
    ]);
  });
});
