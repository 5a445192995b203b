import { availableParallelism } from 'node:os';
import { addFacts, type Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { warningsOf } from '../../package/not-searched.js';
import type { PrepareResult } from '../../prepare/apply-prepare.js';
import { planPrepare } from '../../prepare/plan-prepare.js';
import { prepareOpened } from '../../prepare/prepare.js';
import { prepareReport } from '../../prepare/prepare-report.js';
import { readPreviousReport } from '../../prepare/previous-report.js';
import { weakeningWarnings } from '../../report/report.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { prepare as definition } from '../definitions/prepare.js';
import { ExitStatus } from '../exit-status.js';
import { knownFiles, openForFiles } from '../known-files.js';
import { lineOptionsOf } from '../line-options.js';
import { stagingManifestOf } from '../manifest-option.js';
import { stepLines } from '../next-step-lines.js';
import { openOptions } from '../open.js';
import { provenanceOf } from '../provenance.js';
import { areSignaturesDemanded, signatureJudge } from '../signature-judge.js';
import { signatureLines } from '../signature-lines.js';
import { openKnownFile } from '../single-file.js';
import { verifyLines } from '../verify-table.js';

type Options = OptionsOf<typeof definition>;

export const prepare: Command<typeof definition> = {
  async run(context, args, options) {
    const manifest = stagingManifestOf(options);
    const progress = context.progress('Preparing');
    const signal = context.signal ? { signal: context.signal } : {};
    const { tool, command, host, user } = provenanceOf(context);
    const made = { tool, provenance: { command, host, user } };
    const previous = options.previous === undefined ? null : readPreviousReport(options.previous);
    const known = knownFiles(manifest);
    const byItself = openKnownFile(context, args.package, options, known)?.opened ?? null;
    const opened = byItself ?? openForFiles(args.package, openOptions(context, options), known);
    try {
      const planning = {
        manifest,
        product: options.product ?? null,
        isSingleFile: byItself !== null,
        ...lineOptionsOf(options),
        overwrite: options.overwrite === 'always',
        force: options.force,
        signed: areSignaturesDemanded(options),
        judge: signatureJudge(options),
        existing: options.existing,
        user,
        previous,
        onProgress: progress.update,
        ...signal,
      };
      const told = (): Warning[] => warningsOf(opened).map((warning) => ({ file: args.package, ...warning }));
      if (options.dryRun) {
        const plan = await planPrepare(opened, options.output, planning);
        try {
          const report = prepareReport(plan, plan.stage.plan, plan.others.warnings, {
            ...made,
            isPlan: true,
          });
          progress.done();
          return answer(context, options, {
            report,
            plan: plan.stage.plan,
            reports: [],
            warnings: withTold(report.warnings, told()),
            remove: plan.others.remove.map(({ path }) => path),
          });
        } finally {
          plan.close();
        }
      }
      const result = await prepareOpened(opened, options.output, {
        ...planning,
        ...made,
        flush: options.flush,
        threads: availableParallelism(),
      });
      progress.done();
      return answer(context, options, { ...result, warnings: withTold(result.warnings, told()) });
    } catch (error) {
      throw addFacts(error, { file: args.package });
    } finally {
      progress.done();
      opened.close();
    }
  },
};

/** The warnings of the package are also those of what is done with it; each is shown once. */
function withTold(warnings: readonly Warning[], told: readonly Warning[]): Warning[] {
  const known = new Set(warnings.map(({ code, message }) => `${code} ${message}`));
  return [...told.filter(({ code, message }) => !known.has(`${code} ${message}`)), ...warnings];
}

function answer(
  context: Context,
  { output, dryRun }: Options,
  { report, plan, reports, warnings, remove = [] }: PrepareResult & { remove?: readonly string[] },
): number {
  const ok = report.verification?.ok ?? false;
  context.warn(warnings);
  context.answer(dryRun ? { ...report, dryRun, remove } : report, () => {
    const image = report.image
      ? [`Image    ${output}/${report.image.path} (${plural(report.image.files, 'file')})`]
      : [];
    const next =
      plan === null
        ? ['Nothing was staged: verification failed.', ...report.advice.map((text) => `  ${text}`)]
        : stepLines(context, plan.next);
    const { previous: before } = report;
    const since = before
      ? [
          '',
          `Since the report of ${before.created.slice(0, 16).replace('T', ' ')} UTC: ${before.changes.length === 0 ? 'nothing is different' : ''}`.trimEnd(),
          ...before.changes.map((text) => `  ${text}`),
        ]
      : [];
    return [
      context.paint(
        ok ? (weakeningWarnings(report).length > 0 ? 'yellow' : 'green') : 'red',
        report.verdict.headline,
      ),
      ...report.verdict.reasons.map((reason) => `  ${reason}`),
      ...signatureLines(context, report.signatures),
      '',
      ...(report.verification ? verifyLines(context, report.verification) : []),
      '',
      ...image,
      ...report.staged.map(
        (file) => `${dryRun ? 'Stage ' : 'Staged'}   ${output}/${file.path} (${file.action})`,
      ),
      ...remove.map((path) => `Remove   ${output}/${path}`),
      ...reports.map((path) => `Report   ${path.replaceAll('\\', '/')}`),
      ...since,
      ...(dryRun ? ['', 'Nothing was written (--dry-run).'] : ['', ...next]),
    ];
  });
  // The run itself would end so.
  if (report.staged.some(({ action }) => action === 'conflict')) return ExitStatus.environment;
  return ok ? ExitStatus.done : ExitStatus.differs;
}
