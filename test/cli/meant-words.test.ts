import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { meantWords } from '../../src/cli/meant-words.js';

const definitions = commands.map(({ definition }) => definition);

describe('meantWords', () => {
  it.each([
    // extract a.msi -o "C:\q\t 11\" --quiet
    [
      ['extract', 'a.msi', '-o', 'C:\\q\\t 11" --quiet'],
      ['extract', 'a.msi', '-o', 'C:\\q\\t 11\\', '--quiet'],
    ],
    // extract a.msi --quiet -o "C:\q\t 11\"
    [
      ['extract', 'a.msi', '--quiet', '-o', 'C:\\q\\t 11"'],
      ['extract', 'a.msi', '--quiet', '-o', 'C:\\q\\t 11\\'],
    ],
    [
      ['verify', 'x\\y" --kb 977203  --json'],
      ['verify', 'x\\y\\', '--kb', '977203', '--json'],
    ],
    [
      ['extract', 'a', '--output=C:\\my out" --quiet'],
      ['extract', 'a', '--output=C:\\my out\\', '--quiet'],
    ],
    // extract a.msi -o "C:\a b\" --only "x y"
    [
      ['extract', 'a.msi', '-o', 'C:\\a b" --only x', 'y'],
      ['extract', 'a.msi', '-o', 'C:\\a b\\', '--only', 'x y'],
    ],
    // stage a.msi --client-source "C:\a b\" --record "C:\c d\"
    [
      ['stage', 'a.msi', '--client-source', 'C:\\a b" --record C:\\c', 'd"'],
      ['stage', 'a.msi', '--client-source', 'C:\\a b\\', '--record', 'C:\\c d\\'],
    ],
    [
      ['verify', '\\\\server\\my share" --json'],
      ['verify', '\\\\server\\my share\\', '--json'],
    ],
    // extract a.msi -o "t 6\" --quiet
    [
      ['extract', 'a.msi', '-o', 't 6" --quiet'],
      ['extract', 'a.msi', '-o', 't 6\\', '--quiet'],
    ],
    [
      ['extract', 'a.msi', '--output=t6" --quiet'],
      ['extract', 'a.msi', '--output=t6\\', '--quiet'],
    ],
    // verify "t 6\" "t 7\" --json
    [
      ['verify', 't 6" t', '7"', '--json'],
      ['verify', 't 6\\', 't 7\\', '--json'],
    ],
    // stage "t 6\" --client-source "t 7\" --kb 977203
    [
      ['stage', 't 6" --client-source t', '7"', '--kb', '977203'],
      ['stage', 't 6\\', '--client-source', 't 7\\', '--kb', '977203'],
    ],
    // x "t 6\"
    [
      ['x', 't 6"'],
      ['x', 't 6\\'],
    ],
  ])('splits the word that a backslash before the quotation mark has joined: %j', (argv, expected) => {
    expect(meantWords(argv, definitions, 'win32')).toEqual(expected);
  });

  it.each([
    [['/?'], ['--help']],
    [
      ['help', '/?'],
      ['help', '--help'],
    ],
    [
      ['list', '/?'],
      ['list', '--help'],
    ],
    [
      ['x', 'a.msi', '-o', 'C:\\out', '/?'],
      ['x', 'a.msi', '-o', 'C:\\out', '--help'],
    ],
  ])('takes /? for a request for help: %j', (argv, expected) => {
    expect(meantWords(argv, definitions, 'win32')).toEqual(expected);
  });

  it.each([
    [['/?'], 'linux'],
    [['list', 'a.msi', '--only', '/?'], 'win32'],
    [['msiexec', '/?'], 'win32'],
    [['tables', 'a.msi', 'Property', '--where', 'Value="x"'], 'win32'],
    [['tables', 'a.msi', '--where', '"'], 'win32'],
    [['tables', 'a.msi', 'say "hi" now'], 'win32'],
    [['tables', 'a.msi', '--where', 't 6" --quiet'], 'win32'],
    [['nothing', 't 6" --quiet'], 'win32'],
    [['msiexec', '/a', 'x.msi', 'COMMENTS=t 6" x'], 'win32'],
    [['verify', 'C:\\a b"c', 'd'], 'win32'],
    [['extract', 'a.msi', '-o', '/srv/a\\b" c'], 'linux'],
    [['msiexec', '/a', 'x.msi', 'TARGETDIR="C:\\a b\\"'], 'win32'],
  ])('leaves other words as they are: %j', (argv, platform) => {
    expect(meantWords(argv, definitions, platform)).toEqual(argv);
  });

  it.each([
    'msiexec.exe',
    'MSIEXEC',
    'C:\\Windows\\System32\\msiexec.exe',
    'c:/windows/SYSTEM32/MsiExec.exe',
  ])('%s is msiexec', (program) => {
    for (const platform of ['win32', 'linux'])
      expect(meantWords([program, '/a', 'x.msi'], definitions, platform)).toEqual(['msiexec', '/a', 'x.msi']);
  });
});
