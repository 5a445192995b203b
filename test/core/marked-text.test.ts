import { describe, expect, it } from 'vitest';
import { markedText } from '../../src/core/marked-text.js';

describe('markedText', () => {
  // RFC 3629 section 6 and RFC 2781 section 3.2.
  it.each([
    ['', ''],
    ['7b7d', '{}'],
    ['c3a9', 'é'],
    ['efbbbfc3a9', 'é'],
    ['fffee900', 'é'],
    ['fffe3dd800de', '\u{1f600}'],
    ['feff00e9', 'é'],
    ['fffe', ''],
    ['ff', '\ufffd'],
    ['fffe7b', '\ufffd'],
  ])('%s', (hex, text) => {
    expect(markedText(Buffer.from(hex, 'hex'))).toBe(text);
  });
});
