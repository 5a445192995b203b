import { describe, expect, it } from 'vitest';
import { formatMethod } from '../../../src/package/install/cabinet-summary.js';

describe('formatMethod', () => {
  it.each([
    [{ kind: 'none' }, 'none'],
    [{ kind: 'mszip' }, 'mszip'],
    [{ kind: 'lzx', windowBits: 21 }, 'lzx:21'],
    [{ kind: 'quantum', windowBits: 18 }, 'quantum:18'],
  ])('%j', (method, expected) => {
    expect(formatMethod(method)).toBe(expected);
  });
});
