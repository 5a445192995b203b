import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { existingPath, localPath, quotedPath } from '../../src/node/user-path.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

describe('quotedPath', () => {
  it.each([
    ['C:\\out', '"C:\\out"'],
    ['\\\\server\\share\\x y', '"\\\\server\\share\\x y"'],
    ['C:\\', '"C:\\\\"'],
  ])('leaves the backslashes of Windows alone: %s', (path, typed) => {
    expect(quotedPath(path, 'win32')).toBe(typed);
  });

  it('escapes elsewhere what quotation marks do not cover', () => {
    expect(quotedPath('/a "b"\\', 'linux')).toBe('"/a \\"b\\"\\\\"');
  });
});

describe('localPath', () => {
  it.each([
    ['out\\image', 'linux', 'out/image'],
    ['..\\a\\b.msi', 'darwin', '../a/b.msi'],
    ['out\\image', 'win32', 'out\\image'],
    ['C:\\x', 'linux', 'C:\\x'],
    ['\\\\server\\share\\x', 'linux', '\\\\server\\share\\x'],
    ['file:///srv/a%20b.msi', 'linux', '/srv/a b.msi'],
    ['file:///C:/a%20b.msi', 'win32', 'C:\\a b.msi'],
    ['file://server/share/x.msi', 'win32', '\\\\server\\share\\x.msi'],
    ['file://%', 'linux', 'file://%'],
  ])('%s on %s: %s', (text, platform, expected) => {
    expect(localPath(text, platform)).toBe(expected);
  });

  it.skipIf(process.platform === 'win32')('keeps a name that has a backslash in it', () => {
    const path = join(tempFolder(), 'a\\b');
    writeFileSync(path, '');
    expect(localPath(path)).toBe(path);
  });
});

describe('existingPath', () => {
  it('finds what is there, however it is typed', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'Sub'));
    const path = join(folder, 'Sub', 'Package.MSI');
    writeFileSync(path, '');
    expect(existingPath(path)).toBe(path);
    expect(existingPath(pathToFileURL(path).href)).toBe(path);
    expect(existingPath(join(folder, 'absent.msi'))).toBe(join(folder, 'absent.msi'));
  });

  it.skipIf(process.platform === 'win32')('finds it in any letter case and behind backslashes', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'Sub'));
    const path = join(folder, 'Sub', 'Package.MSI');
    writeFileSync(path, '');
    expect(existingPath(join(folder, 'sub', 'package.msi'))).toBe(path);
    expect(existingPath(`${folder}\\SUB\\package.msi`)).toBe(path);
    expect(existingPath(`${folder}/sub/package.msi!inner.msi`)).toBe(`${path}!inner.msi`);
  });

  it.each([
    ['C:\\packages\\x.msi', 'Windows path'],
    ['\\\\server\\share\\x.msi', 'Windows path'],
    ['https://example.org/x.msi', 'fetch the file first'],
  ])('says why %s is not there', (text, why) => {
    const error = caught(() => existingPath(text, 'linux'));
    expect(error).toMatchObject({ code: 'FILE_NOT_FOUND', facts: { file: text } });
    expect(error.message).toContain(why);
  });
});
