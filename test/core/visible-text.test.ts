import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  printable,
  printableJson,
  printableJsonPieces,
  printableLines,
} from '../../src/core/visible-text.js';
import { runs } from '../support/thorough.js';

describe('printable', () => {
  it.each([
    ['plain Größe 日本 \u{1f600} e\u0301', 'plain Größe 日本 \u{1f600} e\u0301'],
    ['\u0000', '\\x00'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['\u009b31m\u0085\u007f', '\\x9b31m\\x85\\x7f'],
    ['\r\n', '\\x0d\\x0a'],
    // Marks that turn the direction of writing around make gpj.exe look like exe.jpg.
    ['a\u202egpj.exe', 'a\\u202egpj.exe'],
    ['\u2066x\u2069\u200e\u200f\u061c', '\\u2066x\\u2069\\u200e\\u200f\\u061c'],
    ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['a\u200bb\u200cc\u200dd\u2060\ufeff\u00ad', 'a\\u200bb\\u200cc\\u200dd\\u2060\\ufeff\\xad'],
    ['a\ud800b\udc00', 'a\\ud800b\\udc00'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\u0600\u06dd', '\u0600\u06dd'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves nothing that acts, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u,
        );
        expect(printable(printable(text))).toBe(printable(text));
      }),
      { seed: 20260, numRuns: runs(500) },
    );
  });
});

it('printableLines keeps line ends and tabs', () => {
  expect(printableLines('a\tb\r\nc\u001b\n\rd\u0085')).toBe('a\tb\r\nc\\x1b\n\\x0dd\\x85');
});

describe('printableJson', () => {
  it('is the same value in characters that do nothing', () => {
    const value = { 'k\u202e': ['\u009b\u007f\u0000\u2028', '\ud800', '\u{e0041}\u{1f600}', 1, null] };
    const json = printableJson(value);
    expect(JSON.parse(json)).toEqual(value);
    expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u);
    expect(json).toContain('\u{1f600}');
    expect(printableJson({ a: 'ä\n' })).toBe('{\n  "a": "ä\\n"\n}');
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(JSON.parse(printableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 20260, numRuns: runs(300) },
    );
  });
});

describe('printableJsonPieces', () => {
  const list = Array.from({ length: 1201 }, (_, i) => ({ i, text: i % 2 ? 'a\nb' : null, none: undefined }));
  const values: [string, unknown][] = [
    ['a list', list],
    ['a list of values that JSON has no word for', list.map(() => undefined)],
    ['a list that ends with a piece', list.slice(0, 1000)],
    [
      'lists in an object',
      { first: 1, gone: undefined, none: () => 1, list, second: { list, a: [] }, z: {} },
    ],
    ['an object without a prototype', Object.assign(Object.create(null), { list })],
    ['what says itself how it is written', { a: { list, toJSON: () => 'b' }, date: new Date(0), list }],
    ['a list in a list', [list, [], [1]]],
    ['keys that have to be escaped', { '"\n\u2028': list }],
  ];

  it.each(values)('are together what JSON.stringify gives: %s', (_, value) => {
    const whole = JSON.stringify(value, null, 2).replaceAll('\u2028', '\\u2028');
    expect([...printableJsonPieces(value)].join('')).toBe(whole);
  });

  it('are small where the value is large', () => {
    const whole = printableJson({ list }).length;
    for (const piece of printableJsonPieces({ list })) expect(piece.length).toBeLessThan(whole / 2);
  });
});
