import { type ChildProcess, spawn } from 'node:child_process';
import { HotfixkitError } from '../core/errors.js';
import { childEnvironment } from './child-environment.js';
import { findWindowsProgram } from './windows-program.js';

/** How long a program may take to end when it is asked to, in milliseconds. */
const GRACE = 5000;
/** Characters of the output that are kept. */
const MOST_TEXT = 16 * 1024 * 1024;

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
  const isWindows = process.platform === 'win32';
  const file = isWindows ? findWindowsProgram(program, env) : program;
  const verbatim = options.verbatim === true && isWindows;
  if (options.signal?.aborted) throw interrupted(program);
  const child = spawn(file, args, {
    // With verbatim arguments, Node does not quote the name of the program either.
    ...(verbatim ? { argv0: `"${file}"` } : {}),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsVerbatimArguments: verbatim,
    env,
  });
  const [ended, stdout, stderr] = await Promise.all([
    endOf(child, options.signal),
    textOf(child.stdout),
    textOf(child.stderr),
  ]);
  if (options.signal?.aborted) throw interrupted(program);
  if (ended.exitCode !== null) return { exitCode: ended.exitCode, stdout, stderr };
  const reason = ended.signal === null ? (ended.error?.message ?? '') : `it was killed (${ended.signal})`;
  throw new HotfixkitError(
    'ENGINE_UNAVAILABLE',
    `the program cannot be run: ${reason}`,
    { file: program },
    { cause: ended.error },
  );
}

interface Ended {
  exitCode: number | null;
  signal: string | null;
  /** Why it could not be started. */
  error?: Error;
}

/** How a program ended. It is asked to end when `signal` fires, and is ended if it does not. */
function endOf(child: ChildProcess, signal: AbortSignal | undefined): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill();
    timer = setTimeout(() => child.kill('SIGKILL'), GRACE);
  };
  signal?.addEventListener('abort', stop);
  return new Promise<Ended>((resolve) => {
    child.on('error', (error) => resolve({ exitCode: null, signal: null, error }));
    child.on('close', (exitCode, name) => resolve({ exitCode, signal: name }));
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  });
}

/** What a program writes, without the line feed at its end. Of a long text only the beginning is kept. */
async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  stream.setEncoding('utf8');
  try {
    for await (const piece of stream) {
      if (length < MOST_TEXT) pieces.push(String(piece));
      length += String(piece).length;
    }
  } catch (error) {
    // The program could not be started, which its own event says.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
  return pieces.join('').replace(/\r?\n$/, '');
}

function interrupted(file: string): HotfixkitError {
  return new HotfixkitError('ABORTED', 'interrupted while another program was running', { file });
}
