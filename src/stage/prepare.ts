import { basename, join } from 'node:path';
import { runAdministrativeSequence } from '../admin/administrative-sequence.js';
import { AdministrativeSession } from '../admin/administrative-session.js';
import type { Warning } from '../errors.js';
import { applyExtract } from '../extract/extract.js';
import { planExtract } from '../extract/extract-plan.js';
import { hashSource } from '../fs/hash.js';
import { OutputFolder } from '../fs/output-folder.js';
import { describePackage } from '../inspect/describe-package.js';
import type { Manifest } from '../manifest/manifest.js';
import { InstallPackage } from '../package/install-package.js';
import { type OpenedPackage, type OpenPackageOptions, openPackage } from '../package/open-package.js';
import type { WriteOptions } from '../package/write-files.js';
import { articleFileName } from './article-name.js';
import { refuseConflicts, type StagePlan, utilityName } from './plan-stage.js';
import { renderReportHtml } from './report/render-html.js';
import { renderReportMarkdown } from './report/render-markdown.js';
import { buildReport, type Report, type StagedFile } from './report/report.js';
import { checkStageOptions, type LineOptions, stagePackage } from './stage-package.js';

export interface PrepareOptions extends WriteOptions, LineOptions {
  manifest: Manifest;
  /** How to open what is given: password, limits. */
  open?: OpenPackageOptions;
  product?: string | null;
  /** Stage although verification fails. */
  force?: boolean;
  /** Replace staged files that are there and differ. */
  overwrite?: boolean;
  tool: { name: string; version: string };
  user: string;
  now?: Date;
}

export interface PrepareResult {
  report: Report;
  /** Null where nothing was staged. */
  plan: StagePlan | null;
  /** Paths of the three reports. */
  reports: string[];
  warnings: Warning[];
}

/**
 * The whole way: opens the package, makes the administrative image in `image/`, verifies it, stages into
 * `content/client` and `content/<utility>`, writes `report.json`, `report.md` and `report.html`.
 *
 * Where verification fails nothing is staged unless forced; the report says so. Throws what each step throws.
 */
export async function prepare(path: string, folder: string, options: PrepareOptions): Promise<PrepareResult> {
  checkStageOptions(options);
  const opened = openPackage(path, options.open);
  try {
    const image = await makeImage(opened, join(folder, 'image'), options);
    const source = image.path === null ? opened : openPackage(image.path);
    try {
      return await stageAndReport(opened, source, image, folder, options);
    } finally {
      if (source !== opened) source.close();
    }
  } finally {
    opened.close();
  }
}

interface Image {
  /** Null where the input is a folder, which is used as it is. */
  path: string | null;
  files: number;
  bytes: number;
  warnings: Warning[];
}

/** An installation package as `/a` leaves it; of any other package the files in their folders. */
async function makeImage(opened: OpenedPackage, target: string, options: PrepareOptions): Promise<Image> {
  const { content, location } = opened;
  const writeOptions: WriteOptions = { ...options, location };
  if (content.kind === 'folder') return { path: null, files: 0, bytes: 0, warnings: [] };
  if (content instanceof InstallPackage && content.kind === 'msi') {
    const session = new AdministrativeSession(content, {
      properties: new Map([['TARGETDIR', target]]),
      packagePath: location.path,
      isInsideContainer: (location.inside?.length ?? 0) > 0,
      user: options.user,
      environment: process.env,
      ...(options.now ? { now: options.now } : {}),
    });
    const { plan, warnings } = await runAdministrativeSequence(session, {
      ...writeOptions,
      packageName: opened.name,
    });
    return {
      path: target,
      files: plan.files.length,
      bytes: plan.size,
      warnings: [...session.warnings, ...warnings],
    };
  }
  const plan = planExtract(content);
  const warnings = await applyExtract(content, plan, target, { ...writeOptions, overwrite: 'always' });
  return {
    path: target,
    files: plan.files.length,
    bytes: plan.size,
    warnings: [...plan.warnings, ...warnings],
  };
}

async function stageAndReport(
  opened: OpenedPackage,
  source: OpenedPackage,
  image: Image,
  folder: string,
  options: PrepareOptions,
): Promise<PrepareResult> {
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
  const planned = await stagePackage(source.content, targets, { ...options, packageFile, dryRun: true });
  const { plan } = planned;
  const conflict = plan?.copies.some((copy) => copy.action === 'conflict') ?? false;
  const applied =
    plan && !conflict ? await stagePackage(source.content, targets, { ...options, packageFile }) : null;

  const description = describePackage(opened);
  const warnings = [
    ...opened.content.warnings,
    ...image.warnings,
    ...planned.warnings,
    ...(applied?.warnings ?? []),
  ];
  const report = buildReport({
    tool: options.tool,
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
  const reports = writeReports(report, folder);
  if (plan && conflict) refuseConflicts(plan);
  return { report, plan, reports, warnings: report.warnings };
}

/** The report in its three forms, replacing those of an earlier run. */
function writeReports(report: Report, folder: string): string[] {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const forms: [string, string][] = [
    ['report.json', `${JSON.stringify(report, null, 2)}\n`],
    ['report.md', renderReportMarkdown(report)],
    ['report.html', renderReportHtml(report)],
  ];
  const output = new OutputFolder(folder);
  try {
    for (const [name, text] of forms) output.writeFile(name, encode(text));
    output.commit();
  } catch (error) {
    output.rollback();
    throw error;
  }
  return forms.map(([name]) => join(folder, name));
}
