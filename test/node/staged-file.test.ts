import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StagedFile } from '../../src/node/staged-file.js';
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

it('reads again what a complete file has', () => {
  const file = new StagedFile(join(tempFolder(), 'a'), { label: 'out/a' });
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
  for (let at = 0; at < bytes.length; at += 70_000) file.write(bytes.subarray(at, at + 70_000));
  file.complete();
  const read = new Uint8Array(100_000);
  file.read(read, 150_000);
  expect(read).toEqual(bytes.subarray(150_000, 250_000));
  expect(() => file.read(read, 250_000)).toThrow(
    expect.objectContaining({ code: 'FILE_READ', facts: { file: 'out/a', offset: 300_000 } }),
  );
  file.end();
});
