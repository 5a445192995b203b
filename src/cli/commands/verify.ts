import { availableParallelism } from 'node:os';
import { HotfixkitError } from '../../core/errors.js';
import { groupDigits, plural } from '../../core/plural.js';
import { listCatalogue, manifestFromCatalogue } from '../../hotfix/manifest/catalogue.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import { scanTrees } from '../../hotfix/scan/scan-trees.js';
import { factWarnings } from '../../hotfix/verify/compare-file.js';
import { isWantedContent, readContentFiles } from '../../hotfix/verify/content-files.js';
import { readSignedFiles } from '../../hotfix/verify/node/read-signed-files.js';
import { checkRequirements, parseRequirement, requirementFilter } from '../../hotfix/verify/require.js';
import { verifyFiles } from '../../hotfix/verify/verify-files.js';
import {
  NO_VERDICT,
  notSearched,
  refuseUnknownFiles,
  warningsOf,
  wholenessWarnings,
} from '../../package/not-searched.js';
import { junitSuite, renderJunit } from '../../report/render-junit.js';
import { renderRequirementsMarkdown, requirementSuite } from '../../report/render-requirements.js';
import { renderScanMarkdown, scanSuites } from '../../report/render-scan.js';
import { renderVerifyMarkdown } from '../../report/render-verification.js';
import { chosenFormat } from '../chosen-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { verify as definition } from '../definitions/verify.js';
import { ExitStatus } from '../exit-status.js';
import { manifestGiven, manifestOf } from '../manifest-option.js';
import { withPackage } from '../open.js';
import { requirementLines } from '../requirement-table.js';
import { scanLines } from '../scan-table.js';
import { areSignaturesDemanded, areSignaturesMentioned, signatureJudge } from '../signature-judge.js';
import { verifyLines } from '../verify-table.js';

export const verify: Command<typeof definition> = {
  run(context, { path: paths }, options) {
    const isAll = options.kb?.toLowerCase() === 'all';
    const format = chosenFormat(context.json, options.format);
    if (isAll || paths.length > 1 || options.state !== undefined) return scan(context, paths, options);
    const required = options.require.map(parseRequirement);
    const manifest = required.length > 0 && !manifestGiven(options) ? null : manifestOf(options);
    const isSigned = areSignaturesDemanded(options) || areSignaturesMentioned(options);
    const judge = isSigned ? signatureJudge(options) : null;
    return withPackage(context, paths[0]!, options, async (opened) => {
      const { name } = opened;
      refuseUnknownFiles(opened, NO_VERDICT);
      const progress = context.progress('Verifying');
      const isRequired = requirementFilter(required);
      const isRequiredContent = isWantedContent([isRequired]);
      const wanted = manifest === null ? [isRequired] : [manifest, isRequired];
      const reading = { onProgress: progress.update, ...(context.signal ? { signal: context.signal } : {}) };
      const files = await (judge
        ? readSignedFiles(opened.content, wanted, judge, reading)
        : readContentFiles(opened.content, wanted, reading)
      ).finally(() => progress.done());
      const requirements = checkRequirements(files, required);
      const onlyPresent = options.onlyPresent;
      const verified =
        manifest === null
          ? null
          : verifyFiles(files, manifest, {
              product: options.product ?? null,
              onlyPresent,
              fileName: name,
            });
      const ok = (verified?.ok ?? true) && requirements.every(({ status }) => status === 'match');
      const isMissing =
        (verified?.counts.missing ?? 0) > 0 || requirements.some(({ status }) => status === 'missing');
      const own = [
        ...(verified?.warnings ?? []),
        ...factWarnings(files.filter(({ file }) => isRequiredContent(file))),
        // A further copy of a required file may lie inside.
        ...(isMissing || required.length > 0 ? notSearched(opened, paths[0]!) : []),
      ];
      context.warn(own);
      // What the package says of itself is told where it is opened.
      const weak = wholenessWarnings(opened);
      const warnings = [...weak, ...own];
      const result = verified && { ...verified, warnings };
      if (format === 'json') {
        context.document({
          ...result,
          ok,
          ...(required.length > 0 && { requirements }),
          warnings: [...warningsOf(opened), ...own],
        });
      } else if (format === 'junit') {
        context.text(
          renderJunit([
            ...(result === null ? [] : [junitSuite(result, { onlyPresent })]),
            ...(required.length === 0
              ? []
              : [requirementSuite(requirements, result === null ? warnings : [])]),
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
                  ? renderRequirementsMarkdown(requirements, warnings)
                  : requirementLines(context, requirements, warnings).join('\n'),
              ]),
        ];
        if (markdown) context.text(parts.join('\n'));
        else context.lines(parts.join('\n\n').split('\n'));
      }
      return ok ? ExitStatus.done : ExitStatus.differs;
    });
  },
};

/** Scans many folders and packages, or all articles: which hotfixes are where, and in what condition. */
async function scan(
  context: Context,
  paths: readonly string[],
  options: OptionsOf<typeof definition>,
): Promise<number> {
  if (areSignaturesDemanded(options) || areSignaturesMentioned(options)) {
    throw new HotfixkitError('USAGE', '--signed checks one folder or package; give one path and no --kb all');
  }
  if (options.require.length > 0) {
    throw new HotfixkitError(
      'USAGE',
      '--require checks one folder or package; give one path and no --kb all',
    );
  }
  const isAll = options.kb?.toLowerCase() === 'all';
  const format = chosenFormat(context.json, options.format);
  const progress = context.progress('Walking');
  const result = await scanTrees(paths, isAll ? wholeCatalogue() : [manifestOf(options)], {
    product: options.product ?? null,
    onlyPresent: options.onlyPresent,
    each: !isAll,
    state: options.state ?? null,
    threads: availableParallelism(),
    limits: context.limits,
    onProgress: ({ folders, files, candidates, done }) =>
      progress.count(
        `${plural(folders, 'folder')}, ${plural(files, 'file')}, ${groupDigits(done)} of ${groupDigits(candidates)} read`,
      ),
    ...(context.signal ? { signal: context.signal } : {}),
  }).finally(() => progress.done());
  context.warn(result.warnings);
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
