import { describe, expect, it } from 'vitest';
import { parseDefaultDir, parseFileName } from '../../../src/package/install/file-name.js';

describe('parseFileName', () => {
  it.each([
    ['README.TXT', 'README.TXT', 'README.TXT'],
    ['FITLIC~1.TXT|fit-license.txt', 'FITLIC~1.TXT', 'fit-license.txt'],
    ['|long only', 'long only', 'long only'],
    ['SHORT|', 'SHORT', 'SHORT'],
  ])('%j', (text, short, long) => {
    expect(parseFileName(text)).toEqual({ short, long });
  });
});

describe('parseDefaultDir', () => {
  it('puts the target first', () => {
    expect(parseDefaultDir('a|target long:b|source long')).toEqual({
      target: { short: 'a', long: 'target long' },
      source: { short: 'b', long: 'source long' },
    });
  });

  it('uses one side for both where there is only one', () => {
    expect(parseDefaultDir('PFiles').source.long).toBe('PFiles');
    expect(parseDefaultDir(':src').target.long).toBe('src');
    expect(parseDefaultDir('dst:').source.long).toBe('dst');
  });
});
