import { win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainPath, withoutVerbatim } from '../../src/node/verbatim-path.js';

describe('plainPath', () => {
  it.each([
    ['\\\\?\\C:\\', 'C:\\'],
    ['\\\\?\\c:', 'c:\\'],
    ['//?/F:/', 'F:/'],
    ['\\\\?\\E:\\Client', 'E:\\Client'],
    ['\\\\?\\C:\\*.log', 'C:\\*.log'],
    ['\\\\?\\UNC\\server\\share', '\\\\server\\share'],
    ['\\\\?\\unc\\server\\share\\x', '\\\\server\\share\\x'],
    ['C:\\', 'C:\\'],
    ['\\\\server\\share', '\\\\server\\share'],
    // Names that Windows would read differently.
    ['\\\\?\\C:\\td.', '\\\\?\\C:\\td.'],
    ['\\\\?\\C:\\con\\x', '\\\\?\\C:\\con\\x'],
    ['//?/UNC/server/share/x /y', '//?/UNC/server/share/x /y'],
    // No path of a disk.
    ['\\\\.\\C:\\x', '\\\\.\\C:\\x'],
    ['\\\\?\\Volume{a}\\x', '\\\\?\\Volume{a}\\x'],
    ['\\\\?\\UNC\\', '\\\\?\\UNC\\'],
  ])('makes of %s %s', (path, plain) => {
    expect(plainPath(path, 'win32')).toBe(plain);
    // What Node gives to the system is the same, but for a root.
    const given = (text: string) => win32.toNamespacedPath(text).replace(/\\$/, '').toLowerCase();
    expect(given(plain)).toBe(given(path));
  });

  it('leaves paths of other systems alone', () => {
    expect(plainPath('\\\\?\\C:\\', 'linux')).toBe('\\\\?\\C:\\');
  });
});

describe('withoutVerbatim', () => {
  it('takes the prefix away from any name', () => {
    expect(withoutVerbatim('\\\\?\\C:\\td.', 'win32')).toBe('C:\\td.');
  });
});
