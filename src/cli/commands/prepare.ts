import { availableParallelism } from 'node:os';
import { version } from '../../core/version.js';
import { userName } from '../../node/user-name.js';
import { prepare as prepareHotfix } from '../../prepare/prepare.js';
import { type Command, ExitStatus } from '../command.js';
import { flushOf, flushOption } from '../flush-option.js';
import { lineOptions, lineOptionsOf } from '../line-options.js';
import { manifestOf, manifestOptions } from '../manifest-option.js';
import { stepLines } from '../next-step-lines.js';
import { openOptions, packageOptions } from '../open.js';
import { plural } from '../plural.js';
import { verifyLines } from '../verify-table.js';

export const prepare: Command = {
  arguments: '<package>',
  options: [
    ...manifestOptions,
    { flags: '-o, --output <dir>', help: 'folder for image, content and reports' },
    ...lineOptions,
    { flags: '--overwrite', help: 'replace staged files that are there and differ' },
    { flags: '--force', help: 'stage although verification fails' },
    flushOption('always'),
    ...packageOptions,
  ],
  examples: [
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o out',
    'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --package-id ABC00001 -o out',
  ],
  async run(context, args, options) {
    const manifest = manifestOf(options);
    const output = options.need('output', '-o DIR');
    const progress = context.progress('Preparing');
    const { report, plan, reports } = await prepareHotfix(args[0]!, output, {
      manifest,
      open: openOptions(context, options),
      product: options.text('product') ?? null,
      ...lineOptionsOf(options),
      overwrite: options.flag('overwrite'),
      force: options.flag('force'),
      ...flushOf(options),
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
          ? ['', 'Nothing was staged: verification failed (--force stages all the same).']
          : ['', ...stepLines(context, plan.next)]),
      ];
    });
    return ok ? ExitStatus.done : ExitStatus.differs;
  },
};
