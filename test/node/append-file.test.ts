import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppendFile, inspectAppendPlace } from '../../src/node/append-file.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('inspectAppendPlace', () => {
  it('sees what is there and makes nothing', () => {
    const folder = tempFolder();
    expect(inspectAppendPlace(join(folder, 'new'))).toEqual({ size: null, head: new Uint8Array(0) });
    writeFileSync(join(folder, 'old'), '0123456789');
    expect(inspectAppendPlace(join(folder, 'old'))).toEqual({ size: 10, head: bytes('01234567') });
    expect(() => readFileSync(join(folder, 'new'))).toThrow('ENOENT');
  });

  it.each(['no/file', 'sub'])('refuses %s', (name) => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'sub'));
    expect(caught(() => inspectAppendPlace(join(folder, name))).code).toBe('FILE_WRITE');
  });
});

describe('AppendFile', () => {
  it('makes a file anew, or goes on with it', () => {
    const path = join(tempFolder(), 'a.log');
    for (const [text, append] of [
      ['one', false],
      ['two', false],
      ['three', true],
    ] as const) {
      const file = new AppendFile(path, { append });
      file.write(bytes(text));
      file.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('twothree');
  });

  it('gathers a little, keeps the order, and flushes when asked to', () => {
    const path = join(tempFolder(), 'a.log');
    const file = new AppendFile(path);
    file.write(bytes('a'));
    expect(readFileSync(path, 'utf8')).toBe('');
    file.flush();
    expect(readFileSync(path, 'utf8')).toBe('a');
    file.write(bytes('b'.repeat(40_000)));
    expect(readFileSync(path).length).toBe(40_001);
    file.close();
  });

  it('says what cannot be opened', () => {
    const folder = tempFolder();
    expect(caught(() => new AppendFile(folder)).code).toBe('FILE_WRITE');
  });
});
