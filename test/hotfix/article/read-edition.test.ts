import { describe, expect, it } from 'vitest';
import { areOtherEditions, compareEditions, editionOf } from '../../../src/hotfix/article/read-edition.js';

describe('the release that a heading names', () => {
  it.each<[string, string[], boolean]>([
    ['Released June 1', ['6-1'], true],
    ['Re-released August 3, 2010', ['2010-08-03'], true],
    ['Am 3. August erneut veröffentlicht', ['8-3'], true],
    ['Version 2 of the package', ['#2'], true],
    ['Update v2', ['#2'], true],
    ['File information (re-released)', [], true],
    ['Windows Media Player version 9', [], false],
    ['Version 4.0 and 2.0', [], false],
    ['Windows Server 2003 SP2', [], false],
    ['Files for March', [], false],
    ['Version 1.0 of the package', ['#1.0'], true],
    ['Version 1.1 of the product', [], false],
    ['Updated files', [], true],
    ['更新版ファイル', [], true],
    ['修正プログラム バージョン 2.1', ['#2.1'], true],
    ['Client', [], false],
  ])('%s', (heading, marks, isNamed) => {
    const found = editionOf(heading);
    expect([[...found.marks], found.isNamed]).toEqual([marks, isNamed]);
  });

  it('is left out of the rest, years too', () => {
    expect(editionOf('SP2, released June 1, 2009').rest.trim()).toBe('SP2, released');
    const long = `${'x'.repeat(200)} SP2`;
    expect(editionOf(long).rest).toBe(long);
  });

  it('is read once a heading, and in little time', () => {
    const headings = Array.from({ length: 1000 }, (_, i) => `${'1 January v1 12/12/'.repeat(20)}${i}`);
    const start = performance.now();
    for (const one of headings) for (const two of headings.slice(0, 100)) areOtherEditions(one, two);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    ['Version 1', 'Version 2', true],
    ['Version 1', 'Version 1, x64', false],
    ['Version 1', 'Files', false],
  ])('%s and %s', (one, two, areOther) => {
    expect(areOtherEditions(one, two)).toBe(areOther);
  });

  it.each([
    ['Version 2', 'Version 1', 1],
    ['Version 2', 'Version 10', -1],
    ['Update, version 1.1', 'Update, version 1', 1],
    ['August 3', 'June 1', 1],
    ['June 1, 2010', 'August 3, 2009', 1],
    ['June 1, 2010', 'August 3', 0],
    ['Version 2', 'August 3', 0],
    ['Version 2', 'Files', 0],
  ])('%s is behind %s: %i', (one, two, order) => {
    expect(Math.sign(compareEditions(one, two))).toBe(order);
  });
});
