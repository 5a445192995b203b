import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CodeCache, unpack } from '../../src/cli/code-cache.js';
import { tempFolder } from '../support/temp-folder.js';

const cached = {
  code: Uint8Array.from({ length: 1000 }, (_, i) => i & 255),
  source: '({a,b})',
  modules: ['a.cjs', 'b.cjs'],
};
const isWindows = process.platform === 'win32';

function cacheIn(folder: string): CodeCache {
  return CodeCache.in(folder, 'one')!;
}

/** A folder with {@link cached} in it. */
function written(): { folder: string; file: string } {
  const folder = join(tempFolder(), 'cache');
  cacheIn(folder).write(cached);
  return { folder, file: join(folder, 'one.code') };
}

afterEach(() => void vi.restoreAllMocks());

describe('CodeCache', () => {
  it('gives back what was kept, and leaves nothing else', () => {
    const { folder } = written();
    const { code, source, modules } = unpack(cacheIn(folder).read()!);
    expect([[...code!], source, modules]).toEqual([[...cached.code], cached.source, cached.modules]);
    expect(readdirSync(folder)).toEqual(['one.code']);
  });

  it('has nothing at first', () => {
    expect(cacheIn(join(tempFolder(), 'a', 'b')).read()).toBeNull();
  });

  it('replaces what was kept', () => {
    const { folder } = written();
    const next = { code: null, source: '({c})', modules: ['c.cjs'] };
    cacheIn(folder).write(next);
    expect(unpack(cacheIn(folder).read()!)).toEqual(next);
  });

  it.each([
    ['first byte', 0],
    ['byte of the code', 500],
    ['byte of the source', 1003],
    ['byte of the names', 1010],
    ['byte of the length of the code', 1018],
    ['byte of the length of the source', 1022],
    ['byte of the checksum', 1027],
    ['last byte', 1029],
  ])('takes nothing in which the %s was changed', (_, at) => {
    const { folder, file } = written();
    const bytes = readFileSync(file);
    bytes[at]! ^= 0x55;
    writeFileSync(file, bytes);
    expect(cacheIn(folder).read()).toBeNull();
  });

  it('takes nothing in which a bit was changed at two places that correspond', () => {
    const { folder, file } = written();
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length / 2 - 1; at += 31) {
      // Mirrored, and at the same place of either half.
      for (const other of [bytes.length - 1 - at, (bytes.length >> 1) + at]) {
        const changed = Buffer.from(bytes);
        for (const place of [at, other]) changed[place]! ^= 1 << (at & 7);
        writeFileSync(file, changed);
        expect(cacheIn(folder).read(), `${at} and ${other}`).toBeNull();
      }
    }
  });

  it.skipIf(isWindows)('does not wait for a pipe in place of the file', () => {
    const { folder, file } = written();
    unlinkSync(file);
    execFileSync('mkfifo', ['-m', '600', file]);
    expect(cacheIn(folder).read()).toBeNull();
    cacheIn(folder).write(cached);
    expect(unpack(cacheIn(folder).read()!)).toMatchObject({ modules: cached.modules });
  });

  it.each([0, 1, 4, 11, 12, 500, 1015, 1029])('takes nothing that was cut to %i bytes', (size) => {
    const { folder, file } = written();
    truncateSync(file, size);
    expect(cacheIn(folder).read()).toBeNull();
  });

  it('removes what nobody has renewed for long, and only code', () => {
    const { folder } = written();
    const long = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    for (const name of ['other.code', 'other.code.17', 'notes.txt', 'new.code']) {
      writeFileSync(join(folder, name), '');
      if (name !== 'new.code') utimesSync(join(folder, name), long, long);
    }
    cacheIn(folder).write(cached);
    expect(readdirSync(folder).sort()).toEqual(['new.code', 'notes.txt', 'one.code']);
  });

  it('stays as it is where the disk is full', () => {
    const { folder } = written();
    // The file of this process is there already, as if it could not be made.
    writeFileSync(join(folder, `one.code.${process.pid}`), '');
    mkdirSync(join(folder, `one.code.${process.pid}.d`));
    cacheIn(folder).write({ ...cached, modules: [] });
    expect(unpack(cacheIn(folder).read()!)).toMatchObject({ modules: cached.modules });
  });

  it.skipIf(isWindows).each([
    ['group', 0o770],
    ['all', 0o707],
  ])('is not in a folder that %s can write', (_, mode) => {
    const { folder } = written();
    chmodSync(folder, mode);
    expect(CodeCache.in(folder, 'one')).toBeNull();
  });

  it.skipIf(isWindows)('makes a folder that only the user can read', () => {
    const { folder } = written();

    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.skipIf(isWindows)('takes no file that others can write, and follows no link', () => {
    const { folder, file } = written();
    chmodSync(file, 0o622);
    expect(cacheIn(folder).read()).toBeNull();
    chmodSync(file, 0o600);
    symlinkSync(file, join(folder, 'two.code'));
    expect(CodeCache.in(folder, 'two')!.read()).toBeNull();
    symlinkSync(folder, `${folder}-link`);
    expect(CodeCache.in(`${folder}-link`, 'one')).toBeNull();
  });

  it.skipIf(isWindows)('is not in a folder of another user', () => {
    const { folder } = written();
    const uid = process.getuid!();
    vi.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(uid + 1);
    expect(CodeCache.in(folder, 'one')).toBeNull();
  });

  it.skipIf(isWindows).each([
    ['is there', 'hotfixkit'],
    ['is not there', '.cache/hotfixkit'],
  ])('is not made by root in the folder of another user, where the one above it %s', (_, below) => {
    const home = tempFolder();
    if (process.getuid!() === 0) chownSync(home, 1, 1);
    vi.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(0);
    expect(CodeCache.in(join(home, below), 'one')).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('is not where the system makes all folders', () => {
    expect(CodeCache.in('/proc/hotfixkit/cache', 'one')).toBeNull();
  });

  it('is nowhere where no folder can be made', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(CodeCache.in(file, 'one')).toBeNull();
    expect(CodeCache.in(join(file, 'below'), 'one')).toBeNull();
    expect(existsSync(join(file, 'below'))).toBe(false);
  });
});
