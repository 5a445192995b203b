import { describe, expect, it } from 'vitest';
import * as browser from '../../../src/core/browser/code-page.js';
import * as node from '../../../src/core/code-page.js';
import { caught } from '../../support/caught.js';

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** ICU, which decodes here, moves some controls of IBM's pages. */
const isMeant = (byte: number): boolean => byte >= 0x20 && byte !== 0x7f;

describe('the code pages of browsers', () => {
  it.each([0, 437, 850, 866, 1250, 1251, 1252, 1253, 1254, 1256, 1257, 20866, 28591, 28592, 28595, 28605])(
    '%d has the characters that it has in Node',
    (page) => {
      const inNode = node.decodeText(every, page);
      const defined = every.filter((byte) => inNode[byte] !== '\ufffd' && isMeant(byte));
      const text = [...defined].map((byte) => inNode[byte]).join('');
      expect(browser.decodeText(defined, page)).toBe(text);
      expect(browser.encodeText(text, page)).toEqual(Uint8Array.from(node.encodeText(text, page)));
    },
  );

  it.each([
    [932, '日本語版 カタカナ'],
    [936, '简体中文'],
    [949, '한국어'],
    [950, '繁體中文'],
    [1200, 'Größe 日本'],
    [1201, 'Größe 日本'],
    [65001, 'Größe 日本'],
    [-535, 'Größe 日本'],
  ])('%d writes and reads %s as Node does', (page, text) => {
    const bytes = node.encodeText(text, page);
    expect(browser.encodeText(text, page)).toEqual(Uint8Array.from(bytes));
    expect(browser.decodeText(bytes, page)).toBe(text);
  });

  it('keeps a byte order mark', () => {
    expect(browser.decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), 65001)).toBe('\ufeffA');
  });

  it('says which page it does not know', () => {
    expect(browser.isKnownCodePage(1252)).toBe(true);
    expect(browser.isKnownCodePage(99999)).toBe(false);
    expect(caught(() => browser.decodeText(every, 99999)).code).toBe('UNKNOWN_CODE_PAGE');
  });
});
