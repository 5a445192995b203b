import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonExcess } from '../../src/core/json-limits.js';

const limits = { depth: 3, values: 8 };

describe('JSON', () => {
  it.each([
    ['a number', '1', null],
    ['nothing', '', null],
    ['as deep as may be', '[[[1]]]', null],
    ['too deep', '[[[[', 'depth'],
    ['objects too deep', '{"a":{"a":{"a":{', 'depth'],
    ['one after another', '[[],[],[]]', null],
    ['as many as may be', '[1,2,3,4,5,6,7]', null],
    ['too many', '[1,2,3,4,5,6,7,8', 'values'],
    ['too many of an object', '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8', 'values'],
    ['brackets and commas in a text', '["[[[[,,,,,,,,,\\"[[[[,,,,", "\\\\"]', null],
    ['a text that does not end', '["[[[[[[[', null],
    ['a text that ends in a backslash', '["\\', null],
  ])('%s', (_, text, excess) => {
    expect(jsonExcess(text, limits)).toBe(excess);
  });

  it('is counted as it is parsed', () => {
    const deep = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(deep)) : 0;
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const excess = jsonExcess(text, { depth: 2, values: Number.POSITIVE_INFINITY });
        expect(excess).toBe(deep(JSON.parse(text)) > 2 ? 'depth' : null);
      }),
      { seed: 20261126 },
    );
  });
});
