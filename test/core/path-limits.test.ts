import { describe, expect, it } from 'vitest';
import {
  checkPathLimits,
  DEEPEST_PATH,
  isWithinPathLimits,
  LONGEST_PATH,
} from '../../src/core/path-limits.js';
import { caught } from '../support/caught.js';

describe('checkPathLimits', () => {
  it.each([
    ['the longest path', 'x'.repeat(LONGEST_PATH)],
    ['the deepest path', `${'d/'.repeat(DEEPEST_PATH - 1)}f`],
    ['long names, not deep', Array(16).fill('x'.repeat(200)).join('\\')],
    ['nothing', ''],
  ])('lets %s pass', (_, path) => {
    expect(() => checkPathLimits(path)).not.toThrow();
    expect(isWithinPathLimits(path)).toBe(true);
  });

  it.each([
    ['longer', 'x'.repeat(LONGEST_PATH + 1), LONGEST_PATH + 1],
    ['deeper', `${'d/'.repeat(DEEPEST_PATH)}f`, DEEPEST_PATH + 1],
    ['deeper, with backslashes', `${'d\\'.repeat(DEEPEST_PATH)}f`, DEEPEST_PATH + 1],
    ['deeper, of separators alone', '/'.repeat(3000), 3001],
  ])('refuses what is %s', (_, path, found) => {
    expect(isWithinPathLimits(path)).toBe(false);
    const { code, facts } = caught(() => checkPathLimits(path));
    expect(code).toBe('PATH_UNSAFE');
    expect(facts.found).toBe(found);
    expect(String(facts.entry).length).toBeLessThan(400);
  });
});
