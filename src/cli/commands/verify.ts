import { availableParallelism } from 'node:os';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { groupDigits, listed, plural } from '../../core/plural.js';
import { isWeakening } from '../../core/weakening-warnings.js';
import type { Manifest } from '../../hotfix/manifest/manifest.js';
import { scanTrees } from '../../hotfix/scan/scan-trees.js';
import { besideWarnings } from '../../hotfix/verify/beside-package.js';
import { type FileFacts, factWarnings } from '../../hotfix/verify/compare-file.js';
import type { Download } from '../../hotfix/verify/compare-hashes.js';
import { isWantedContent, isWantedName, readContentFiles } from '../../hotfix/verify/content-files.js';
import { downloadOf } from '../../hotfix/verify/download-of.js';
import { readSignedFiles } from '../../hotfix/verify/node/read-signed-files.js';
import {
  checkRequirements,
  parseRequirement,
  type Requirement,
  requirementFilter,
} from '../../hotfix/verify/require.js';
import { rowsOfFiles, withoutMissing } from '../../hotfix/verify/rows-of-files.js';
import { type VerifyResult, verifyFiles } from '../../hotfix/verify/verify-files.js';
import { refuseChangedSource } from '../../package/changed-source.js';
import { openProduct } from '../../package/node/open-product.js';
import { NO_VERDICT, notSearched, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { PackageContent } from '../../package/package-content.js';
import { openPatchedPackage } from '../../package/patch/open-patched-package.js';
import { failureAdvice } from '../../report/advice.js';
import { scanEvidence, scannedHashes } from '../../report/evidence-of-scan.js';
import {
  verificationEvidence,
  verifiedComments,
  verifiedHashes,
} from '../../report/evidence-of-verification.js';
import { type JudgedPath, judgedSuites, pathSuites, renderPathsMarkdown } from '../../report/render-paths.js';
import { renderRequirementsMarkdown } from '../../report/render-requirements.js';
import { renderScanMarkdown, scanSuites } from '../../report/render-scan.js';
import { renderVerifyMarkdown } from '../../report/render-verification.js';
import { answerInFormat, showsHashes } from '../answer-in-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { verify as definition } from '../definitions/verify.js';
import { ExitStatus, errorJson } from '../exit-status.js';
import { knownFiles } from '../known-files.js';
import { allManifests, manifestGiven, manifestOf } from '../manifest-option.js';
import { openOptions, withJson, withPackage } from '../open.js';
import { worstStatus } from '../outcomes.js';
import { pathLines } from '../paths-table.js';
import { requirementLines } from '../requirement-table.js';
import { scanLines } from '../scan-table.js';
import { areSignaturesDemanded, areSignaturesMentioned, signatureJudge } from '../signature-judge.js';
import { type SingleFile, withPackageOrFile } from '../single-file.js';
import { verifyLines } from '../verify-table.js';

type Options = OptionsOf<typeof definition>;

export const verify: Command<typeof definition> = {
  async run(context, { path: paths }, options) {
    if (options.base !== undefined && options.with.length > 0) {
      throw new HotfixkitError(
        'USAGE',
        'give a patch with --base PRODUCT, or the product with --with PATCH, not both',
      );
    }
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
  /** What was applied to the package. */
  additions: ReturnType<typeof withJson>;
  /** Name of a file that was given by itself; null for a package or folder. */
  single: string | null;
  /** The file that was opened, with its hashes where the article publishes some; null for a folder. */
  download: Download | null;
  /** What the package says of itself, which is told where it is opened. */
  told: Warning[];
  /** What lies beside the package and was not compared. */
  beside: Warning[];
  /** What lies inside and was not looked at. */
  unsearched: Warning[];
}

async function readPath(context: Context, path: string, options: Options, asked: Asked): Promise<ReadPath> {
  if (options.base === undefined && options.with.length === 0) {
    return withPackageOrFile(
      context,
      path,
      options,
      knownFiles(asked.manifest, asked.required),
      async (opened, single, itself) => {
        const read = await readOpened(context, opened, opened.content, options, asked);
        const beside = [...read.beside, ...(single ? heldFiles(path, single) : [])];
        if (itself === null) return { ...read, beside, single: single?.name ?? null };
        // The article has a row for the package as well.
        const own = await readOpened(context, itself, itself.content, options, asked);
        const requiredFiles = [...own.requiredFiles, ...read.requiredFiles];
        // Files inside may have its name.
        const files = own.files.map((file) => ({ ...file, path: path.replaceAll('\\', '/') }));
        return { ...read, files: [...files, ...read.files], requiredFiles, single: null };
      },
    );
  }
  return withPackage(context, path, options, async (opened) => {
    const single = null;
    if (options.base === undefined) {
      return { ...(await readOpened(context, opened, opened.content, options, asked)), single };
    }
    if (opened.kind !== 'msp') {
      throw new HotfixkitError('USAGE', `--base is for a patch, and this is of the kind ${opened.kind}`);
    }
    const product = openProduct(options.base, openOptions(context, options));
    try {
      const patched = openPatchedPackage(product, [opened]);
      context.warn(patched.content.warnings);
      const { kind, content } = patched;
      const result = { ...opened, kind, content } satisfies OpenedPackage;
      return { ...(await readOpened(context, result, content.patchedFiles(), options, asked)), single };
    } finally {
      product.close();
    }
  });
}

/** Files of the table inside a package that is compared by its own row. */
function heldFiles(path: string, { holds }: SingleFile): Warning[] {
  if (holds.length === 0) return [];
  const message = `the package was compared with its own row, and ${plural(holds.length, 'file')} inside ${holds.length === 1 ? 'has' : 'have'} the names of others and ${holds.length === 1 ? 'was' : 'were'} not: ${listed(holds)}; to compare ${holds.length === 1 ? 'it' : 'these'}, give "${path}!"`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

/** @param content the files to look at */
async function readOpened(
  context: Context,
  opened: OpenedPackage,
  content: PackageContent,
  options: Options,
  { manifest, required, signatures }: Asked,
): Promise<Omit<ReadPath, 'single'>> {
  const { path, name } = opened;
  refuseUnknownFiles(opened, NO_VERDICT);
  const progress = context.progress('Verifying');
  const isRequired = requirementFilter(required);
  const isRequiredContent = isWantedContent([isRequired]);
  const wanted = manifest === null ? [isRequired] : [manifest, isRequired];
  const reading = {
    hash: showsHashes(options),
    onProgress: progress.update,
    ...(context.signal ? { signal: context.signal } : {}),
  };
  const found = await (signatures
    ? readSignedFiles(content, wanted, signatures, reading)
    : readContentFiles(content, wanted, reading)
  ).finally(() => progress.done());
  refuseChangedSource(opened.source, path);
  const place = `${path.replace(/(?<=[^\\/])[\\/]+$/, '').replaceAll('\\', '/')}${content.kind === 'folder' ? '/' : '!'}`;
  const files = found.map(
    // The package is closed then.
    ({ file: _, ...facts }) => (options.together ? { ...facts, path: place + facts.path } : facts),
  );
  return {
    files,
    requiredFiles: files.filter((_, i) => isRequiredContent(found[i]!.file)),
    name,
    download: downloadOf(opened, manifest),
    additions: withJson(opened.content),
    told: warningsOf(opened),
    beside: besideWarnings(opened, wanted),
    unsearched: notSearched(opened, path, isWantedName(wanted)),
  };
}

/** The verdict about one path, or about several that are judged together. */
interface Judged extends JudgedPath {
  /** What the judgement adds to what the package says of itself. */
  own: Warning[];
  told: Warning[];
  additions: ReturnType<typeof withJson>;
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
  const singles = read.flatMap(({ single }) => single ?? []);
  const isSingle = singles.length === read.length;
  // Of files by themselves, only their own rows are in question.
  const table = isSingle ? manifest && rowsOfFiles(manifest, singles) : manifest;
  const found =
    table &&
    verifyFiles(files, table, {
      product: options.product ?? null,
      onlyPresent: options.onlyPresent || isSingle,
      fileName: isSingle ? null : (only?.name ?? null),
      download: isSingle ? null : (only?.download ?? null),
    });
  const verified = isSingle ? found && withoutMissing(found) : found;
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
    additions: only?.additions ?? {},
  };
}

function notRead(path: string, error: HotfixkitError | null): JudgedPath {
  return { path, ok: false, result: null, requirements: [], warnings: [], error };
}

function answer(context: Context, judged: Judged, options: Options): void {
  const { result, requirements, warnings } = judged;
  const isRequired = requirements.length > 0;
  answerInFormat(context, options.format, {
    document: () => documentOf(judged),
    lines: () =>
      [
        ...(result === null ? [] : [[...verifyLines(context, result), ...nextLines(result)].join('\n')]),
        ...(isRequired ? [requirementLines(context, requirements, warnings).join('\n')] : []),
      ]
        .join('\n\n')
        .split('\n'),
    evidence: () => verificationEvidence([judged]),
    markdown: () =>
      [
        ...(result === null ? [] : [renderVerifyMarkdown(result)]),
        ...(isRequired ? [renderRequirementsMarkdown(requirements, warnings)] : []),
      ].join('\n'),
    suites: () => judgedSuites(judged, { onlyPresent: options.onlyPresent }),
    hashes: () => verifiedHashes([judged]),
    hashComments: () => verifiedComments([judged]),
  });
}

/** What to do where files are not as published. */
function nextLines(result: VerifyResult): string[] {
  if (result.ok) return [];
  return ['', ...failureAdvice(result, [], result.manifest.kb).map((text) => `  ${text}`)];
}

function documentOf({ ok, result, requirements, own, told, additions }: Judged): object {
  return {
    ...result,
    ok,
    ...additions,
    ...(requirements.length > 0 && { requirements }),
    warnings: [...told, ...own],
  };
}

function answerSeveral(context: Context, paths: readonly (Judged | JudgedPath)[], options: Options): void {
  answerInFormat(context, options.format, {
    document: () => ({
      ok: paths.every(({ ok }) => ok),
      paths: paths.map((one) => {
        const { path, ok, error } = one;
        return { path, ok, ...('own' in one ? documentOf(one) : { error: errorJson(error!) }) };
      }),
    }),
    lines: () => pathLines(context, paths),
    evidence: () => verificationEvidence(paths),
    markdown: () => renderPathsMarkdown(paths),
    suites: () => pathSuites(paths, { onlyPresent: options.onlyPresent }),
    hashes: () => verifiedHashes(paths),
    hashComments: () => verifiedComments(paths),
  });
}

/** Scans trees of folders and packages: which hotfixes are where, and in what condition. */
async function scan(context: Context, paths: readonly string[], options: Options): Promise<number> {
  if (areSignaturesDemanded(options) || areSignaturesMentioned(options)) {
    throw new HotfixkitError(
      'USAGE',
      '--signed judges folders and packages one by one; it goes with neither --kb all nor --state',
    );
  }
  if (options.with.length > 0 || options.base !== undefined) {
    throw new HotfixkitError(
      'USAGE',
      '--with and --base are for packages one by one; they go with neither --kb all nor --state',
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
  const { manifests, warnings } = isAll
    ? allManifests(options)
    : { manifests: [manifestOf(options)], warnings: [] };
  const progress = context.progress('Walking');
  const scanned = await scanTrees(paths, manifests, {
    product: options.product ?? null,
    onlyPresent: options.onlyPresent,
    hash: showsHashes(options),
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
  const result = { ...scanned, warnings: [...warnings, ...scanned.warnings] };
  context.warn(result.warnings);
  answerInFormat(context, options.format, {
    document: () => result,
    lines: () => scanLines(context, result),
    evidence: () => scanEvidence(result),
    markdown: () => renderScanMarkdown(result),
    suites: () => scanSuites(result),
    hashes: () => scannedHashes(result),
  });
  const isBug = result.hotfixes.some(({ places }) =>
    places.some((place) => place.problem?.code === 'INTERNAL'),
  );
  return isBug ? ExitStatus.bug : result.ok ? ExitStatus.done : ExitStatus.differs;
}
