import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMsiexecArguments, parseMsiexecCommandLine } from '../../src/admin/msiexec-command-line.js';
import { quoteForMsiexec, runNativeMsiexec } from '../../src/admin/native-msiexec.js';
import { caughtLater } from '../support/caught.js';
import { hotfixkit } from '../support/command-line.js';
import { tempFolder } from '../support/temp-folder.js';

describe('quoteForMsiexec', () => {
  it.each([
    ['/a', '/a'],
    ['C:\\my packages\\a.msi', '"C:\\my packages\\a.msi"'],
    ['TARGETDIR=C:\\image', 'TARGETDIR=C:\\image'],
    // Not an escape: msiexec is no program of the C runtime.
    ['TARGETDIR=C:\\my image\\', 'TARGETDIR="C:\\my image\\"'],
    ['P=', 'P=""'],
    ['P=say "no"', 'P="say ""no"""'],
    ['P="already quoted"', 'P="already quoted"'],
    ['"C:\\a b.msi"', '"C:\\a b.msi"'],
    ['', '""'],
  ])('%j becomes %s', (argument, expected) => {
    expect(quoteForMsiexec(argument)).toBe(expected);
  });

  it('says the same to a parser of such lines', () => {
    const argv = ['/a', 'C:\\a b.msi', '/qn', 'P=say "no" \\', 'Q=', 'TARGETDIR=D:\\i m\\'];
    const line = argv.map(quoteForMsiexec).join(' ');
    expect(parseMsiexecCommandLine(line)).toEqual(parseMsiexecArguments(argv));
  });
});

/** A program that writes down its arguments and gives an exit code. */
function fakeMsiexec(exitCode: number): { program: string; heard: () => unknown } {
  const folder = tempFolder();
  const program = join(folder, 'msiexec');
  const code = `require('fs').writeFileSync(${JSON.stringify(join(folder, 'heard'))}, JSON.stringify(process.argv.slice(2))); process.exit(${exitCode});`;
  writeFileSync(program, `#!${process.execPath}\n${code}\n`);
  chmodSync(program, 0o755);
  return { program, heard: () => JSON.parse(readFileSync(join(folder, 'heard'), 'utf8')) };
}

describe.skipIf(process.platform === 'win32')('runNativeMsiexec', () => {
  const argv = ['/a', 'a b.msi', '/qn', 'TARGETDIR=/image'];

  it('hands over what was typed and gives back the exit code', async () => {
    const { program, heard } = fakeMsiexec(67);
    const result = await runNativeMsiexec(argv, parseMsiexecArguments(argv), { program });
    expect(heard()).toEqual(argv);
    expect(result).toMatchObject({ exitCode: 67, target: '/image', error: null, written: [] });
  });

  it('quotes for Windows there, takes msiexec itself away, leaves a whole line alone', async () => {
    const { program, heard } = fakeMsiexec(0);
    const command = parseMsiexecArguments(argv);
    await runNativeMsiexec(['msiexec.exe', ...argv], command, { program, platform: 'win32' });
    expect(heard()).toEqual(['/a', '"a b.msi"', '/qn', 'TARGETDIR=/image']);
    await runNativeMsiexec(['MsiExec /a "a b.msi"  TARGETDIR = x'], command, { program, platform: 'win32' });
    expect(heard()).toEqual(['/a "a b.msi"  TARGETDIR = x']);
  });

  it('is not to be had on another system', async () => {
    const error = await caughtLater(() =>
      runNativeMsiexec(argv, parseMsiexecArguments(argv), { platform: 'linux' }),
    );
    expect([error.code, error.kind]).toEqual(['ENGINE_UNAVAILABLE', 'environment']);
  });

  it('on the command line', async () => {
    const { program, heard } = fakeMsiexec(5);
    const outcome = await hotfixkit(['msiexec', '--engine', 'native', ...argv], {
      env: { HOTFIXKIT_MSIEXEC: program },
    });
    expect([outcome.status, outcome.lastLine, outcome.stdout]).toEqual([5, 'msiexec: exit code 5', '']);
    expect(heard()).toEqual(argv);
    const without = await hotfixkit(['msiexec', '--engine', 'native', ...argv]);
    expect([without.status, without.stdout]).toEqual([4, '']);
    expect(without.stderr).toContain('the native engine is the msiexec of Windows');
  });
});
