import { win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findWindowsProgram } from '../../src/node/windows-program.js';
import { caught } from '../support/caught.js';

const there = new Set([
  'C:\\my tools\\msiexec.exe',
  'C:\\bin\\wine.exe',
  'C:\\bin\\old.com',
  'C:\\bin\\x.cmd',
]);
const find = (program: string): string =>
  findWindowsProgram(program, { Path: 'relative;"C:\\nothing";C:\\bin' }, (path) => there.has(path));

describe('findWindowsProgram', () => {
  it.each([
    ['C:\\my tools\\msiexec.exe', 'C:\\my tools\\msiexec.exe'],
    ['C:/my tools/msiexec', 'C:\\my tools\\msiexec.exe'],
    ['wine', 'C:\\bin\\wine.exe'],
    ['wine.exe', 'C:\\bin\\wine.exe'],
    ['old', 'C:\\bin\\old.com'],
  ])('%s is %s', (program, expected) => {
    expect(find(program)).toBe(expected);
  });

  it.each([
    ['C:\\nowhere\\msiexec.exe', /no such program$/],
    ['nothing', /in the folders of PATH/],
    ['C:\\bin\\x.cmd', /script/],
    ['x.BAT', /script/],
    ['x', /in the folders of PATH/],
  ])('%s is refused', (program, message) => {
    const error = caught(() => find(program));
    expect([error.code, error.facts.file]).toEqual(['ENGINE_UNAVAILABLE', program]);
    expect(error.message).toMatch(message);
  });

  it('never looks in the current folder', () => {
    const asked: string[] = [];
    caught(() =>
      findWindowsProgram('tool', { PATH: ';.;tools;C:\\bin' }, (path) => {
        asked.push(path);
        return false;
      }),
    );
    expect(asked.every((path) => win32.dirname(path) === 'C:\\bin')).toBe(true);
  });
});
