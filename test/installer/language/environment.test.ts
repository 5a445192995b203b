import { describe, expect, it } from 'vitest';
import { environmentReader, isHarmlessVariable } from '../../../src/installer/language/environment.js';

describe('environmentReader', () => {
  const read = environmentReader({ Path: '/bin', path: '/usr/bin', TEMP: '/tmp', GONE: undefined });

  it.each([
    ['Path', '/bin'],
    ['path', '/usr/bin'],
    ['PATH', '/bin'],
    ['temp', '/tmp'],
    ['GONE', null],
    ['constructor', null],
    ['__proto__', null],
  ])('%s', (name, expected) => {
    expect(read(name)).toBe(expected);
  });
});

describe('isHarmlessVariable', () => {
  it.each(['OS', 'SystemRoot', 'SYSTEMROOT', 'windir', 'ProgramFiles(x86)', 'processor_architecture'])(
    '%s',
    (name) => {
      expect(isHarmlessVariable(name)).toBe(true);
    },
  );

  it.each([
    'HOTFIXKIT_PASSWORD',
    'HOME',
    'USERNAME',
    'PATH',
    'TEMP',
    'COMPUTERNAME',
    'GITHUB_TOKEN',
    '',
    'OS ',
    '__proto__',
  ])('not %s', (name) => {
    expect(isHarmlessVariable(name)).toBe(false);
  });
});
