import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tempFolder } from './temp-folder.js';

describe('a temporary folder', () => {
  let last: string;

  it('is there during a test', () => {
    last = tempFolder();
    expect(existsSync(last)).toBe(true);
  });

  it('is gone after it', () => {
    expect(existsSync(last)).toBe(false);
  });
});
