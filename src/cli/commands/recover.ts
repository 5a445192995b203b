import { HotfixkitError, type Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { Recovery } from '../../node/recover-folder.js';
import { recoverTree } from '../../node/recover-tree.js';
import type { Command } from '../command.js';
import type { recover as definition } from '../definitions/recover.js';
import { ExitStatus } from '../exit-status.js';

const outcomes = {
  'taken-back': 'taken back',
  completed: 'completed',
  kept: 'NOT whole',
} as const;

export const recover: Command<typeof definition> = {
  async run(context, args, options) {
    const runs: Recovery['runs'] = [];
    const warnings: Warning[] = [];
    for (const folder of args.dir) {
      const found = await recoverTree(folder, {
        signal: context.signal,
        ...(options.takeOver ? { dead: { all: true } } : {}),
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
        ? ['Nothing to recover: no killed run left anything here.']
        : documents.map(
            ({ folder, outcome, files }) =>
              `${folder}: ${outcomes[outcome]} (${plural(files, 'file')} changed)`,
          ),
    );
    return isWhole ? ExitStatus.done : ExitStatus.environment;
  },
};
