import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { decodeRaw, decodeReadings, detectEncoding } from '../../../src/hotfix/diagnose/log-encoding.js';
import { encoders, gbk, harmlessEntries, published, windows1258 } from '../../support/log-builder.js';

const detect = (bytes: Uint8Array) => detectEncoding(new BufferSource(bytes));

describe('detectEncoding', () => {
  it.each(Object.entries(encoders))('knows %s', (name, encode) => {
    expect(detect(encode(harmlessEntries(5))).encoding).toBe(name.split(' ')[0]);
  });

  it.each<[string, Uint8Array, string, number]>([
    ['an empty file', new Uint8Array(0), 'utf-8', 0],
    ['one byte', new Uint8Array([65]), 'utf-8', 0],
    ['a code page', gbk(published['zh-CN']), 'ansi', 0],
    ['a mark alone', new Uint8Array([0xff, 0xfe]), 'utf-16le', 2],
    [
      'text with reserved room behind it',
      Buffer.concat([Buffer.from('text'), Buffer.alloc(5000)]),
      'utf-8',
      0,
    ],
    [
      'Chinese in UTF-16',
      Buffer.from(`${harmlessEntries(3)}${published['zh-CN']}`, 'utf16le'),
      'utf-16le',
      0,
    ],
  ])('takes %s', (_, bytes, encoding, mark) => {
    expect(detect(bytes)).toEqual({ encoding, mark });
  });
});

describe('decodeReadings', () => {
  it('reads UTF-8 where the bytes are that, a cut character at either end included', () => {
    const bytes = Buffer.from('é未能导入é', 'utf8');
    expect(decodeReadings(bytes, 'ansi', [936])).toEqual(['é未能导入é']);
    expect(decodeReadings(bytes.subarray(1), 'ansi', [936])).toHaveLength(1);
  });

  it('gives what each code page would make of it', () => {
    expect(decodeReadings(gbk(published['zh-CN']), 'ansi', [936])).toContain(published['zh-CN']);
    expect(decodeReadings(windows1258(published.vi), 'ansi', [936, 1258])).toContain(
      published.vi.normalize('NFC'),
    );
  });
});

describe('decodeRaw', () => {
  it('keeps a byte or a pair a character', () => {
    expect(decodeRaw(Buffer.from([0x41, 0xe9]), 'utf-8')).toHaveLength(2);
    expect(decodeRaw(Buffer.from([0x4e, 0x0a, 0x41]), 'utf-16be')).toBe('上');
  });
});
