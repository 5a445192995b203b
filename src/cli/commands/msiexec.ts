import { availableParallelism } from 'node:os';
import { HotfixkitError } from '../../core/errors.js';
import { version } from '../../core/version.js';
import { parseMsiexecArguments } from '../../installer/command-line/msiexec-command-line.js';
import {
  ComponentConditions,
  DisableMedia,
  ElevationBits,
  LaunchConditions,
  MissingSequences,
  SavedProperties,
  type SequenceChoices,
} from '../../installer/command-line/sequence-choices.js';
import { exitCodeOf, explainExitCode } from '../../installer/log/exit-codes.js';
import { runNativeMsiexec } from '../../installer/native/native-msiexec.js';
import { type MsiexecResult, runMsiexec } from '../../installer/run-msiexec.js';
import type { FlushMode } from '../../node/output-transaction.js';
import { userName } from '../../node/user-name.js';
import type { Command, Options } from '../command.js';
import type { Context } from '../context.js';
import { flushOf, flushOption } from '../flush-option.js';
import { plural } from '../plural.js';

const engines = ['builtin', 'native'] as const;

export const msiexec: Command = {
  arguments: '[arguments...]',
  options: [
    {
      flags: '--engine <engine>',
      help: 'who does it: builtin, or native: the msiexec of this Windows (before its arguments)',
      choices: engines,
    },
    {
      flags: '--component-conditions <how>',
      help: 'files of components whose condition is false: taken (ignore, the default) or left out',
      choices: ComponentConditions,
    },
    {
      flags: '--launch-conditions <how>',
      help: 'whether LaunchConditions in the sequence can stop the run (default apply)',
      choices: LaunchConditions,
    },
    {
      flags: '--missing-sequence <how>',
      help: 'what a package without AdminExecuteSequence gets (default suggested)',
      choices: MissingSequences,
    },
    {
      flags: '--saved-properties <how>',
      help: 'what becomes of properties that an image has saved already (default merge)',
      choices: SavedProperties,
    },
    {
      flags: '--elevation-bit <how>',
      help: 'bit 3 of the image’s Word Count, no elevation needed (default keep)',
      choices: ElevationBits,
    },
    {
      flags: '--disable-media <how>',
      help: 'DISABLEMEDIA in the image of a package with Page Count below 150 (default leave)',
      choices: DisableMedia,
    },
    flushOption('always'),
  ],
  passThrough: true,
  examples: [
    'hotfixkit msiexec /a SCCM2007-SP2-KB977203-ENU.msi /qb TARGETDIR=out',
    'hotfixkit msiexec /a package.msi /qn /l*v install.log TARGETDIR="/srv/images/my package" SHORTFILENAMES=1',
    'hotfixkit msiexec "msiexec.exe /a package.msi /qb targetdir =out"',
    'hotfixkit msiexec --component-conditions apply /a package.msi /qn TARGETDIR=out',
    'hotfixkit msiexec --engine native /a package.msi /qn TARGETDIR=C:\\image',
  ],
  async run(context, args, options) {
    const engine = options.choice('engine', engines) ?? 'builtin';
    const result = await runArguments(context, args, engine, { ...choicesOf(options), ...flushOf(options) });
    return answer(context, result, engine);
  },
  stopped: (context, error) => answer(context, failed(error), 'builtin'),
};

/** Prints what became of a run; gives msiexec's exit code. */
function answer(context: Context, result: MsiexecResult, engine: (typeof engines)[number]): number {
  const { error, exitCode } = result;
  const document = error
    ? { ...result, error: { code: error.code, message: error.message, ...error.facts } }
    : result;
  context.answer(document, () =>
    error || engine === 'native'
      ? []
      : [
          `${plural(result.written.length, 'file')} in ${result.target}`,
          ...result.kept.map((path) => `kept ${path}: it is newer`),
          ...result.removed.map((path) => `removed ${path}`),
        ],
  );
  context.warn(result.warnings);
  if (error && !context.json) context.fail(error);
  // Systems that keep only the low byte of a status lose the code; scripts read it here.
  if (exitCode !== 0) context.note(explainExitCode(exitCode));
  context.last(`msiexec: exit code ${exitCode}`);
  return exitCode;
}

/** The result of a run that did nothing. */
function failed(error: HotfixkitError): MsiexecResult {
  return {
    exitCode: exitCodeOf(error),
    target: null,
    written: [],
    kept: [],
    removed: [],
    warnings: [],
    error,
  };
}

/** What nothing public settles is decided here; see the README. */
function choicesOf(options: Options): SequenceChoices {
  const chosen = {
    componentConditions: options.choice('componentConditions', ComponentConditions),
    launchConditions: options.choice('launchConditions', LaunchConditions),
    missingSequence: options.choice('missingSequence', MissingSequences),
    savedProperties: options.choice('savedProperties', SavedProperties),
    elevationBit: options.choice('elevationBit', ElevationBits),
    disableMedia: options.choice('disableMedia', DisableMedia),
  };
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

/** A line that says nothing sensible has an exit code like everything else that goes wrong. */
async function runArguments(
  context: Context,
  args: readonly string[],
  engine: (typeof engines)[number],
  choices: SequenceChoices & { flush?: FlushMode },
): Promise<MsiexecResult> {
  let command: ReturnType<typeof parseMsiexecArguments>;
  try {
    command = parseMsiexecArguments(args);
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return failed(error);
  }
  const signal = context.signal ? { signal: context.signal } : {};
  if (engine === 'native') {
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
    ...(context.env.HOTFIXKIT_PASSWORD ? { open: { password: context.env.HOTFIXKIT_PASSWORD } } : {}),
    threads: availableParallelism(),
    log: (event) => {
      // Files are written when the script is run; that is no name people know for it.
      if (event.type === 'actionStart' && event.action === 'PatchFiles') progress.label = event.action;
    },
    onProgress: command.ui.level === 'none' ? () => undefined : progress.update,
    ...signal,
  }).finally(() => progress.done());
}
