import { describe, expect, it } from 'vitest';
import { pathFilter } from '../../src/package/path-filter.js';

describe('pathFilter', () => {
  it.each([
    // A bare name matches in any folder; letter case does not matter.
    ['ccmcertfix.exe', 'SMS/Logs/KB977203/Ccmcertfix.exe', true],
    ['CCMCERT*', 'Ccmcertfix.exe', true],
    ['*.dll', 'bin/x64/Mcsisapip.dll', true],
    ['*.dll', 'bin/x64/Mcsisapip.dll.bak', false],
    ['*.DLL', 'a.dll/b.txt', false],
    // `**` crosses folders, also none; `*` stays within one.
    ['**/ccmcertfix.exe', 'Ccmcertfix.exe', true],
    ['**/ccmcertfix.exe', 'SMS/Logs/KB977203/Ccmcertfix.exe', true],
    ['SMS/*/x.txt', 'SMS/a/x.txt', true],
    ['SMS/*/x.txt', 'SMS/a/b/x.txt', false],
    ['sms/**', 'SMS/a/b/x.txt', true],
    ['SMS/**/x.txt', 'SMS/x.txt', true],
    // Windows users type backslashes, shells complete to ./
    ['SMS\\logs\\*', 'SMS/Logs/x.txt', true],
    ['./SMS/x.txt', 'SMS/x.txt', true],
    ['/SMS/x.txt', 'SMS/x.txt', true],
    ['{a,b}.txt', 'x/b.txt', true],
    ['file?.txt', 'file1.txt', true],
    ['*.config', 'dir/.config', true],
    ['.hidden', 'dir/.hidden', true],
    ['', 'a.txt', false],
    ['/', 'a.txt', false],
    ['./', 'dir/a.txt', false],
  ])('%s on %s: %s', (pattern, path, fits) => {
    expect(pathFilter([pattern])(path)).toBe(fits);
  });

  it('fits everything without patterns, anything that one of several fits', () => {
    expect(pathFilter([])('a/b')).toBe(true);
    expect(pathFilter(['*.txt', '*.dll'])('a/b.dll')).toBe(true);
    expect(pathFilter(['*.txt', '*.dll'])('a/b.exe')).toBe(false);
  });

  it.each(['a(1).txt', 'a[1].txt', 'a+b.txt', '!a.txt', '~$a.txt', 'c++.h'])(
    'finds %s by its own name',
    (name) => {
      expect(pathFilter([name])(`dir/${name}`)).toBe(true);
    },
  );
});
