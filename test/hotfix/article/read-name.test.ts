import { describe, expect, it } from 'vitest';
import {
  closeDots,
  hasCommaForDot,
  joinLines,
  nameOf,
  namesAt,
  namesSeveralFiles,
} from '../../../src/hotfix/article/read-name.js';
import { rowText } from '../../../src/hotfix/article/row-text.js';

describe('namesAt', () => {
  it.each([
    ['Ccmcertfix.exe 4.0.6221.1193', 'Ccmcertfix.exe'],
    ['Ccmcertfix.exe4.0.6221.1193', 'Ccmcertfix.exe'],
    ['Ieframe.dll.mui 7.0', 'Ieframe.dll.mui'],
    ['Mcs,exe 4.0', 'Mcs,exe'],
    ['%windir%\\system32\\Mcs.dll 4.0', '%windir%\\system32\\Mcs.dll'],
    ['C:\\Program Files\\Mcs.dll 4.0', 'C:\\Program Files\\Mcs.dll'],
    ['i386\\Mcs.dll 4.0', 'i386\\Mcs.dll'],
    ['Mcs.abc 4.0', 'Mcs.abc'],
  ])('%j can begin with %j', (text, name) => {
    expect(namesAt(rowText(text), 0).map(({ value }) => value)).toContain(name);
  });

  it('prefers extensions that are known', () => {
    const cost = (text: string) => namesAt(rowText(text), 0)[0]!.cost;
    expect(cost('Mcs.dll x')).toBe(0);
    expect(cost('Mcs.qqq x')).toBeGreaterThan(cost('Mcs.dll x'));
    expect(cost('Mcs.qqqqqq x')).toBeGreaterThan(cost('Mcs.qqq x'));
  });

  it.each(['', '.exe', 'readme', '17768 x86', '|a.exe'])('%j begins with no name', (text) => {
    expect(namesAt(rowText(text), 0)).toEqual([]);
  });

  it('takes no name beyond what a manifest takes', () => {
    const folders = `i386\\${`${'a'.repeat(90)}\\`.repeat(3)}`;
    expect(namesAt(rowText(`${folders}Mcs.dll 4.0`), 0)).toEqual([]);
  });
});

describe('nameOf', () => {
  it.each([
    ['Ccmcertfix.exe', 'Ccmcertfix.exe', 0],
    [' Ieframe. dll. mui ', 'Ieframe.dll.mui', 0],
    ['Mcs,exe', 'Mcs,exe', 1],
    ['Mcs.qqq', 'Mcs.qqq', 1],
    ['Mcs.123', 'Mcs.123', 4],
    ['readme', 'readme', 4],
  ])('%j', (cell, value, cost) => {
    expect(nameOf(cell)).toEqual({ value, cost });
  });

  it.each([
    ['nothing', ''],
    ['what no name may hold', 'a|b.exe'],
    ['patterns', '*.exe'],
    ['two lines', 'Mcs.exe\nMcs.dll'],
    ['more than a manifest takes', `${'a'.repeat(260)}.exe`],
    ['more than a cell has', ' '.repeat(3000)],
  ])('%s is no name', (_, cell) => {
    expect(nameOf(cell)).toBeNull();
  });
});

describe('joinLines', () => {
  it.each([
    ['X86_core_\n6.0.6002.22774.manifest', 'X86_core_6.0.6002.22774.manifest'],
    ['Ccmcertfix\n.exe', 'Ccmcertfix.exe'],
    ['Mcs.exe\nMcs.dll', 'Mcs.exe Mcs.dll'],
    ['Ieframe.dll\n.mui', 'Ieframe.dll.mui'],
    ['Mcs.exe\n(x86)', 'Mcs.exe (x86)'],
    ['\n Mcs.exe \n\n', 'Mcs.exe'],
    ['', ''],
  ])('%j: %j', (cell, name) => {
    expect(joinLines(cell)).toBe(name);
  });
});

describe('closeDots', () => {
  it.each([
    ['Ieframe. dll. mui', 'Ieframe.dll.mui'],
    ['Mcs. exe 4.0', 'Mcs.exe 4.0'],
    ['It ends here. The next', 'It ends here. The next'],
    ['Mcs.exe', 'Mcs.exe'],
  ])('%j: %j', (text, expected) => {
    expect(closeDots(text)).toBe(expected);
  });
});

describe('hasCommaForDot', () => {
  it.each([
    ['Mcs,exe', true],
    ['Mcs,DLL', true],
    ['Mcs.exe', false],
    ['Mcs,qqq', false],
    ['Mcs,exe.config', false],
  ])('%j: %s', (name, expected) => {
    expect(hasCommaForDot(name)).toBe(expected);
  });
});

describe('namesSeveralFiles', () => {
  it.each([
    ['a.dll / b.dll', true],
    ['a.dll, b.dll', true],
    ['a.dll b.dll', true],
    ['i386/a.dll', false],
    ['My File.dll', false],
    ['a.dll.mui', false],
  ])('%j: %s', (cell, expected) => {
    expect(namesSeveralFiles(cell)).toBe(expected);
  });
});
