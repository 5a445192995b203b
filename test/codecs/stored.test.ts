import { expect, it } from 'vitest';
import { StoredDecoder } from '../../src/codecs/stored.js';
import { caught } from '../support/caught.js';

it('hands the block out as it is', () => {
  const input = Uint8Array.of(1, 2, 3);
  expect(new StoredDecoder().decode(input, 3)).toEqual(input);
});

it('refuses a block that would change its length', () => {
  const error = caught(() => new StoredDecoder().decode(Uint8Array.of(1, 2, 3), 4));
  expect(error.code).toBe('CAB_BAD_DATA');
  expect(error.facts).toMatchObject({ expected: 4, found: 3 });
});
