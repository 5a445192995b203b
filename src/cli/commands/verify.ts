import { availableParallelism } from 'node:os';
import { HotfixkitError } from '../../core/errors.js';
import { listCatalogue, manifestFromCatalogue } from '../../hotfix/manifest/catalogue.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import { scanTrees } from '../../hotfix/scan/scan-trees.js';
import { readContentFiles } from '../../hotfix/verify/content-files.js';
import { checkRequirements, parseRequirement, requirementFilter } from '../../hotfix/verify/require.js';
import { verifyFiles } from '../../hotfix/verify/verify-files.js';
import { junitSuite, renderJunit } from '../../report/render-junit.js';
import { renderRequirementsMarkdown, requirementSuite } from '../../report/render-requirements.js';
import { renderScanMarkdown, scanSuites } from '../../report/render-scan.js';
import { renderVerifyMarkdown } from '../../report/render-verification.js';
import { type Command, ExitStatus, type Options } from '../command.js';
import type { Context } from '../context.js';
import { manifestGiven, manifestOf, manifestOptions } from '../manifest-option.js';
import { packageOptions, withPackage } from '../open.js';
import { grouped, plural } from '../plural.js';
import { requirementLines } from '../requirement-table.js';
import { scanLines } from '../scan-table.js';
import { verifyLines } from '../verify-table.js';

const formats = ['text', 'json', 'junit', 'markdown'] as const;

export const verify: Command = {
  arguments: '<path...>',
  options: [
    ...manifestOptions,
    {
      flags: '--require <check>...',
      help: 'a file name and the versions it may have, e.g. "ccmsetup.exe >=4.0.6487.2111"; with or without a table',
    },
    { flags: '--only-present', help: 'files that are not there are no failure' },
    { flags: '--format <format>', help: 'text, json, junit or markdown', choices: formats },
    {
      flags: '--state <file>',
      help: 'keep what has been read there: a run that was broken off goes on, a later one reads what has changed',
    },
    ...packageOptions,
  ],
  examples: [
    'hotfixkit verify out/image --kb 977203',
    'hotfixkit verify SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --json',
    'hotfixkit verify out/image --kb 977203 --format junit > verify.xml',
    'hotfixkit verify . --manifest kb123456.json --product SP1 --only-present',
    'hotfixkit verify //dp/share --kb all --state dp.state',
    'hotfixkit verify out/image --require "ccmsetup.exe >=4.0.6487.2111 <4.0.6500" --require "smpmgr.dll 4.0.6487.*"',
  ],
  run(context, args, options) {
    const isAll = options.text('kb')?.toLowerCase() === 'all';
    if (isAll || args.length > 1 || options.text('state') !== undefined) return scan(context, args, options);
    const required = options.list('require').map(parseRequirement);
    const manifest = required.length > 0 && !manifestGiven(options) ? null : manifestOf(options);
    return withPackage(context, args[0]!, options, async ({ content, name }) => {
      const progress = context.progress('Verifying');
      const isRequired = requirementFilter(required);
      const files = await readContentFiles(content, manifest === null ? isRequired : [manifest, isRequired], {
        onProgress: progress.update,
        ...(context.signal ? { signal: context.signal } : {}),
      }).finally(() => progress.done());
      const requirements = checkRequirements(files, required);
      const onlyPresent = options.flag('onlyPresent');
      const result =
        manifest === null
          ? null
          : verifyFiles(files, manifest, {
              product: options.text('product') ?? null,
              onlyPresent,
              fileName: name,
            });
      const ok = (result?.ok ?? true) && requirements.every(({ status }) => status === 'match');
      context.warn(result?.warnings ?? []);
      const format = context.json ? 'json' : (options.choice('format', formats) ?? 'text');
      if (format === 'json') {
        context.document({ ...result, ok, ...(required.length > 0 && { requirements }) });
      } else if (format === 'junit') {
        context.text(
          renderJunit([
            ...(result === null ? [] : [junitSuite(result, { onlyPresent })]),
            ...(required.length === 0 ? [] : [requirementSuite(requirements)]),
          ]),
        );
      } else {
        const markdown = format === 'markdown';
        const parts = [
          ...(result === null
            ? []
            : [markdown ? renderVerifyMarkdown(result) : verifyLines(context, result).join('\n')]),
          ...(required.length === 0
            ? []
            : [
                markdown
                  ? renderRequirementsMarkdown(requirements)
                  : requirementLines(context, requirements).join('\n'),
              ]),
        ];
        if (markdown) context.text(parts.join('\n'));
        else context.lines(parts.join('\n\n').split('\n'));
      }
      return ok ? ExitStatus.done : ExitStatus.differs;
    });
  },
};

/** Many folders and packages, or all articles: which hotfixes lie where, and in what condition. */
async function scan(context: Context, args: readonly string[], options: Options): Promise<number> {
  if (options.list('require').length > 0) {
    throw new HotfixkitError(
      'USAGE',
      '--require checks one folder or package; give one path and no --kb all',
    );
  }
  const isAll = options.text('kb')?.toLowerCase() === 'all';
  const progress = context.progress('Walking');
  const result = await scanTrees(args, isAll ? wholeCatalogue() : [manifestOf(options)], {
    product: options.text('product') ?? null,
    onlyPresent: options.flag('onlyPresent'),
    each: !isAll,
    state: options.text('state') ?? null,
    threads: availableParallelism(),
    limits: context.limits,
    onProgress: ({ folders, files, candidates, done }) =>
      progress.count(
        `${plural(folders, 'folder')}, ${plural(files, 'file')}, ${grouped(done)} of ${grouped(candidates)} looked at`,
      ),
    ...(context.signal ? { signal: context.signal } : {}),
  }).finally(() => progress.done());
  context.warn(result.warnings);
  const format = context.json ? 'json' : (options.choice('format', formats) ?? 'text');
  if (format === 'json') context.document(result);
  else if (format === 'junit') context.text(renderJunit(scanSuites(result)));
  else if (format === 'markdown') context.text(renderScanMarkdown(result));
  else context.lines(scanLines(context, result));
  const isBug = result.hotfixes.some(({ places }) =>
    places.some((place) => place.problem?.code === 'INTERNAL'),
  );
  return isBug ? ExitStatus.bug : result.ok ? ExitStatus.done : ExitStatus.differs;
}

function wholeCatalogue(): Manifest[] {
  return listCatalogue().flatMap(({ kb }) => (kb === null ? [] : [manifestFromCatalogue(kb)]));
}
