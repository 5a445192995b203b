import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMsiexecArguments } from '../../../src/installer/command-line/msiexec-command-line.js';
import { runNativeMsiexec } from '../../../src/installer/native/native-msiexec.js';
import { caughtLater } from '../../support/caught.js';
import { hotfixkit } from '../../support/command-line.js';
import { tempFolder } from '../../support/temp-folder.js';

/** A program that writes down its arguments and gives an exit code. */
function fakeMsiexec(exitCode: number): {
  program: string;
  heard: () => unknown;
  environment: () => Record<string, string>;
} {
  const folder = tempFolder();
  const program = join(folder, 'msiexec');
  const code = `require('fs').writeFileSync(${JSON.stringify(join(folder, 'heard'))}, JSON.stringify([process.argv.slice(2), process.env])); process.exit(${exitCode});`;
  writeFileSync(program, `#!${process.execPath}\n${code}\n`);
  chmodSync(program, 0o755);
  const said = () => JSON.parse(readFileSync(join(folder, 'heard'), 'utf8'));
  return { program, heard: () => said()[0], environment: () => said()[1] };
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
    expect(heard()).toEqual(['/a "a b.msi" /qn TARGETDIR=/image']);
    await runNativeMsiexec(['MsiExec /a "a b.msi"  TARGETDIR = x'], command, { program, platform: 'win32' });
    expect(heard()).toEqual(['/a "a b.msi"  TARGETDIR = x']);
  });

  it('hands over no variable of its own', async () => {
    const { program, environment } = fakeMsiexec(0);
    const command = parseMsiexecArguments(argv);
    const given = { PATH: '/bin', KEPT: '1', HOTFIXKIT_PASSWORD: 'secret', hotfixkit_password: 'secret' };
    await runNativeMsiexec(argv, command, { program, environment: given });
    expect(environment()).toMatchObject({ PATH: '/bin', KEPT: '1' });
    expect(JSON.stringify(environment())).not.toMatch(/secret|HOTFIXKIT_/i);
    process.env.HOTFIXKIT_PASSWORD = 'secret';
    try {
      await runNativeMsiexec(argv, command, { program });
    } finally {
      delete process.env.HOTFIXKIT_PASSWORD;
    }
    expect(JSON.stringify(environment())).not.toMatch(/secret|HOTFIXKIT_/i);
  });

  it.each([
    ['win32', ['/a', '"x.msi" /i "evil.msi"']],
    ['win32', ['/a', 'x.msi', `P=${'x'.repeat(32_760)}`]],
    ['win32', ['/a', 'x.msi', 'P=a\0b']],
    ['linux', ['/a', 'x.msi', 'P=a\0b']],
    ['linux', ['/a', 'x.msi', 'P=\ud800']],
  ])('on %s refuses what cannot be handed over, before the program runs', async (platform, given) => {
    const { program, heard } = fakeMsiexec(0);
    const command = parseMsiexecArguments(given);
    const error = await caughtLater(() => runNativeMsiexec(given, command, { program, platform }));
    expect(error.code).toBe('MSIEXEC_COMMAND_LINE');
    expect(heard).toThrow();
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
