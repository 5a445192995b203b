import { describe, expect, it } from 'vitest';
import { lineFinder } from '../../../src/hotfix/article/line-finder.js';

describe('lineFinder', () => {
  it('finds the line in which a name stands near a fact', () => {
    const article = `b.dll\n${'x\n'.repeat(700)}c.dll\nb.dll 9.9.9.9\n`;
    const lineOf = lineFinder(article);
    expect([
      lineOf('b.dll', '9.9.9.9'),
      lineOf('b.dll', ''),
      lineOf('d.dll', ''),
      lineOf('b.dll', '1.0.0.1'),
    ]).toEqual([703, 1, null, null]);
  });
});
