import { describe, expect, it } from 'vitest';
import { expandedName } from '../../src/archive/compressed-container.js';

const name = (
  given: string,
  missingLetter: string | null = null,
  stated: string | null = null,
  extension: string | null = null,
) => expandedName(given, { missingLetter, name: stated, extension });

describe('expandedName', () => {
  it.each([
    ['ccmcore.dl_', 'L', 'ccmcore.dll'],
    ['CCMCORE.DL_', 'l', 'CCMCORE.DLL'],
    ['readme.tx$', 't', 'readme.txt'],
    ['setup.ex_', null, 'setup.exe'],
    ['SETUP.SY_', null, 'SETUP.SYS'],
    ['driver.dr_', null, 'driver.drv'],
    // .inf or .ini, .cat or .cab: not guessed.
    ['a.in_', null, 'a.in_'],
    ['a.ca_', null, 'a.ca_'],
    ['a.xy_', null, 'a.xy_'],
    ['README_', 'M', 'READMEM'],
    ['README_', null, 'README_'],
    // An underscore that was added.
    ['x.dll_', null, 'x.dll'],
    ['x.dll', 'l', 'x.dll'],
    ['_', 'a', 'a'],
  ])('%s with %s: %s', (given, letter, expected) => {
    expect(name(given, letter)).toBe(expected);
  });

  it.each([
    ['A', 'DLL', 'A.DLL'],
    ['A', null, 'A'],
    [null, 'TXT', 'x.TXT'],
    ['A', '', 'A'],
  ])('takes %s and %s from the header', (stated, extension, expected) => {
    expect(name('x.dl_', null, stated, extension)).toBe(expected);
  });
});
