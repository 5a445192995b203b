import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileSource } from '../../src/node/file-source.js';
import { tempFolder } from '../support/temp-folder.js';

describe('FileSource', () => {
  it('reads any range, small and large, and keeps earlier views', () => {
    const path = join(tempFolder(), 'x');
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
    writeFileSync(path, bytes);
    const source = new FileSource(path);
    const first = source.read(0, 10);
    for (const [offset, length] of [
      [0, 1],
      [65_530, 20],
      [200_000, 5],
      [1, 100_000],
      [299_999, 1],
      [10, 0],
    ] as const) {
      expect(Buffer.from(source.read(offset, length)).equals(bytes.subarray(offset, offset + length))).toBe(
        true,
      );
    }
    expect(Buffer.from(first).equals(bytes.subarray(0, 10))).toBe(true);
    source.close();
  });

  it('refuses ranges beyond the end', () => {
    const path = join(tempFolder(), 'x');
    writeFileSync(path, 'abc');
    const source = new FileSource(path);
    for (const [offset, length] of [
      [0, 4],
      [3, 1],
      [-1, 1],
      [Number.MAX_SAFE_INTEGER, 1],
      [0, Number.NaN],
    ] as const) {
      expect(() => source.read(offset, length)).toThrowError(
        expect.objectContaining({ code: 'READ_PAST_END' }),
      );
    }
    source.close();
  });

  it.each<[string, (path: string) => void, boolean]>([
    ['nobody writes', () => undefined, false],
    ['it is read', (path) => readFileSync(path), false],
    ['bytes are replaced', (path) => writeFileSync(path, 'ABC', { flag: 'r+' }), true],
    ['bytes are added', (path) => appendFileSync(path, 'd'), true],
  ])('knows whether the file was changed: %s', (_, happen, expected) => {
    const path = join(tempFolder(), 'x');
    writeFileSync(path, 'abc');
    // Disks keep times in steps of a few milliseconds.
    utimesSync(path, 1, 1);
    const source = new FileSource(path);
    happen(path);
    expect(source.isChanged()).toBe(expected);
    source.close();
    expect(source.isChanged()).toBe(false);
  });

  it('opens files over 2 GiB', () => {
    const path = join(tempFolder(), 'sparse');
    const descriptor = openSync(path, 'w');
    ftruncateSync(descriptor, 5 * 2 ** 30);
    writeSync(descriptor, 'here', 3 * 2 ** 30 + 5);
    closeSync(descriptor);
    const source = new FileSource(path);
    expect(source.size).toBe(5 * 2 ** 30);
    expect(Buffer.from(source.read(3 * 2 ** 30 + 5, 4)).toString()).toBe('here');
    source.close();
  });

  it('gives coded errors', () => {
    const folder = tempFolder();
    expect(() => new FileSource(join(folder, 'none'))).toThrowError(
      expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
    );
    expect(() => new FileSource(folder)).toThrowError(expect.objectContaining({ code: 'FILE_READ' }));
    const path = join(folder, 'shrinks');
    writeFileSync(path, Buffer.alloc(200_000));
    const source = new FileSource(path);
    truncateSync(path, 100);
    expect(() => source.read(150_000, 40_000)).toThrowError(
      expect.objectContaining({ code: 'FILE_CHANGED' }),
    );
    source.close();
  });

  it('examines a file that was opened as one', () => {
    expect(() => new FileSource(tempFolder(), { isFile: true })).toThrowError(
      expect.objectContaining({ code: 'FILE_READ', message: expect.stringContaining('not a regular file') }),
    );
  });
});
