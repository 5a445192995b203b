import { closeSync, fstatSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StagedFile } from '../../src/node/staged-file.js';
import { sameBytes } from '../support/sample-bytes.js';
import { tempFolder } from '../support/temp-folder.js';

it('closes its file once: a file that was ended is not abandoned', () => {
  const folder = tempFolder();
  const file = new StagedFile(join(folder, 'a'));
  file.write(Uint8Array.of(1, 2));
  file.end();
  writeFileSync(join(folder, 'b'), '');
  // It gets the number that the first one had.
  const other = openSync(join(folder, 'b'), 'r');
  file.abandon();
  expect(fstatSync(other).isFile()).toBe(true);
  closeSync(other);
  expect([...readFileSync(join(folder, 'a'))]).toEqual([1, 2]);
});

it('names the file of the output where it cannot be created', () => {
  const path = join(tempFolder(), 'none', 'a');
  expect(() => new StagedFile(path, { label: 'out/a' })).toThrow(
    expect.objectContaining({ code: 'FILE_NOT_FOUND', facts: { file: 'out/a' } }),
  );
});

it.each([0, 1, 200_000, 300_000, 600_000])('reads again what a complete file has: %d bytes', (length) => {
  const file = new StagedFile(join(tempFolder(), 'a'), { label: 'out/a' });
  const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
  // It begins anywhere in a word.
  for (let at = 0; at < length; at += 70_001) file.write(bytes.subarray(at, at + 70_001));
  file.complete();
  for (let at = 0; at < length; at += 65_536) {
    const read = new Uint8Array(Math.min(65_536, length - at));
    file.read(read, at);
    expect(sameBytes(read, bytes.subarray(at, at + read.length))).toBe(true);
  }
  const beyond = new Uint8Array(length + 1);
  expect(() => file.read(beyond, 0)).toThrow(
    expect.objectContaining({ code: 'FILE_READ', facts: { file: 'out/a', offset: length } }),
  );
  file.end();
});

it('reads a file that is written already, and leaves it as it is', () => {
  const path = join(tempFolder(), 'a');
  writeFileSync(path, 'abc');
  const { mtimeMs } = statSync(path);
  const file = new StagedFile(path, { isWritten: true });
  file.complete();
  const read = new Uint8Array(2);
  file.read(read, 1);
  file.end();
  expect([...read]).toEqual([0x62, 0x63]);
  expect(readFileSync(path, 'latin1')).toBe('abc');
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
});

it('names the file of the output where it cannot be opened again', () => {
  const path = join(tempFolder(), 'a');
  expect(() => new StagedFile(path, { label: 'out/a', isWritten: true })).toThrow(
    expect.objectContaining({
      code: 'FILE_NOT_FOUND',
      message: expect.stringContaining('cannot be read'),
      facts: { file: 'out/a' },
    }),
  );
});
