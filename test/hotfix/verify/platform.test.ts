import { describe, expect, it } from 'vitest';
import {
  canonicalPlatform,
  isUnknownProcessor,
  platformOfPath,
} from '../../../src/hotfix/verify/platform.js';

describe('canonicalPlatform', () => {
  it.each([
    ['x86', 'x86'],
    ['(x86)', 'x86'],
    ['х86', 'x86'],
    ['ｘ８６', 'x86'],
    ['x-86', 'x86'],
    ['32\u2011bit', 'x86'],
    ['32-битный', 'x86'],
    ['Intel 64', 'x64'],
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
    ['64 bits', 'x64'],
    ['64', 'x64'],
    ['x64-based', 'x64'],
    ['x64-based systems', 'x64'],
    ['IA 64 bit', 'IA-64'],
    ['Itanium-based versions', 'IA-64'],
    ['armv7', 'ARM'],
    ['IA-32', 'x86'],
    ['WOW64', 'x86'],
    ['Windows x64', 'x64'],
    ['SP2 x64', 'x64'],
    ['Server 2003 x64', 'x64'],
    ['XP 64-bit', 'x64'],
    ['NT ARM64', 'ARM64'],
    ['RTM (x64)', 'x64'],
    ['GDR x64', 'x64'],
    ['x86 (32-bit)', 'x86'],
    ['Intel x86', 'x86'],
    ['Windows Alpha', null],
    ['Alpha', null],
    ['ARM64EC', null],
    ['x64, x86', null],
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
    ['bin/64/a.dll', null],
    ['setup-x86/a.dll', null],
    ['a.dll', null],
  ])('%j says %j', (path, expected) => {
    expect(platformOfPath(path)).toBe(expected);
  });
});

describe('isUnknownProcessor', () => {
  it.each([
    'Alpha',
    'MIPS',
    'SPARC',
    'EBC',
    'SH4',
    'k8',
    'riscv64',
    'ARM64EC',
    'x64, x86',
    'x86/x64',
    'Windows Alpha',
    'SP2 MIPS',
    'Win x86 and x64',
  ])('%j is none that is known', (text) => expect(isUnknownProcessor(text)).toBe(true));

  it.each([
    null,
    '',
    '-',
    'N/A',
    'n. a.',
    'None',
    'MSIL',
    'Any CPU',
    'SP2',
    'RTM',
    'Windows 95 (all)',
    'OSR2.1 & OSR2.5',
    '不适用',
    'x86',
    'ARM',
  ])('%j is a known one, or none', (text) => expect(isUnknownProcessor(text)).toBe(false));
});
