import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from '../../src/core/json-duplicate-key.js';
import { runs } from '../support/thorough.js';

describe('duplicateKey', () => {
  it.each([
    ['{"a":1,"a":2}', 'a', '', 1],
    ['{"a":1,\n"\\u0061":2}', 'a', '', 2],
    ['{"s":[{"f":[]},{"f":[],\n\n"f":[1]}]}', 'f', 's[1]', 3],
    ['{"a":{"b":[0,[1,{"c":"}\\"{","c":0}]]}}', 'c', 'a.b[1][1]', 1],
    ['[{"x":{"y":1},"x":2}]', 'x', '[0]', 1],
    ['{"":1,"":2}', '', '', 1],
    ['{"a":"b","b":"a","a":0}', 'a', '', 1],
  ])('finds it in %s', (json, key, path, line) => {
    expect(duplicateKey(json)).toEqual({ key, path, line });
  });

  it.each(['{}', '[]', '7', '"a"', '{"a":{"a":{"a":1}},"b":["a","a"]}', '[{"a":1},{"a":1}]', '{"a":"a"}'])(
    'finds none in %s',
    (json) => {
      expect(duplicateKey(json)).toBeNull();
    },
  );

  it('finds none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(duplicateKey(JSON.stringify(JSON.parse(json), null, 1))).toBeNull();
      }),
      { seed: 11, numRuns: runs(200) },
    );
  });
});
