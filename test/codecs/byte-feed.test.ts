import { expect, it } from 'vitest';
import { ByteFeed } from '../../src/codecs/byte-feed.js';

it('gives the bytes of all pieces, empty ones among them, then -1', () => {
  const feed = new ByteFeed([new Uint8Array(), Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(255)]);
  expect(Array.from({ length: 5 }, () => feed.next())).toEqual([1, 2, 255, -1, -1]);
});
