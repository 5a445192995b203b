import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { Hasher, hashFile, hashSource } from '../../src/node/hash.js';
import { WrittenSource } from '../../src/node/written-source.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

// RFC 1321, appendix A.5; FIPS 180-2, appendix B.
it.each([
  ['md5', '', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
] as const)('%s of %j', (name, text, digest) => {
  const bytes = Buffer.from(text);
  expect(hashSource(new BufferSource(bytes), name)).toBe(digest);
  const hasher = new Hasher(name);
  for (const byte of bytes) hasher.update(Uint8Array.of(byte));
  expect(hasher.hex()).toBe(digest);
});

describe('hashSource', () => {
  it.each([256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 600_000])('of %d bytes', (length) => {
    const bytes = Buffer.alloc(length, 'some bytes');
    expect(hashSource(new BufferSource(bytes), 'sha256')).toBe(
      createHash('sha256').update(bytes).digest('hex'),
    );
  });
});

it.each([
  ['sha256', 'known'],
  ['md5', '900150983cd24fb0d6963f7d28e17f72'],
] as const)('hashSource does not calculate what is known since a file was written: %s', (name, digest) => {
  const path = join(tempFolder(), 'a');
  writeFileSync(path, 'abc');
  const source = new WrittenSource(path, { sha256: 'known' });
  expect(hashSource(source, name)).toBe(digest);
  source.close();
});

it('hashFile reads a file on disk', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'a'), 'abc');
  expect(hashFile(join(folder, 'a'), 'md5')).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(caught(() => hashFile(join(folder, 'none'), 'md5')).code).toBe('FILE_NOT_FOUND');
});
