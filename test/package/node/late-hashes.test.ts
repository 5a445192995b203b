import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isHashedLate, type LateFile, LateHashes } from '../../../src/package/node/late-hashes.js';
import { sampleBytes } from '../../support/sample-bytes.js';

const megabyte = 1024 * 1024;
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** A complete file that notes how much of it is read. */
class CompleteFile implements LateFile {
  readonly isAtHand: boolean;
  readonly #bytes: Uint8Array;
  bytesRead = 0;
  told: string[] = [];

  constructor(bytes: Uint8Array, isAtHand = false) {
    this.#bytes = bytes;
    this.isAtHand = isAtHand;
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(target: Uint8Array, at: number): void {
    expect(at + target.length).toBeLessThanOrEqual(this.size);
    target.set(this.#bytes.subarray(at, at + target.length));
    this.bytesRead += target.length;
  }

  hashed(hash: string): void {
    this.told.push(hash);
  }

  get isRight(): boolean {
    return this.told.length === 1 && this.told[0] === md5(this.#bytes);
  }
}

const filesOf = (lengths: readonly number[], isAtHand = false): CompleteFile[] =>
  lengths.map((length, i) => new CompleteFile(sampleBytes(length, i), isAtHand));

/** Files of so many bytes, given one after the other. */
function given(hashes: LateHashes, lengths: readonly number[]): CompleteFile[] {
  const files = filesOf(lengths);
  for (const file of files) hashes.add(file);
  return files;
}

const countTold = (files: readonly CompleteFile[]): number =>
  files.filter(({ told }) => told.length > 0).length;

function finish(hashes: LateHashes): void {
  for (const step of hashes.finishSteps()) void step;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('hashing complete files side by side', () => {
  const lists: [string, number[]][] = [
    ['one', [5]],
    ['two that are read in several pieces', [3 * megabyte, megabyte + 1]],
    ['empty ones', [0, 0, 0]],
    ['eight alike', Array(8).fill(100_000)],
    ['two after eight', [...Array(8).fill(100_000), 200_000, 300_000]],
    ['of every size', Array.from({ length: 40 }, (_, i) => (i * 7919) % 300_000)],
  ];
  it.each(
    lists.flatMap(([name, lengths]) => [
      [name, 'with', lengths] as const,
      [name, 'without', lengths] as const,
    ]),
  )('tells the MD5 of each: %s, %s WebAssembly', (_, way, lengths) => {
    if (way === 'without') vi.stubGlobal('WebAssembly', undefined);
    const hashes = new LateHashes();
    const files = given(hashes, lengths);
    expect(hashes.isBusy).toBe(true);
    finish(hashes);
    expect(hashes.isBusy).toBe(false);
    expect(files.every(({ isRight }) => isRight)).toBe(true);
  });

  it('keeps no more than sixteen open', () => {
    const files = given(new LateHashes(), Array(40).fill(1000));
    expect(countTold(files)).toBeGreaterThanOrEqual(24);
  });

  it('goes on while files are written, once eight are there', () => {
    const hashes = new LateHashes();
    const files = given(hashes, Array(7).fill(megabyte));
    hashes.keepUp(32 * megabyte);
    for (let i = 0; i < 64; i++) hashes.keepUp(megabyte / 2);
    expect(countTold(files)).toBe(0);
    const [last] = given(hashes, [megabyte]);
    for (let i = 0; i < 64; i++) hashes.keepUp(megabyte / 2);
    expect(countTold([...files, last!])).toBeGreaterThanOrEqual(7);
  });

  it('goes on while there is nothing else to do, unless only few are there', () => {
    const hashes = new LateHashes();
    const files = given(hashes, Array(5).fill(100_000));
    expect(hashes.goOn()).toBe(false);
    files.push(...given(hashes, [100_000]));
    while (hashes.goOn());
    expect(countTold(files)).toBe(6);
  });

  it('has nothing to do without files', () => {
    const hashes = new LateHashes();
    hashes.keepUp(megabyte);
    expect(hashes.goOn()).toBe(false);
    expect(hashes.giveBack()).toEqual([]);
    finish(hashes);
  });

  it.each([1, 2, 3, 8])('finishes in steps of a megabyte at most: %d files', (count) => {
    const hashes = new LateHashes();
    const files = given(hashes, Array(count).fill(4 * megabyte));
    const read = (): number => files.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    let before = 0;
    for (const step of hashes.finishSteps()) {
      void step;
      expect(read() - before).toBeLessThanOrEqual(megabyte);
      before = read();
    }
    expect(before).toBe(count * 4 * megabyte);
  });

  it.each([
    [0, true],
    [16 * megabyte, true],
    [16 * megabyte + 1, false],
  ])('takes files that are not waited for alone in the end: %d bytes', (size, taken) => {
    expect(isHashedLate(size)).toBe(taken);
  });
});

describe('files that another thread had better hash', () => {
  it.each([
    ['are those that were not begun', 8, [2 * megabyte, 3 * megabyte, 1], [0, 1, 2]],
    ['are none where all were begun', 8, [], []],
    ['are none while this one has none in work', 0, [5 * megabyte, 5 * megabyte], []],
    ['are none of few bytes', 8, [megabyte, megabyte, megabyte], []],
  ])('%s', (_, begun, lengths, expected) => {
    const hashes = new LateHashes();
    const first = given(hashes, Array(begun).fill(megabyte));
    hashes.goOn();
    const files = given(hashes, lengths);
    const back = hashes.giveBack();
    expect(back).toEqual(expected.map((i) => files[i]));
    finish(hashes);
    const own = [...first, ...files].filter((file) => !back.includes(file));
    expect(own.every(({ isRight }) => isRight)).toBe(true);
    expect(countTold([...first, ...files])).toBe(own.length);
  });

  it('are none of those in memory', () => {
    const hashes = new LateHashes<CompleteFile>();
    given(hashes, Array(8).fill(megabyte));
    hashes.goOn();
    const [far] = given(hashes, [5 * megabyte]);
    const [near] = filesOf([5 * megabyte], true);
    hashes.add(near!);
    expect(hashes.giveBack()).toEqual([far]);
    finish(hashes);
    expect(near!.isRight).toBe(true);
  });
});
