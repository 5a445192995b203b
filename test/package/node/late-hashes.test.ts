import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StagedFile } from '../../../src/node/staged-file.js';
import { isHashedLate, LateHashes } from '../../../src/package/node/late-hashes.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { tempFolder } from '../../support/temp-folder.js';

const megabyte = 1024 * 1024;
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Complete files of so many bytes, given to `hashes` one after the other; which of them were hashed in which order. */
function giveFiles(hashes: LateHashes, lengths: readonly number[]): { told: number[]; right: () => boolean } {
  const folder = tempFolder();
  const told: number[] = [];
  const found = new Map<number, string>();
  const contents = lengths.map((length, i) => sampleBytes(length, i));
  for (const [i, content] of contents.entries()) {
    const output = new StagedFile(join(folder, String(i)));
    output.write(content);
    output.complete();
    hashes.add({
      output,
      size: content.length,
      done: (hash) => {
        output.end();
        told.push(i);
        found.set(i, hash);
      },
    });
  }
  return { told, right: () => contents.every((content, i) => found.get(i) === md5(content)) };
}

describe('hashing complete files side by side', () => {
  it.each([
    ['one', [5]],
    ['empty ones', [0, 0, 0]],
    ['eight alike', Array.from({ length: 8 }, () => 100_000)],
    [
      'more than there is room for, of every size',
      Array.from({ length: 40 }, (_, i) => (i * 7919) % 300_000),
    ],
  ])('tells the MD5 of each: %s', (_, lengths) => {
    const hashes = LateHashes.begin()!;
    const { told, right } = giveFiles(hashes, lengths);
    hashes.finish();
    expect(told).toHaveLength(lengths.length);
    expect(right()).toBe(true);
  });

  it('keeps no more than sixteen open', () => {
    const lengths = Array.from({ length: 40 }, () => 1000);
    const hashes = LateHashes.begin()!;
    const { told } = giveFiles(hashes, lengths);
    expect(told.length).toBeGreaterThanOrEqual(24);
    hashes.finish();
  });

  it('goes on while files are written, once eight are there', () => {
    const hashes = LateHashes.begin()!;
    const { told } = giveFiles(
      hashes,
      Array.from({ length: 7 }, () => megabyte),
    );
    hashes.keepUp(32 * megabyte);
    for (let i = 0; i < 64; i++) hashes.keepUp(megabyte / 2);
    expect(told).toEqual([]);
    const { told: more } = giveFiles(hashes, [megabyte]);
    for (let i = 0; i < 64; i++) hashes.keepUp(megabyte / 2);
    expect(told).toHaveLength(7);
    expect(more).toHaveLength(1);
  });

  it('goes on while there is nothing else to do, unless only few are there', () => {
    const hashes = LateHashes.begin()!;
    const { told } = giveFiles(hashes, Array(5).fill(100_000));
    expect(hashes.goOn()).toBe(false);
    const { told: more } = giveFiles(hashes, [100_000]);
    while (hashes.goOn());
    expect([...told, ...more]).toHaveLength(6);
  });

  it('has nothing to do without files', () => {
    const hashes = LateHashes.begin()!;
    hashes.keepUp(megabyte);
    expect(hashes.goOn()).toBe(false);
    hashes.finish();
  });

  it.each([
    [0, true],
    [16 * megabyte, true],
    [16 * megabyte + 1, false],
  ])('takes files that are not waited for alone in the end: %d bytes', (size, taken) => {
    expect(isHashedLate(size)).toBe(taken);
  });
});
