import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeHtml,
  escapeMarkdown,
  markdownBlock,
  markdownCode,
  readableTime,
  visible,
} from '../../src/report/markup-text.js';

describe('visible', () => {
  it.each([
    ['plain ü 汉 😀', 'plain ü 汉 😀'],
    ['a\nb\tc', 'a\\u000ab\\u0009c'],
    ['setup\u202Efdp.exe', 'setup\\u202efdp.exe'],
    ['a\u200Bb\u2066c\uFEFF', 'a\\u200bb\\u2066c\\ufeff'],
    ['a\u00adb\u180ec\u{e0041}d', 'a\\u00adb\\u180ec\\u{e0041}d'],
    ['half \uD83D of a pair', 'half \uFFFD of a pair'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });
});

describe('escapeHtml', () => {
  it('escapes what means something in text and attributes', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  });

  it('leaves nothing that could start a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'\n]|&(?!(amp|lt|gt|quot|#39);)/);
      }),
      { seed: 977203 },
    );
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a_b *c* [d](e) `f` |g| <h> #i', 'a\\_b \\*c\\* \\[d\\](e) \\`f\\` \\|g\\| \\<h\\> \\#i'],
    ['back\\slash & ampersand', 'back\\\\slash &amp; ampersand'],
    ['- no list', '\\- no list'],
    ['12. no list', '12\\. no list'],
    ['4.0.6487.2111', '4.0.6487.2111'],
    ['=== no heading', '\\=== no heading'],
    ['one\ntwo', 'one\\\\u000atwo'],
  ])('%j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

describe('markdownCode', () => {
  it.each([
    ['a.dll', '`a.dll`'],
    ['', ''],
    ['a`b', '``a`b``'],
    ['`a``b', '``` `a``b ```'],
    [' a', '`  a `'],
    ['a|b', '`a\\|b`'],
  ])('%j', (text, expected) => {
    expect(markdownCode(text)).toBe(expected);
  });
});

describe('markdownBlock', () => {
  it('cannot be ended by its content', () => {
    expect(markdownBlock('PATCH="x"')).toBe('```text\nPATCH="x"\n```');
    expect(markdownBlock('a ```` b')).toBe('`````text\na ```` b\n`````');
    expect(markdownBlock('a\n```\n# b')).toBe('````text\na\\u000a```\\u000a# b\n````');
  });
});

describe('readableTime', () => {
  it.each([
    ['2010-01-25T06:27:31.000Z', '2010-01-25 06:27 UTC'],
    ['2010-01-25T08:27:31+02:00', '2010-01-25 06:27 UTC'],
    ['soon', 'soon'],
  ])('%s is %s', (iso, expected) => {
    expect(readableTime(iso)).toBe(expected);
  });
});
