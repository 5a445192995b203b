import { HotfixkitError } from '../core/errors.js';
import { version } from '../core/version.js';
import { diskError } from '../node/disk-error.js';
import { isOutOfMemory } from '../node/out-of-memory.js';
import { defaultRunLimits, type RunLimits } from '../node/run-limits.js';
import { currentInput } from '../node/run-monitor.js';
import { commands } from './commands/index.js';
import { Context, type ContextOptions, type RunStart, type Terminal } from './context.js';
import type { OptionDefinitions } from './definition.js';
import { statusOf } from './exit-status.js';
import { withNothingChanged } from './nothing-changed.js';
import { type ParsedCommandLine, parseCommandLine } from './program.js';
import type { StopReason } from './run-ending.js';
import { withConfig } from './with-config.js';

/** Runs one command line and returns the exit status. Never throws and never exits the process. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const parsed = await parseCommandLine(argv, terminal);
    if ('status' in parsed) return parsed.status;
    const { name, global } = parsed;
    terminal.onStart?.({ command: name, global });
    const context = new Context(terminal, global, argv, name);
    try {
      const { definition } = parsed;
      const configured = withConfig(context, definition.options, parsed.options, global.config);
      const { args, options } = await expanded(context, {
        ...parsed,
        options: configured as Parsed['options'],
      });
      await refuseOutputs(definition.options, options);
      const output = answerOption(parsed);
      if (output !== null) {
        const { refuseAsOutput } = await import('./refuse-input.js');
        refuseAsOutput(output, parsed.definition, args);
        context.answerTo(output);
      }
      const status = await parsed.command.run(context, args, options);
      await context.finish();
      return status;
    } catch (error) {
      const known = asKnown(error);
      context.fail(writesFiles(parsed) ? withNothingChanged(known) : known);
      return statusOf(asKnown(error));
    }
  } catch (error) {
    new Context(terminal, plainOptions(argv), [], commandOf(argv)).fail(asKnown(error));
    return statusOf(asKnown(error));
  }
}

/** Refuses files that evidently cannot be written, before any work is done. */
async function refuseOutputs(definitions: OptionDefinitions, options: Parsed['options']): Promise<void> {
  const paths = Object.entries(definitions).flatMap(([name, { writes, takes }]) => {
    const path = writes && takes === 'file' ? options[name] : undefined;
    return typeof path === 'string' && path !== '-' ? [path] : [];
  });
  if (paths.length === 0) return;
  const { refuseUnwritable } = await import('../node/writable-path.js');
  for (const path of paths) refuseUnwritable(path);
}

/** Whether an option was given that takes a path to write to. */
function writesFiles(parsed: Extract<ParsedCommandLine, { name: string }>): boolean {
  const { definition } = commands.find((entry) => entry.definition.name === parsed.name)!;
  return Object.entries(definition.options).some(
    ([name, option]) => option.writes && parsed.options[name] !== undefined,
  );
}

/**
 * Prints the result of a run that was stopped from outside, as the run would have; returns the exit status. `start` is
 * null if the command had not started.
 */
export async function answerForStopped(
  error: HotfixkitError,
  argv: readonly string[],
  start: RunStart | null,
  terminal: Terminal,
): Promise<number> {
  const context = new Context(
    terminal,
    start?.global ?? plainOptions(argv),
    argv,
    start?.command ?? commandOf(argv),
  );
  const entry = commands.find(({ definition }) => definition.name === start?.command);
  const stopped = (await entry?.load())?.stopped;
  if (stopped) return stopped(context, error);
  context.fail(error);
  return statusOf(error);
}

/** The error of a run that was stopped; `input` is the file that it had opened last. */
export function stoppedError(
  reason: StopReason,
  { maxTime, maxMemory }: RunLimits,
  input: string,
): HotfixkitError {
  const facts = input === '' ? {} : { file: input };
  switch (reason) {
    case 'time':
      return new HotfixkitError(
        'TIME_LIMIT',
        `the run made no progress for ${maxTime} s and was ended; --max-time allows more`,
        facts,
      );
    case 'memory':
      return new HotfixkitError(
        'MEMORY_LIMIT',
        `the run needed more than ${maxMemory} MB of memory and was ended; --max-memory allows more`,
        facts,
      );
    default:
      return new HotfixkitError('ABORTED', 'interrupted');
  }
}

type Parsed = Extract<ParsedCommandLine, { name: string }>;

/** The file that takes the place of standard output; null where none was given. */
function answerOption({ definition, options }: Parsed): string | null {
  for (const [name, { answers }] of Object.entries(definition.options)) {
    const path = answers ? options[name] : undefined;
    if (typeof path === 'string' && path !== '-') return path;
  }
  return null;
}

/** Arguments and options with the paths that patterns stand for. */
async function expanded(context: Context, parsed: Parsed): Promise<Pick<Parsed, 'args' | 'options'>> {
  const { definition, args, options } = parsed;
  const values = Object.values({ ...args, ...options }).flat();
  if (!values.some(mayBePattern)) return parsed;
  const { expandArguments } = await import('./expand-arguments.js');
  const found = await expandArguments(definition, args, options, context.signal);
  context.warnBeside(found.warnings);
  return found;
}

function mayBePattern(value: unknown): boolean {
  return typeof value === 'string' && /[*?[{]/.test(value);
}

/** The command that a command line starts with, though the rest of it could not be parsed. */
function commandOf([first]: readonly string[]): string | undefined {
  return commands.find(({ definition: { name, alias } }) => first === name || first === alias)?.definition
    .name;
}

/** The options for a command line that could not be parsed. */
function plainOptions(argv: readonly string[]): ContextOptions {
  return {
    json: argv.includes('--json'),
    quiet: false,
    verbose: argv.includes('--verbose'),
    color: false,
    limits: defaultRunLimits(),
  };
}

/** The path that the system refused to this program; null for any other error, and for misuse of a descriptor. */
function pathRefused(error: unknown): string | null {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  const isOfSystem = typeof code === 'string' && typeof syscall === 'string' && typeof path === 'string';
  return isOfSystem && code !== 'EBADF' && code !== 'EINVAL' ? path : null;
}

/** Turns any error into a `HotfixkitError`: a foreign one is a bug, unless the disk reports it or memory ran out. */
export function asKnown(error: unknown): HotfixkitError {
  if (error instanceof HotfixkitError) return error;
  if ((error as NodeJS.ErrnoException | null)?.syscall === 'uv_cwd') {
    const message = 'the current folder is not there any more; change to another one and run again';
    return new HotfixkitError('FILE_NOT_FOUND', message, {}, { cause: error });
  }
  const path = pathRefused(error);
  if (path !== null) return diskError(error, 'FILE_READ', 'cannot be accessed', path);
  const text = error instanceof Error ? error.message : String(error);
  const file = currentInput();
  const known = isOutOfMemory(error)
    ? new HotfixkitError(
        'MEMORY_LIMIT',
        `reading this needs more memory than there is (${text})`,
        file === '' ? {} : { file },
        { cause: error },
      )
    : new HotfixkitError('INTERNAL', `this is a bug of hotfixkit ${version}: ${text}`, {}, { cause: error });
  if (error instanceof Error && error.stack) known.stack = error.stack;
  return known;
}
