import { availableParallelism } from 'node:os';
import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { version } from '../../core/version.js';
import { parseMsiexecArguments } from '../../installer/command-line/msiexec-command-line.js';
import { exitCodeOf, explainExitCode } from '../../installer/log/exit-codes.js';
import { runNativeMsiexec } from '../../installer/native/native-msiexec.js';
import { type MsiexecResult, runMsiexec } from '../../installer/run-msiexec.js';
import { userName } from '../../node/user-name.js';
import { existingPath } from '../../node/user-path.js';
import type { Command } from '../command.js';
import { helpText } from '../command-parser.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import { definitions } from '../definitions/index.js';
import type { msiexec as definition } from '../definitions/msiexec.js';
import { errorJson } from '../exit-status.js';
import { withNothingChanged } from '../nothing-changed.js';

type Options = OptionsOf<typeof definition>;

export const msiexec: Command<typeof definition> = {
  async run(context, args, options) {
    const { engine, sourceDir, ...choices } = options;
    if (args.arguments?.length && asksForHelp(args.arguments)) {
      const text = helpText('msiexec', Object.values(definitions));
      context.answer({ ...nothing, exitCode: 0, error: null, help: text }, () => text.trimEnd().split('\n'));
      return 0;
    }
    return answer(
      context,
      await runArguments(context, args.arguments, engine, sourceDir, choices),
      engine,
      options.dryRun,
    );
  },
  stopped: (context, error) => answer(context, failed(error), 'builtin'),
};

/** Prints the result of a run; returns msiexec's exit code. */
function answer(context: Context, given: MsiexecResult, engine: Options['engine'], dryRun = false): number {
  const result = dryRun ? { ...given, dryRun } : given;
  const { exitCode } = result;
  const error = result.error && withNothingChanged(result.error);
  const document = error ? { ...result, error: errorJson(error, exitCode) } : result;
  context.answer(document, () =>
    error || engine === 'native'
      ? []
      : [
          ...(dryRun
            ? [
                ...result.written,
                '',
                `${plural(result.written.length, 'file')} would be written to ${result.target}; nothing was (--dry-run)`,
              ]
            : [`${plural(result.written.length, 'file')} in ${result.target}`]),
          ...result.replaced.map((path) => `${dryRun ? 'would replace' : 'replaced'} ${path}`),
          ...result.kept.map(
            (path) => `${dryRun ? 'would keep' : 'kept'} ${path}, by the file versioning rules`,
          ),
          ...result.removed.map((path) => `${dryRun ? 'would remove' : 'removed'} ${path}`),
        ],
  );
  context.warn(result.warnings);
  if (error && !context.json) context.fail(error);
  // Systems that keep only the low byte of a status lose the code; scripts read it here.
  if (exitCode !== 0) context.note(explainExitCode(exitCode));
  context.last(`msiexec: exit code ${exitCode}`);
  return exitCode;
}

const nothing = { target: null, written: [], kept: [], replaced: [], removed: [], warnings: [] };

/** The result of a run that did nothing. */
function failed(error: HotfixkitError): MsiexecResult {
  return { ...nothing, exitCode: exitCodeOf(error), error };
}

/** Whether the only thing that is asked for is `/?`, `/h` or `/help`. */
function asksForHelp(args: readonly string[]): boolean {
  try {
    return parseMsiexecArguments(args).verb === 'help';
  } catch (error) {
    // Running it reports what is wrong with the arguments.
    if (error instanceof HotfixkitError) return false;
    throw error;
  }
}

/** An invalid command line has an exit code of msiexec too. */
async function runArguments(
  context: Context,
  args: readonly string[],
  engine: Options['engine'],
  sourceDir: Options['sourceDir'],
  choices: Omit<Options, 'engine' | 'sourceDir'>,
): Promise<MsiexecResult> {
  if (args.length === 0) {
    return failed(
      new HotfixkitError(
        'MSIEXEC_COMMAND_LINE',
        'there is nothing to do; type for example: hotfixkit msiexec /a package.msi /qn TARGETDIR=folder',
      ),
    );
  }
  let command: ReturnType<typeof parseMsiexecArguments>;
  try {
    command = parseMsiexecArguments(args);
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return failed(error);
  }
  const signal = context.signal ? { signal: context.signal } : {};
  if (engine === 'native') {
    if (choices.dryRun) {
      throw new HotfixkitError(
        'USAGE',
        '--dry-run is of the builtin engine; the msiexec of Windows has none',
      );
    }
    if (sourceDir.length > 0) {
      throw new HotfixkitError(
        'USAGE',
        '--source-dir is of the builtin engine; the msiexec of Windows takes files from beside the package',
      );
    }
    const program = context.env.HOTFIXKIT_MSIEXEC;
    return await runNativeMsiexec(args, command, {
      environment: context.env,
      ...(program ? { program } : {}),
      ...signal,
    });
  }
  const progress = context.progress('InstallFiles');
  return runMsiexec(command, {
    ...choices,
    user: userName(context.env),
    program: `hotfixkit ${version}`,
    environment: context.env,
    open: {
      ...(context.env.HOTFIXKIT_PASSWORD ? { password: context.env.HOTFIXKIT_PASSWORD } : {}),
      ...(sourceDir.length > 0 ? { sourceFolders: sourceDir.map((one) => existingPath(one)) } : {}),
    },
    threads: availableParallelism(),
    log: (event) => {
      // Files are written when the script is executed; users do not know that term.
      if (event.type === 'actionStart' && event.action === 'PatchFiles') progress.label = event.action;
    },
    onProgress: command.ui.level === 'none' ? () => undefined : progress.update,
    ...signal,
  }).finally(() => progress.done());
}
