import { describe, expect, it } from 'vitest';
import { type Beside, factsBeside } from '../../../src/hotfix/article/beside-hash.js';
import type { ColumnKind } from '../../../src/hotfix/article/lexicon.js';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';

const row = (
  platform: string | null,
  size: number | null = 1000,
  version: string | null = '1.0.0.1',
): ManifestFile => ({
  name: 'a.dll',
  version,
  size,
  date: null,
  time: null,
  platform,
});
const beside = (cells: string, kinds = '', above: string[] = []): Beside => ({
  cells: cells.split('|').map((cell) => cell.trim()),
  kinds: kinds === '' ? [] : (kinds.split(' ') as ColumnKind[]),
  above,
});
const three = [row('x86'), row('IA-64', 3000), row('x64', 2000)];

describe('what stands beside a hash', () => {
  it.each<[string, Beside]>([
    ['a column', beside('a.dll | x64 |', 'name platform other')],
    ['another spelling', beside('a.dll | AMD64 |', 'name platform other')],
    ['a cell below no heading', beside('a.dll | x64 |')],
    ['the folder of the file', beside('bin\\x64\\a.dll |')],
    ['the folder of the file with slashes', beside('bin/amd64/a.dll |')],
    ['a line', beside('SHA256 of a.dll (x64):')],
    ['a line of words', beside('The hash of the 64-bit version of a.dll for x64 is')],
    ['the heading above', beside('a.dll |', 'name other', ['For x64-based systems'])],
    ['the nearest heading above', beside('a.dll |', 'name other', ['x64', 'x86'])],
  ])('is a processor: %s', (_, given) => {
    expect(factsBeside(three, given)).toEqual({ platform: 'x64' });
  });

  it.each<[string, Beside]>([
    ['a size', beside('a.dll | 2,000 bytes |', 'name size other')],
    ['a size with blanks', beside('a.dll | 2 000 |', 'name size other')],
  ])('is %s', (_, given) => {
    expect(factsBeside(three, given)).toEqual({ size: 2000 });
  });

  it('is a version', () => {
    const rows = [row('x86'), row('x86', 1000, '1.0.0.2')];
    expect(factsBeside(rows, beside('a.dll | 1.0.0.2', 'name version'))).toEqual({ version: '1.0.0.2' });
  });

  it('is the whole row of a table', () => {
    expect(factsBeside(three, beside('a.dll | 1.0.0.1 | 2,000 | x64'))).toEqual({
      version: '1.0.0.1',
      size: 2000,
      platform: 'x64',
    });
  });

  it('is nothing where all rows have it', () => {
    expect(factsBeside([row('x64')], beside('a.dll | x64 |'))).toEqual({});
    expect(factsBeside([row('x64'), row('x64', 2000)], beside('a.dll | x64 |'))).toEqual({});
    expect(factsBeside([row('x86')], beside('a.dll | 1.00.0.1 | 1,000', 'name version size'))).toEqual({});
  });

  it('is kept where no row has it', () => {
    expect(factsBeside([row('x64')], beside('a.dll | ARM64 |'))).toEqual({ platform: 'ARM64' });
    expect(factsBeside([row('x64')], beside('a.dll | 5', 'name size'))).toEqual({ size: 5 });
    expect(factsBeside([row('x64')], beside('a.dll | 9.9.9.9', 'name version'))).toEqual({
      version: '9.9.9.9',
    });
  });

  it('is the processor of a file of no row', () => {
    expect(factsBeside([], beside('a.dll | x64 |'))).toEqual({ platform: 'x64' });
    expect(factsBeside([], beside('kb1-x64.msu |'))).toEqual({});
  });

  it.each<[string, Beside]>([
    ['nothing', beside('a.dll |')],
    ['two processors', beside('a.dll | x86, x64')],
    ['two processors in the heading', beside('a.dll |', '', ['x86 and x64'])],
    ['a size in another unit', beside('a.dll | 2 KB', 'name size')],
    ['no fact', beside('a.dll | N/A | N/A | N/A', 'name version size platform')],
    ['an address', beside('a.dll | https://host.example/x64/a.dll')],
    ['a number', beside('a.dll | 64')],
  ])('says nothing: %s', (_, given) => {
    expect(factsBeside(three, given)).toEqual({});
  });
});
