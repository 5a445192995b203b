import { describe, expect, it } from 'vitest';
import { canonicalPlatform, platformOfPath } from '../../../src/hotfix/verify/platform.js';

describe('canonicalPlatform', () => {
  it.each([
    ['x86', 'x86'],
    ['(x86)', 'x86'],
    ['i386', 'x86'],
    ['Intel', 'x86'],
    ['X64', 'x64'],
    ['amd64', 'x64'],
    ['x86_64', 'x64'],
    ['IA-64', 'IA-64'],
    ['IA64', 'IA-64'],
    ['ia 64', 'IA-64'],
    ['ARM64', 'ARM64'],
    ['arm', 'ARM'],
    ['32-bit', 'x86'],
    ['Win32', 'x86'],
    ['64-Bit', 'x64'],
    ['Alpha', null],
    ['不适用', null],
    ['constructor', null],
    ['', null],
    [null, null],
  ])('%j is %j', (text, expected) => {
    expect(canonicalPlatform(text)).toBe(expected);
  });
});

describe('platformOfPath', () => {
  it.each([
    ['bin/x64/a.dll', 'x64'],
    ['bin\\i386\\a.dll', 'x86'],
    ['x64/i386/a.dll', 'x86'],
    ['ia64/deep/down/a.dll', 'IA-64'],
    ['x64', null],
    ['setup-x86/a.dll', null],
    ['a.dll', null],
  ])('%j says %j', (path, expected) => {
    expect(platformOfPath(path)).toBe(expected);
  });
});
