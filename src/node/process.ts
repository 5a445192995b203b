import { execa } from 'execa';
import { HotfixkitError } from '../core/errors.js';
import { childEnvironment } from './child-environment.js';
import { findWindowsProgram } from './windows-program.js';

export interface ProcessOptions {
  /** Windows: joins the arguments with blanks as they are; the caller has quoted them. */
  verbatim?: boolean;
  /** Default: this process's. The variables of this program are left out of either. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program; the error is then `ABORTED`. */
  signal?: AbortSignal;
}

export interface ProcessResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program without a shell and waits for its end. Any exit code is a result, not an error. Throws
 * `ENGINE_UNAVAILABLE` where it cannot be started or was killed, `ABORTED` when `signal` fires.
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const env = childEnvironment(options.env);
  const file = process.platform === 'win32' ? findWindowsProgram(program, env) : program;
  const result = await execa(file, args, {
    // With verbatim arguments, Node does not quote the name of the program either.
    ...(options.verbatim && process.platform === 'win32' ? { argv0: `"${file}"` } : {}),
    reject: false,
    stdin: 'ignore',
    windowsVerbatimArguments: options.verbatim ?? false,
    windowsHide: false,
    env,
    extendEnv: false,
    ...(options.signal ? { cancelSignal: options.signal } : {}),
  });
  if (result.isCanceled) {
    throw new HotfixkitError('ABORTED', 'interrupted while another program was running', {
      file: program,
    });
  }
  if (result.exitCode === undefined) {
    const reason = result.signal
      ? `it was killed (${result.signal})`
      : (result.originalMessage ?? 'no reason given');
    throw new HotfixkitError(
      'ENGINE_UNAVAILABLE',
      `the program cannot be run: ${reason}`,
      { file: program },
      { cause: result },
    );
  }
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
