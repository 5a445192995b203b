import { availableParallelism } from 'node:os';
import { plural } from '../../core/plural.js';
import { version } from '../../core/version.js';
import { userName } from '../../node/user-name.js';
import { prepare as prepareHotfix } from '../../prepare/prepare.js';
import { type Command, ExitStatus } from '../command.js';
import type { prepare as definition } from '../definitions/prepare.js';
import { lineOptionsOf } from '../line-options.js';
import { manifestOf } from '../manifest-option.js';
import { stepLines } from '../next-step-lines.js';
import { openOptions } from '../open.js';
import { verifyLines } from '../verify-table.js';

export const prepare: Command<typeof definition> = {
  async run(context, args, options) {
    const manifest = manifestOf(options);
    const { output } = options;
    const progress = context.progress('Preparing');
    const { report, plan, reports } = await prepareHotfix(args.package, output, {
      manifest,
      open: openOptions(context, options),
      product: options.product ?? null,
      ...lineOptionsOf(options),
      overwrite: options.overwrite,
      force: options.force,
      flush: options.flush,
      tool: { name: 'hotfixkit', version },
      user: userName(context.env),
      threads: availableParallelism(),
      onProgress: progress.update,
      ...(context.signal ? { signal: context.signal } : {}),
    }).finally(() => progress.done());
    const ok = report.verification?.ok ?? false;
    context.warn(report.warnings);
    context.answer(report, () => {
      const image = report.image
        ? [`Image    ${output}/${report.image.path} (${plural(report.image.files, 'file')})`]
        : [];
      return [
        context.paint(ok ? 'green' : 'red', report.verdict.headline),
        ...report.verdict.reasons.map((reason) => `  ${reason}`),
        '',
        ...(report.verification ? verifyLines(context, report.verification) : []),
        '',
        ...image,
        ...report.staged.map((file) => `Staged   ${output}/${file.path} (${file.action})`),
        ...reports.map((path) => `Report   ${path.replaceAll('\\', '/')}`),
        ...(plan === null
          ? ['', 'Nothing was staged: verification failed (--force stages anyway).']
          : ['', ...stepLines(context, plan.next)]),
      ];
    });
    return ok ? ExitStatus.done : ExitStatus.differs;
  },
};
