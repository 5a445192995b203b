import { availableParallelism } from 'node:os';
import {
  exitCodeOf,
  explainExitCode,
  HotfixkitError,
  type MsiexecResult,
  parseMsiexecArguments,
  runMsiexec,
} from '../../index.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import { plural } from '../plural.js';
import { userName } from './prepare.js';

export const msiexec: Command = {
  arguments: '[arguments...]',
  options: [],
  passThrough: true,
  examples: [
    'hotfixkit msiexec /a SCCM2007-SP2-KB977203-ENU.msi /qb TARGETDIR=out',
    'hotfixkit msiexec /a package.msi /qn TARGETDIR="/srv/images/my package" SHORTFILENAMES=1',
  ],
  async run(context, args) {
    const result = await runArguments(context, args);
    const { error, exitCode } = result;
    const document = error
      ? { ...result, error: { code: error.code, message: error.message, ...error.facts } }
      : result;
    context.answer(document, () =>
      error
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
  },
};

/** A line that says nothing sensible has an exit code like everything else that goes wrong. */
async function runArguments(context: Context, args: readonly string[]): Promise<MsiexecResult> {
  let command: ReturnType<typeof parseMsiexecArguments>;
  try {
    command = parseMsiexecArguments(args);
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
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
  const progress = context.progress('Administrative installation');
  return runMsiexec(command, {
    user: userName(context.env),
    ...(context.env.HOTFIXKIT_PASSWORD ? { open: { password: context.env.HOTFIXKIT_PASSWORD } } : {}),
    threads: availableParallelism(),
    onProgress: command.ui.level === 'none' ? () => undefined : progress.update,
    ...(context.signal ? { signal: context.signal } : {}),
  }).finally(() => progress.done());
}
