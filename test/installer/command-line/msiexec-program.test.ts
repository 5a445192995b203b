import { expect, it } from 'vitest';
import { isMsiexecProgram } from '../../../src/installer/command-line/msiexec-program.js';

it.each([
  ['msiexec', true],
  ['MsiExec.EXE', true],
  ['C:\\Windows\\System32\\msiexec.exe', true],
  ['/opt/msiexec', true],
  ['msiexec.cmd', false],
  ['notmsiexec', false],
  ['msiexec.exe ', false],
])('%s: %s', (text, expected) => {
  expect(isMsiexecProgram(text)).toBe(expected);
});
