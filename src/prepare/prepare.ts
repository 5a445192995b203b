import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Warning } from '../core/errors.js';
import { version } from '../core/version.js';
import { describePackage } from '../hotfix/describe/describe-package.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import { articleFileName } from '../hotfix/naming/article-name.js';
import { applyStage } from '../hotfix/stage/apply-stage.js';
import { refuseConflicts, type StagePlan, utilityName } from '../hotfix/stage/plan-stage.js';
import { checkStageOptions, type LineOptions, planStaging } from '../hotfix/stage/stage-package.js';
import { runAdministrativeSequence } from '../installer/session/administrative-sequence.js';
import { AdministrativeSession } from '../installer/session/administrative-session.js';
import { FileSource } from '../node/file-source.js';
import { hashSource } from '../node/hash.js';
import type { OutputFolder } from '../node/output-folder.js';
import { beginOutput } from '../node/output-transaction.js';
import { userName } from '../node/user-name.js';
import { planExtract } from '../package/extract/extract-plan.js';
import { FolderPackage } from '../package/node/folder-package.js';
import { writeFiles } from '../package/node/write-files.js';
import type { WriteOptions } from '../package/node/write-options.js';
import { type OpenPackageOptions, openPackage, type PackageOnDisk } from '../package/open-package.js';
import type { Package } from '../package/package.js';
import { renderReportHtml } from '../report/render-report-html.js';
import { renderReportMarkdown } from '../report/render-report-markdown.js';
import { buildReport, type Report, type StagedFile } from '../report/report.js';

/** Options of {@link prepare}. `manifest` is needed, all others may be left out. */
export interface PrepareOptions extends WriteOptions, LineOptions {
  manifest: Manifest;
  /** How to open what is given: password, limits. */
  open?: OpenPackageOptions;
  product?: string | null;
  /** Stage even if verification fails. */
  force?: boolean;
  /** Replace staged files that exist and differ. */
  overwrite?: boolean;
  /** Name and version of the program in the report; default: this package. */
  tool?: { name: string; version: string };
  /** The LogonUser property of the installation; default: the current user. */
  user?: string;
  now?: Date;
}

/** What {@link prepare} did. */
export interface PrepareResult {
  report: Report;
  /** Null where nothing was staged. */
  plan: StagePlan | null;
  /** Paths of the three reports. */
  reports: string[];
  warnings: Warning[];
}

/**
 * Does everything in one run: opens the package, writes the administrative image to `image/`, verifies it, stages to
 * `content/client` and `content/<utility>`, and writes `report.json`, `report.md` and `report.html`. All files take their
 * places together, or none. What is verified and staged are the files of the image.
 *
 * If verification fails, nothing is staged unless `force` is set; the report says so.
 *
 * @throws What each step throws. Nothing remains in `folder` then.
 * @example
 * import { manifestFromCatalogue, prepare } from 'hotfixkit';
 *
 * const { report } = await prepare('SCCM2007-SP2-KB977203-ENU.msi', 'prepared', {
 *   manifest: manifestFromCatalogue('977203'),
 *   packageId: 'ABC00001',
 * });
 * console.log(report.verdict.status, report.verdict.headline);
 */
export async function prepare(path: string, folder: string, options: PrepareOptions): Promise<PrepareResult> {
  checkStageOptions(options);
  const opened = openPackage(path, options.open);
  try {
    const { flush = 'always', signal } = options;
    const output = await beginOutput(folder, { flush, signal });
    try {
      const image = await makeImage(opened, output, options);
      const { result, conflict } = await stageAndReport(opened, image, output, options);
      result.warnings.push(...(await output.commit()));
      if (conflict) refuseConflicts(conflict);
      return result;
    } catch (error) {
      // After the commit there is nothing left to take back.
      throw output.failed(error);
    }
  } finally {
    opened.close();
  }
}

/** Where the image goes, below the output folder. */
const IMAGE = 'image';

interface Image {
  /** What is verified and staged: the very files that the image gets. */
  content: Package;
  /** Null where the input is a folder, which is used as it is. */
  path: string | null;
  files: number;
  bytes: number;
  warnings: Warning[];
}

