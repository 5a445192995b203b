import { HotfixkitError, type Warning } from '../../core/errors.js';
import { type Recovery, recoverTree } from '../../node/recover-folder.js';
import { type Command, ExitStatus } from '../command.js';
import { plural } from '../plural.js';

const outcomes = {
  'taken-back': 'taken back',
  completed: 'completed',
  kept: 'NOT whole',
} as const;

export const recover: Command = {
  arguments: '<dir...>',
  options: [
    {
      flags: '--take-over',
      help: 'also where a lock says that a run is at work, such as one on another computer; only if none is',
    },
  ],
  examples: ['hotfixkit recover out', 'hotfixkit recover //dp/share/Client --json'],
  async run(context, args, options) {
    const runs: Recovery['runs'] = [];
    const warnings: Warning[] = [];
    for (const folder of args) {
      const found = await recoverTree(folder, {
        signal: context.signal,
        ...(options.flag('takeOver') ? { dead: { all: true } } : {}),
      });
      runs.push(...found.runs);
      warnings.push(...found.warnings);
    }
    const busy = warnings.find(({ code }) => code === 'FOLDER_BUSY');
    if (busy && runs.length === 0) {
      const { code, message, ...facts } = busy;
      throw new HotfixkitError(code, message, facts);
    }
    const isWhole = warnings.length === 0;
    context.warn(warnings);
    const documents = runs.map((run) => ({ ...run, folder: run.folder.replaceAll('\\', '/') }));
    context.answer({ ok: isWhole, runs: documents, warnings }, () =>
      runs.length === 0 && isWhole
        ? ['Nothing to recover: no killed run has left anything there.']
        : documents.map(
            ({ folder, outcome, files }) =>
              `${folder}: ${outcomes[outcome]} (${plural(files, 'file')} changed)`,
          ),
    );
    return isWhole ? ExitStatus.done : ExitStatus.environment;
  },
};
