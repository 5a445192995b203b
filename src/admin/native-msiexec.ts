import { resolve } from 'node:path';
import { HotfixkitError } from '../errors.js';
import { runProcess } from '../fs/process.js';
import { isPropertyName } from './command-words.js';
import type { MsiexecCommand } from './msiexec-command.js';
import type { MsiexecResult } from './run-msiexec.js';

export interface NativeMsiexecOptions {
  /** Path of the program; default that of Windows. Given, it is run on any system (a script that calls Wine, a test). */
  program?: string;
  /** Default: this system's. */
  platform?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}

/**
 * Hands a command line over to the real msiexec, as it was typed, and gives what comes back as our own result: the exit
 * code is msiexec's, what it wrote is not known. `command` is the same line, parsed.
 *
 * Throws `ENGINE_UNAVAILABLE` on a system other than Windows where no program is named, and where it cannot be started.
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
      'the native engine is the msiexec of Windows, and this is another system; leave --engine out, or name a program in HOTFIXKIT_MSIEXEC',
      { found: platform },
    );
  }
  const none = { written: [], kept: [], removed: [], warnings: [...command.warnings] };
  const target = command.properties.get('TARGETDIR') || null;
  const isWindows = platform === 'win32';
  try {
    const { exitCode } = await runProcess(program, isWindows ? windowsArguments(argv) : argv, {
      verbatim: isWindows,
      ...(options.environment ? { env: options.environment } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    return { ...none, exitCode, target: target === null ? null : resolve(target), error: null };
  } catch (error) {
    // Its service may finish what it has begun; the answer is the one that its Cancel button gives.
    if (!(error instanceof HotfixkitError && error.code === 'INTERRUPTED')) throw error;
    return { ...none, exitCode: 1602, target: null, error };
  }
}

function systemMsiexec(environment: Readonly<Record<string, string | undefined>>): string {
  const root = environment.SystemRoot ?? environment.SYSTEMROOT ?? environment.windir ?? 'C:\\Windows';
  return `${root}\\System32\\msiexec.exe`;
}

/** Without a leading `msiexec`; a line that came whole stays as it is. */
function windowsArguments(argv: readonly string[]): string[] {
  const own = argv.filter((argument, index) => index > 0 || !isMsiexec.test(argument));
  const [only] = own;
  if (own.length === 1 && only !== undefined && /\s/.test(only)) {
    return [
      only
        .trim()
        .replace(/^(?:"[^"]*"|\S+)/, (word) => (isMsiexec.test(word) ? '' : word))
        .trim(),
    ];
  }
  return own.map(quoteForMsiexec);
}

const isMsiexec = /^"?(?:.*[\\/])?msiexec(?:\.exe)?"?$/i;

/**
 * One argument the way msiexec wants it on its command line: it is no program of the C runtime. A backslash quotes
 * nothing, a quote inside quotes is doubled, and of `PROPERTY=value` only the value is quoted.
 */
export function quoteForMsiexec(argument: string): string {
  const sign = argument.indexOf('=');
  const name = argument.slice(0, Math.max(sign, 0));
  if (sign > 0 && isPropertyName(name)) {
    const value = argument.slice(sign + 1);
    // Quotes that came through the shell are msiexec's own.
    const isQuoted = /^".*"$/s.test(value);
    return isQuoted ? argument : `${name}=${value === '' || /[\s"]/.test(value) ? quoted(value) : value}`;
  }
  if (/^".*"$/s.test(argument)) return argument;
  return argument === '' || /[\s"]/.test(argument) ? quoted(argument) : argument;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
