import { win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  deviceOf,
  frontOf,
  isVerbatim,
  isWindowsPath,
  plainPath,
  withoutPrefix,
} from '../../src/node/windows-prefix.js';

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
    ['\\\\.\\C:\\x', 'C:\\x'],
    ['//./e:/Client', 'e:/Client'],
    ['\\/.\\E:', 'E:\\'],
    ['\\\\.\\UNC\\server\\share\\x', '\\\\server\\share\\x'],
    // By the rules for names, as Windows reads what is behind this prefix.
    ['\\\\.\\C:\\td.', 'C:\\td.'],
    // Names that Windows would read differently.
    ['\\\\?\\C:\\td.', '\\\\?\\C:\\td.'],
    ['\\\\?\\C:\\con\\x', '\\\\?\\C:\\con\\x'],
    ['//?/UNC/server/share/x /y', '//?/UNC/server/share/x /y'],
    // No path of a disk.
    ['\\\\?\\Volume{a}\\x', '\\\\?\\Volume{a}\\x'],
    ['\\\\?\\UNC\\', '\\\\?\\UNC\\'],
    ['\\\\?\\GLOBALROOT\\Device\\x\\y', '\\\\?\\GLOBALROOT\\Device\\x\\y'],
    ['\\\\.\\', '\\\\.\\'],
    ['\\\\.\\NUL', '\\\\.\\NUL'],
  ])('makes of %s %s', (path, plain) => {
    expect(plainPath(path, 'win32')).toBe(plain);
    // What Node gives to the system is the same, but for a root.
    const given = (text: string) =>
      win32
        .toNamespacedPath(text)
        .replace(/^\\\\\.\\/, '\\\\?\\')
        .replace(/\\$/, '')
        .toLowerCase();
    if (path !== '\\\\.\\') expect(given(plain)).toBe(given(path));
  });

  it.each([
    ['\\??\\C:\\x', 'C:\\x'],
    ['\\??\\c:', 'c:\\'],
    ['/??/C:/x', 'C:/x'],
    ['\\??\\UNC\\server\\share\\x', '\\\\server\\share\\x'],
    ['\\??\\C:\\td.', '\\\\?\\C:\\td.'],
    ['\\??\\Volume{a}\\x', '\\\\?\\Volume{a}\\x'],
    ['\\\\.\\Volume{a}\\x/y', '\\\\?\\Volume{a}\\x\\y'],
    // A pattern.
    ['\\??\\ab', '\\??\\ab'],
    ['/??/ab', '/??/ab'],
    ['\\?\\C:\\x', '\\?\\C:\\x'],
  ])('makes of %s, which Node does not know, %s', (path, plain) => {
    expect(plainPath(path, 'win32')).toBe(plain);
  });

  it.each(['\\\\?\\C:\\', '\\\\.\\C:\\', '\\??\\C:\\', '//?/C:/'])('leaves %s alone elsewhere', (path) => {
    expect(plainPath(path, 'linux')).toBe(path);
    expect(frontOf(path, 'linux')).toBe('');
    expect(deviceOf('\\\\.\\NUL', 'linux')).toBeNull();
  });
});

describe('withoutPrefix', () => {
  it('takes the prefix away from any name', () => {
    for (const prefix of ['\\\\?\\', '\\\\.\\', '\\??\\'])
      expect(withoutPrefix(`${prefix}C:\\td.`, 'win32')).toBe('C:\\td.');
  });

  it('is one for all spellings of a path on a volume', () => {
    const spellings = [
      '\\\\?\\Volume{a}\\x\\y',
      '\\\\.\\Volume{a}\\x\\y',
      '\\??\\Volume{a}/x\\y',
      '//?/Volume{a}/x/y',
    ];
    expect(new Set(spellings.map((path) => withoutPrefix(path, 'win32')))).toEqual(new Set([spellings[0]]));
  });
});

describe('frontOf', () => {
  it.each([
    ['C:\\x', 'C:'],
    ['\\\\?\\C:\\x', '\\\\?\\C:'],
    ['\\??\\C:\\x', '\\??\\C:'],
    ['//?/UNC/server/share/x', '//?/UNC/'],
    ['\\\\?\\Volume{a}\\x*', '\\\\?\\Volume{a}'],
    ['//./GLOBALROOT/Device/HarddiskVolume1/x', '//./GLOBALROOT/Device/HarddiskVolume1'],
    ['C:x', ''],
    ['\\\\server\\share', ''],
    ['a\\b', ''],
  ])('of %s is %s', (path, front) => {
    expect(frontOf(path, 'win32')).toBe(front);
  });
});

describe('deviceOf', () => {
  it.each([
    ['\\\\.\\PhysicalDrive0', 'device'],
    ['\\\\.\\NUL', 'device'],
    ['//./pipe/x', 'device'],
    ['\\??\\Volume{a}\\', 'volume'],
    ['\\\\?\\Volume{a}', 'volume'],
    ['\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\', 'volume'],
    ['\\\\?\\Volume{a}\\x', null],
    ['\\\\?\\GLOBALROOT\\Device\\HarddiskVolume1\\x', null],
    ['\\\\.\\C:', null],
    ['C:\\pipe', null],
    ['\\\\server\\share', null],
  ])('%s: %s', (path, kind) => {
    expect(deviceOf(path, 'win32')).toBe(kind);
  });
});

it.each([
  ['\\\\?\\C:\\x', true],
  ['//?/C:/x', true],
  ['\\??\\C:\\x', true],
  ['\\\\.\\C:\\x', false],
  ['C:\\x', false],
  ['\\\\server\\share', false],
])('names in %s count as they are: %s', (path, is) => {
  expect(isVerbatim(path, 'win32')).toBe(is);
});

it.each([
  ['C:\\x', true],
  ['C:/x', true],
  ['c:', true],
  ['\\\\server\\share', true],
  ['\\\\?\\C:\\x', true],
  ['\\??\\C:\\x', true],
  ['C:x', false],
  ['/x', false],
  ['\\x', false],
  ['\\??\\x', false],
  ['/srv/x', false],
  ['//?/C:/x', false],
  ['x\\y', false],
])('%s is a path of Windows alone: %s', (path, is) => {
  expect(isWindowsPath(path)).toBe(is);
});
