import { execa } from 'execa';
import { HotfixkitError } from '../errors.js';

export interface ProcessOptions {
  /** Windows: the arguments are joined with blanks as they are; whoever gives them has quoted them. */
  verbatim?: boolean;
  env?: Readonly<Record<string, string | undefined>>;
  /** Ends the program; the answer then is `INTERRUPTED`. */
  signal?: AbortSignal;
}

export interface ProcessResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program without a shell and waits for its end; whatever its exit code is, it is an answer. Throws
 * `ENGINE_UNAVAILABLE` where it cannot be started or was killed, `INTERRUPTED` when `signal` fires.
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const result = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    windowsVerbatimArguments: options.verbatim ?? false,
    windowsHide: false,
    ...(options.env ? { env: options.env, extendEnv: false } : {}),
    ...(options.signal ? { cancelSignal: options.signal } : {}),
  });
  if (result.isCanceled) {
    throw new HotfixkitError('INTERRUPTED', 'interrupted while another program was running', {
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
