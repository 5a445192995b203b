import { availableParallelism } from 'node:os';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { groupDigits, plural } from '../../core/plural.js';
import { isWeakening } from '../../core/weakening-warnings.js';
import { listCatalogue, manifestFromCatalogue } from '../../hotfix/manifest/catalogue.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import { scanTrees } from '../../hotfix/scan/scan-trees.js';
import { besideWarnings } from '../../hotfix/verify/beside-package.js';
import { type FileFacts, factWarnings } from '../../hotfix/verify/compare-file.js';
import { type Download, hasHashes } from '../../hotfix/verify/compare-hashes.js';
import { isWantedContent, isWantedName, readContentFiles } from '../../hotfix/verify/content-files.js';
import { downloadOf } from '../../hotfix/verify/node/download-of.js';
import { readSignedFiles } from '../../hotfix/verify/node/read-signed-files.js';
import {
  checkRequirements,
  parseRequirement,
  type Requirement,
  requirementFilter,
} from '../../hotfix/verify/require.js';
import { verifyFiles } from '../../hotfix/verify/verify-files.js';
import { NO_VERDICT, notSearched, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import { renderJunit } from '../../report/render-junit.js';
import { type JudgedPath, judgedSuites, pathSuites, renderPathsMarkdown } from '../../report/render-paths.js';
import { renderRequirementsMarkdown } from '../../report/render-requirements.js';
import { renderScanMarkdown, scanSuites } from '../../report/render-scan.js';
import { renderVerifyMarkdown } from '../../report/render-verification.js';
import { chosenFormat } from '../chosen-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { verify as definition } from '../definitions/verify.js';
import { ExitStatus, errorJson } from '../exit-status.js';
import { manifestGiven, manifestOf } from '../manifest-option.js';
import { withPackage } from '../open.js';
import { worstStatus } from '../outcomes.js';
import { pathLines } from '../paths-table.js';
import { requirementLines } from '../requirement-table.js';
import { scanLines } from '../scan-table.js';
import { areSignaturesDemanded, areSignaturesMentioned, signatureJudge } from '../signature-judge.js';
import { verifyLines } from '../verify-table.js';

type Options = OptionsOf<typeof definition>;

export const verify: Command<typeof definition> = {
  async run(context, { path: paths }, options) {
    const isScan = options.kb?.toLowerCase() === 'all' || options.state !== undefined;
    if (isScan) return scan(context, paths, options);
    const asked = whatIsAsked(options);
    if (paths.length === 1 || options.together) {
      const read: ReadPath[] = [];
      for (const path of paths) read.push(await readPath(context, path, options, asked));
      const judged = judge(paths.join(' '), read, options, asked);
      context.warn(judged.own);
      answer(context, judged, options);
      return judged.ok ? ExitStatus.done : ExitStatus.differs;
    }
    const outcomes = await forEachPath(paths, async (path) => {
      const judged = judge(path, [await readPath(context, path, options, asked)], options, asked);
      context.warn(judged.own.map((warning) => ({ file: path, ...warning })));
      return judged;
    });
    answerSeveral(
      context,
      outcomes.map(({ path, result, error }) => result ?? notRead(path, error)),
      options,
    );
    const differs = outcomes.some(({ result }) => result?.ok === false);
    return Math.max(worstStatus(outcomes), differs ? ExitStatus.differs : ExitStatus.done);
  },
};

/** What the files are compared with. */
interface Asked {
  manifest: Manifest | null;
  required: readonly Requirement[];
  /** Judges the signatures of the files; null where they are not asked for. */
  signatures: ReturnType<typeof signatureJudge> | null;
}

function whatIsAsked(options: Options): Asked {
  const required = options.require.map(parseRequirement);
  const isSigned = areSignaturesDemanded(options) || areSignaturesMentioned(options);
  return {
    required,
    manifest: required.length > 0 && !manifestGiven(options) ? null : manifestOf(options),
    signatures: isSigned ? signatureJudge(options) : null,
  };
}

/** What a path has of the files that are asked for. */
interface ReadPath {
  files: FileFacts[];
  /** Those that requirements are about. */
  requiredFiles: FileFacts[];
  /** File name of the package. */
  name: string | null;
  /** The file that was opened, with its hashes where the article publishes some; null for a folder. */
  download: Download | null;
  /** What the package says of itself, which is told where it is opened. */
  told: Warning[];
  /** What lies beside the package and was not compared. */
  beside: Warning[];
  /** What lies inside and was not looked at. */
  unsearched: Warning[];
}

async function readPath(
  context: Context,
  path: string,
  options: Options,
  { manifest, required, signatures }: Asked,
): Promise<ReadPath> {
  return withPackage(context, path, options, async (opened) => {
    const { content, name } = opened;
    refuseUnknownFiles(opened, NO_VERDICT);
    const progress = context.progress('Verifying');
    const isRequired = requirementFilter(required);
    const isRequiredContent = isWantedContent([isRequired]);
    const wanted = manifest === null ? [isRequired] : [manifest, isRequired];
    const hash = manifest !== null && hasHashes(manifest);
    const reading = {
      hash,
      onProgress: progress.update,
      ...(context.signal ? { signal: context.signal } : {}),
    };
    const found = await (signatures
      ? readSignedFiles(content, wanted, signatures, reading)
      : readContentFiles(content, wanted, reading)
    ).finally(() => progress.done());
    const place = `${path.replace(/(?<=[^\\/])[\\/]+$/, '').replaceAll('\\', '/')}${content.kind === 'folder' ? '/' : '!'}`;
    const files = found.map(
      // The package is closed then.
      ({ file: _, ...facts }) => (options.together ? { ...facts, path: place + facts.path } : facts),
    );
    return {
      files,
      requiredFiles: files.filter((_, i) => isRequiredContent(found[i]!.file)),
      name,
      download: downloadOf(opened, manifest?.hashes),
      told: warningsOf(opened),
      beside: besideWarnings(opened, wanted),
      unsearched: notSearched(opened, path, isWantedName(wanted)),
    };
  });
}

/** The verdict about one path, or about several that are judged together. */
interface Judged extends JudgedPath {
  /** What the judgement adds to what the package says of itself. */
  own: Warning[];
  told: Warning[];
}

function judge(
  path: string,
  read: readonly ReadPath[],
  options: Options,
  { manifest, required }: Asked,
): Judged {
  const files = read.flatMap((one) => one.files);
  const requirements = checkRequirements(files, required);
  const [only] = read.length === 1 ? read : [];
  const fileName = only?.name ?? null;
  const verified =
    manifest &&
    verifyFiles(files, manifest, {
      product: options.product ?? null,
      onlyPresent: options.onlyPresent,
      fileName,
      download: only?.download ?? null,
    });
  const own = [
    ...(verified?.warnings ?? []),
    ...factWarnings(read.flatMap(({ requiredFiles }) => requiredFiles)),
    ...read.flatMap(({ beside }) => beside),
    // Missing files, or further copies of the others, may lie inside.
    ...read.flatMap(({ unsearched }) => unsearched),
  ];
  const told = read.flatMap((one) => one.told);
  const warnings = [...told.filter(isWeakening), ...own];
  return {
    path,
    ok: (verified?.ok ?? true) && requirements.every(({ status }) => status === 'match'),
    result: verified && { ...verified, warnings },
    requirements,
    warnings,
    error: null,
    own,
    told,
  };
}

function notRead(path: string, error: HotfixkitError | null): JudgedPath {
  return { path, ok: false, result: null, requirements: [], warnings: [], error };
}

function answer(context: Context, judged: Judged, options: Options): void {
  const { result, requirements, warnings } = judged;
  const format = chosenFormat(context.json, options.format);
  const isRequired = requirements.length > 0;
  if (format === 'json') context.document(documentOf(judged));
  else if (format === 'junit') {
    context.text(renderJunit(judgedSuites(judged, { onlyPresent: options.onlyPresent })));
  } else if (format === 'markdown') {
    const parts = [
      ...(result === null ? [] : [renderVerifyMarkdown(result)]),
      ...(isRequired ? [renderRequirementsMarkdown(requirements, warnings)] : []),
    ];
    context.text(parts.join('\n'));
  } else {
    const parts = [
      ...(result === null ? [] : [verifyLines(context, result).join('\n')]),
      ...(isRequired ? [requirementLines(context, requirements, warnings).join('\n')] : []),
    ];
    context.lines(parts.join('\n\n').split('\n'));
  }
}

function documentOf({ ok, result, requirements, own, told }: Judged): object {
  return {
    ...result,
    ok,
    ...(requirements.length > 0 && { requirements }),
    warnings: [...told, ...own],
  };
}

function answerSeveral(context: Context, paths: readonly (Judged | JudgedPath)[], options: Options): void {
  const format = chosenFormat(context.json, options.format);
  if (format === 'json') {
    context.document({
      ok: paths.every(({ ok }) => ok),
      paths: paths.map((one) => {
        const { path, ok, error } = one;
        return { path, ok, ...('own' in one ? documentOf(one) : { error: errorJson(error!) }) };
      }),
    });
  } else if (format === 'junit') {
    context.text(renderJunit(pathSuites(paths, { onlyPresent: options.onlyPresent })));
  } else if (format === 'markdown') context.text(renderPathsMarkdown(paths));
  else context.lines(pathLines(context, paths));
}

/** Scans trees of folders and packages: which hotfixes are where, and in what condition. */
async function scan(context: Context, paths: readonly string[], options: Options): Promise<number> {
  if (areSignaturesDemanded(options) || areSignaturesMentioned(options)) {
    throw new HotfixkitError(
      'USAGE',
      '--signed judges folders and packages one by one; it goes with neither --kb all nor --state',
    );
  }
  if (options.together) {
    throw new HotfixkitError(
      'USAGE',
      '--together judges paths as one by one table; it goes with neither --kb all nor --state',
    );
  }
  if (options.require.length > 0) {
    throw new HotfixkitError(
      'USAGE',
      '--require checks folders and packages one by one; it goes with neither --kb all nor --state',
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
