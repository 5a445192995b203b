import { describe, expect, it } from 'vitest';
import { articleFileName } from '../../../src/hotfix/naming/article-name.js';

describe('articleFileName', () => {
  it('is the number of the article', () => {
    expect(articleFileName({ kb: '977203', title: '../x' })).toBe('KB977203');
  });

  it.each([
    ['../../../etc/cron.d', 'etc-cron-d'],
    ['C:\\Windows\\x', 'C-Windows-x'],
    ['Client hotfix (SP2)', 'Client-hotfix-SP2'],
    ['x" & calc & "%PATH%\r\ndel', 'x-calc-PATH-del'],
    ['CON', '_CON'],
    ['..', 'hotfix'],
    ['修正プログラム', '修正プログラム'],
    ['x'.repeat(1000), 'x'.repeat(60)],
  ])('or of its title: %j becomes %s', (title, expected) => {
    expect(articleFileName({ kb: null, title })).toBe(expected);
  });
});
