import { describe, expect, it } from 'vitest';
import { fileKey, wayBelow } from '../../src/node/file-key.js';

describe('fileKey', () => {
  it.each([
    [
      'C:\\Logs\\a.log',
      [
        'c:/logs/A.LOG',
        'C:\\x\\..\\Logs\\a.log',
        '\\\\?\\C:\\Logs\\a.log',
        '//?/c:/logs/a.log',
        '\\\\.\\C:\\logs\\a.log',
        '//./C:/Logs/a.log',
        '\\??\\C:\\Logs\\a.log',
      ],
    ],
    [
      '\\\\Server\\Share\\x',
      ['//server/SHARE/x', '\\\\?\\UNC\\server\\share\\x', '\\\\?\\unc\\server\\share\\X'],
    ],
    ['D:\\\u00e4\u00df', ['d:/\u00c4\u00df', 'D:\\a\u0308\u00df']],
    ['C:\\', ['c:/', '\\\\?\\C:\\', '\\\\.\\c:', '\\??\\C:\\']],
    ['\\\\?\\Volume{a}\\x', ['\\\\.\\volume{A}\\X', '//?/Volume{a}/x', '\\??\\Volume{a}\\x']],
  ])('is one for all spellings of %s on Windows', (path, spellings) => {
    for (const one of spellings) expect(fileKey(one, 'win32'), one).toBe(fileKey(path, 'win32'));
  });

  it.each([
    ['C:\\a', 'D:\\a'],
    ['C:\\a', 'C:\\a b'],
    ['\\\\one\\share\\x', '\\\\two\\share\\x'],
    ['C:\\\u00df', 'C:\\SS'],
  ])('tells %s and %s apart', (a, b) => {
    expect(fileKey(a, 'win32')).not.toBe(fileKey(b, 'win32'));
  });

  it('minds letter case elsewhere', () => {
    expect(fileKey('/a/../B', 'linux')).toBe('/B');
    expect(fileKey('/b', 'linux')).not.toBe(fileKey('/B', 'linux'));
  });
});

describe('wayBelow', () => {
  it.each([
    ['C:\\Sources', 'C:\\Sources\\Client\\x.msp', 'win32', 'Client/x.msp'],
    ['C:\\Sources', 'c:\\SOURCES\\Client', 'win32', 'Client'],
    ['C:\\', 'C:\\Client\\x.msp', 'win32', 'Client/x.msp'],
    ['D:/', 'd:\\x', 'win32', 'x'],
    ['\\\\server\\share', '\\\\SERVER\\share\\a\\b', 'win32', 'a/b'],
    ['\\\\?\\C:\\Sources', 'C:\\Sources\\x', 'win32', 'x'],
    ['\\\\.\\E:\\', 'E:\\Client\\x', 'win32', 'Client/x'],
    ['E:\\Client', '\\??\\E:\\Client\\x', 'win32', 'x'],
    ['\\\\.\\Volume{a}\\b', '\\\\?\\Volume{a}\\b\\x', 'win32', 'x'],
    ['\\\\server\\share', '\\\\?\\UNC\\server\\share\\x', 'win32', 'x'],
    ['C:\\Sources', 'C:\\Sources', 'win32', ''],
    ['C:\\Sources', 'C:\\Sources\\..\\x', 'win32', null],
    ['C:\\Sources', 'C:\\Sources2\\x', 'win32', null],
    ['C:\\Sources', 'D:\\Sources\\x', 'win32', null],
    ['C:\\Sources', 'Sources\\x', 'win32', null],
    ['C:\\Sources', 'C:\\Sources\\..x', 'win32', '..x'],
    ['/srv', '/srv/a/b', 'linux', 'a/b'],
    ['/', '/a', 'linux', 'a'],
    ['/srv', '/SRV/a', 'linux', null],
    ['/srv', '/srv/a\\b', 'linux', 'a\\b'],
  ])('from %s to %s on %s', (folder, path, platform, way) => {
    expect(wayBelow(folder, path, platform)).toBe(way);
  });
});