/** An installation package as `/a` leaves it; of any other package the files in their folders. */
async function makeImage(
  opened: PackageOnDisk,
  output: OutputFolder,
  options: PrepareOptions,
): Promise<Image> {
  const { content, location } = opened;
  const target = join(output.path, IMAGE);
  const into = { output, below: IMAGE };
  const writeOptions: WriteOptions = { ...options, location };
  if (content.kind === 'folder') return { content, path: null, files: 0, bytes: 0, warnings: [] };
  if (content.kind === 'msi') {
    const session = new AdministrativeSession(content, {
      properties: new Map([['TARGETDIR', target]]),
      packagePath: location.path,
      isInsideContainer: (location.inside?.length ?? 0) > 0,
      user: options.user ?? userName(),
      environment: process.env,
      ...(options.now ? { now: options.now } : {}),
    });
    const { plan, warnings } = await runAdministrativeSequence(session, {
      ...writeOptions,
      packageName: opened.name,
      into,
    });
    return {
      content: writtenContent(output),
      path: target,
      files: plan.files.length,
      bytes: plan.size,
      warnings: [...session.warnings, ...warnings],
    };
  }
  const plan = planExtract(content);
  const items = plan.files.map((item) => ({ ...item, path: `${IMAGE}/${item.path}` }));
  const warnings = await writeFiles(content, items, output, writeOptions);
  return {
    content: writtenContent(output),
    path: target,
    files: plan.files.length,
    bytes: plan.size,
    warnings: [...plan.warnings, ...warnings],
  };
}

/** The files of the image, written but not in place yet, as a folder. */
function writtenContent(output: OutputFolder): Package {
  const staged = new Map(output.pending(IMAGE).map((file) => [file.path, file.staged]));
  return new FolderPackage({
    files: () =>
      [...staged].map(([path, place]) => {
        const { size, mtime } = statSync(place);
        return { path, size, modified: mtime };
      }),
    open: (path) => {
      const place = staged.get(path);
      return place === undefined ? null : new FileSource(place);
    },
  });
}

async function stageAndReport(
  opened: PackageOnDisk,
  image: Image,
  output: OutputFolder,
  options: PrepareOptions,
): Promise<{ result: PrepareResult; conflict: StagePlan | null }> {
  const folder = output.path;
  const { manifest } = options;
  const utility = manifest.facts?.utility;
  const names = {
    client: 'content/client',
    utility: `content/${utility ? utilityName(utility) : 'utility'}`,
    hotfix: `content/${articleFileName(manifest)}`,
  };
  const targets = {
    client: join(folder, names.client),
    utility: join(folder, names.utility),
    hotfix: join(folder, names.hotfix),
  };
  const packageFile = opened.content.kind === 'msi' ? opened.name : null;
  const planned = await planStaging(image.content, targets, { ...options, packageFile });
  const { plan } = planned;
  const conflict = plan?.copies.some((copy) => copy.action === 'conflict') ?? false;
  const outputOf = (name: keyof typeof names) => ({ output, below: names[name] });
  const applied =
    plan && !conflict ? await applyStage(plan, outputOf, image.content, planned.fileOf, options) : [];

  const description = describePackage(opened);
  const warnings = [...opened.content.warnings, ...image.warnings, ...planned.warnings, ...applied];
  const report = buildReport({
    tool: options.tool ?? { name: 'hotfixkit', version },
    created: (options.now ?? new Date()).toISOString(),
    input: {
      file: basename(opened.location.path),
      size: description.size,
      sha256: opened.source === null ? null : hashSource(opened.source, 'sha256'),
      kind: description.kind,
      product: description.product?.name ?? null,
      productCode: description.product?.code ?? null,
      signature: description.signature === null ? null : description.signature === 'present',
    },
    manifest,
    verification: planned.verification,
    staged: (plan?.copies ?? []).map(
      (copy): StagedFile => ({
        path: `${names[copy.content]}/${copy.to}`,
        size: copy.size,
        sha256: copy.sha256,
        action: copy.action,
      }),
    ),
    image: image.path === null ? null : { path: 'image', files: image.files, bytes: image.bytes },
    next: plan?.next ?? [],
    warnings,
  });
  const reports = writeReports(report, output);
  const result = { report, plan, reports, warnings: [...report.warnings] };
  return { result, conflict: conflict ? plan : null };
}

/** The report in its three forms, replacing those of an earlier run. */
function writeReports(report: Report, output: OutputFolder): string[] {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const forms: [string, string][] = [
    ['report.json', `${JSON.stringify(report, null, 2)}\n`],
    ['report.md', renderReportMarkdown(report)],
    ['report.html', renderReportHtml(report)],
  ];
  for (const [name, text] of forms) output.writeFile(name, encode(text));
  return forms.map(([name]) => join(output.path, name));
}
