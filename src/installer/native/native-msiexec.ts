import { resolve } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { runProcess } from '../../node/process.js';
import type { MsiexecCommand } from '../command-line/msiexec-command.js';
import { refuse } from '../command-line/msiexec-refusals.js';
import type { MsiexecResult } from '../run-msiexec.js';
import { msiexecLine, refuseUnspeakable } from './msiexec-line.js';

/** Longest command line that Windows starts a program with: UTF-16 units, the program and a NUL included. */
const LINE_LIMIT = 32767;

/** Options of {@link runNativeMsiexec}. */
export interface NativeMsiexecOptions {
  /** Path of the program; default that of Windows. Given, it is run on any system (a script that calls Wine, a test). */
  program?: string;
  /** Default: this system's. */
  platform?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

/**
 * Runs a command line with the real msiexec. The result has its exit code; the written files are not known. `command`
 * is the same line, parsed. For Windows the arguments become a line that says the same to msiexec; elsewhere the
 * program gets them as they are.
 *
 * Throws `ENGINE_UNAVAILABLE` on a system other than Windows where no program is named, and where it cannot be started,
 * `MSIEXEC_COMMAND_LINE` where the arguments cannot be handed over as they are meant.
 */
export async function runNativeMsiexec(
  argv: readonly string[],
  command: MsiexecCommand,
  options: NativeMsiexecOptions = {},
): Promise<MsiexecResult> {
  const platform = options.platform ?? process.platform;
  const program = options.program ?? (platform === 'win32' ? systemMsiexec(options.environment ?? {}) : null);
  if (program === null) {
    throw new HotfixkitError(
      'ENGINE_UNAVAILABLE',
      'the native engine is the msiexec of Windows, and this system is not Windows; leave --engine out, or name a program in HOTFIXKIT_MSIEXEC',
      { found: platform },
    );
  }
  const none = { written: [], kept: [], replaced: [], removed: [], warnings: [...command.warnings] };
  const target = command.properties.get('TARGETDIR') || null;
  const isWindows = platform === 'win32';
  refuseUnspeakable(argv);
  const line = isWindows ? msiexecLine(argv) : '';
  if (program.length + '"" '.length + line.length >= LINE_LIMIT) {
    throw refuse('the command line is too long for Windows', line, `fewer than ${LINE_LIMIT} characters`);
  }
  try {
    const { exitCode } = await runProcess(program, !isWindows ? argv : line === '' ? [] : [line], {
      verbatim: isWindows,
      ...(options.environment ? { env: options.environment } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    return { ...none, exitCode, target: target === null ? null : resolve(target), error: null };
  } catch (error) {
    // Its service may still finish the installation; the result is that of its Cancel button.
    if (!(error instanceof HotfixkitError && error.code === 'ABORTED')) throw error;
    return { ...none, exitCode: 1602, target: null, error };
  }
}

function systemMsiexec(environment: Readonly<Record<string, string | undefined>>): string {
  const root = environment.SystemRoot ?? environment.SYSTEMROOT ?? environment.windir ?? 'C:\\Windows';
  return `${root}\\System32\\msiexec.exe`;
}
