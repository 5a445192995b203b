import { ErrorCodes, HotfixkitError, version } from '../index.js';
import { ExitStatus } from './command.js';
import { Context, type Terminal } from './context.js';
import { parseCommandLine } from './program.js';

/** Runs one command line; gives the exit status. Never throws, never exits by itself. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const plain = {
    json: argv.includes('--json'),
    quiet: false,
    verbose: argv.includes('--verbose'),
    color: false,
  };
  try {
    const parsed = await parseCommandLine(argv, terminal);
    if ('status' in parsed) return parsed.status;
    const context = new Context(terminal, parsed.global);
    try {
      return await parsed.command.run(context, parsed.args, parsed.options);
    } catch (error) {
      context.fail(asKnown(error));
      return statusOf(asKnown(error));
    }
  } catch (error) {
    new Context(terminal, plain).fail(asKnown(error));
    return statusOf(asKnown(error));
  }
}

/** The exit status that the kind of an error stands for. */
export function statusOf(error: HotfixkitError): number {
  switch (ErrorCodes[error.code]) {
    case 'usage':
      return ExitStatus.usage;
    case 'input':
      return ExitStatus.input;
    case 'environment':
      return ExitStatus.environment;
    case 'bug':
      return ExitStatus.bug;
  }
}

function asKnown(error: unknown): HotfixkitError {
  if (error instanceof HotfixkitError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const known = new HotfixkitError(
    'INTERNAL',
    `this is a bug of hotfixkit ${version}: ${text}`,
    {},
    { cause: error },
  );
  if (error instanceof Error && error.stack) known.stack = error.stack;
  return known;
}

function processTerminal(): Terminal {
  const interrupt = new AbortController();
  // Kept for every further signal too: taking back what was begun must not be cut short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
  // A reader that has seen enough (`| head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? ExitStatus.done : ExitStatus.environment);
  });
  process.stderr.on('error', () => process.exit(ExitStatus.environment));
  return { stdout: process.stdout, stderr: process.stderr, env: process.env, signal: interrupt.signal };
}
