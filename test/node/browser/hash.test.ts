import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import * as browser from '../../../src/node/browser/hash.js';
import * as node from '../../../src/node/hash.js';

const bytes = Uint8Array.from({ length: 600_000 }, (_, i) => i & 0xff);

it.each(['md5', 'sha1', 'sha256', 'sha512'] as const)('has the %s that Node has', (name) => {
  const expected = node.hashSource(new BufferSource(bytes), name);
  expect(browser.hashSource(new BufferSource(bytes), name)).toBe(expected);
  const hasher = new browser.Hasher(name);
  hasher.update(bytes);
  expect(hasher.hex()).toBe(expected);
});
