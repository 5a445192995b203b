import { describe, expect, it } from 'vitest';
import { unsupported, unsupportedFormat, unsupportedSetup } from '../../src/archive/unsupported.js';
import { BufferSource } from '../../src/core/byte-source.js';

const source = (start: string, at = 0, length = 0) => {
  const bytes = Buffer.alloc(Math.max(length, at + start.length));
  bytes.write(start, at, 'latin1');
  return new BufferSource(bytes);
};

describe('unsupportedFormat', () => {
  it.each([
    ['MSWIM\0\0\0', 0, 'WIM'],
    ['7z\u00bc\u00af\x27\x1c', 0, '7z'],
    ['Rar!\x1a\x07', 0, 'RAR'],
    ['\x1f\x8b\x08', 0, 'gzip'],
    ['\xfd7zXZ\0', 0, 'xz'],
    ['\x28\xb5\x2f\xfd', 0, 'Zstandard'],
    ['PA30', 0, 'PA30'],
    ['ISc(', 0, 'InstallShield'],
    ['ustar', 257, 'tar'],
    ['CD001', 0x8001, 'ISO'],
  ])('knows %j at %d', (start, at, name) => {
    expect(unsupportedFormat(source(start, at))).toContain(name);
    expect(unsupportedFormat(source(start, at, at + 1000))).toContain(name);
  });

  it.each([
    ['nothing', ''],
    ['a part of a signature', '7z\u00bc'],
    ['a signature elsewhere', ' PA30'],
    ['an executable', 'MZ'],
  ])('knows nothing of %s', (_, start) => {
    expect(unsupportedFormat(source(start))).toBeNull();
  });
});

describe('unsupportedSetup', () => {
  it.each([
    ['NullsoftInst', 'NSIS'],
    ['Inno Setup Setup Data', 'Inno Setup'],
    ['Rar!\x1a\x07', 'RAR'],
  ])('knows %j anywhere in what is looked through', (mark, name) => {
    for (const at of [100, 5000]) expect(unsupportedSetup(source(mark, at), 100)).toContain(name);
  });

  it('looks behind the image only, and not far', () => {
    expect(unsupportedSetup(source('NullsoftInst', 0, 5000), 100)).toBeNull();
    expect(unsupportedSetup(source('NullsoftInst', 100 + 64 * 1024), 100)).toBeNull();
    expect(unsupportedSetup(source('NullsoftInst'), 5000)).toBeNull();
  });
});

it('says what it is', () => {
  const error = unsupported('a tar archive');
  expect(error.code).toBe('CONTAINER_UNSUPPORTED');
  expect(error.message).toContain('this is a tar archive');
});
