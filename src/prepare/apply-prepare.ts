import { join } from 'node:path';
import type { Warning } from '../core/errors.js';
import { pathKey } from '../core/safe-path.js';
import { printableJson } from '../core/visible-text.js';
import { applyStage } from '../hotfix/stage/apply-stage.js';
import { diskContentFolder } from '../hotfix/stage/disk-content-folder.js';
import {
  hasConflicts,
  refuseConflicts,
  type StagePlan,
  updateStagePlan,
} from '../hotfix/stage/plan-stage.js';
import { hashStagedFiles, refuseChanged } from '../hotfix/stage/staged-hashes.js';
import { applyAdministrativeSequence } from '../installer/session/apply-administrative-sequence.js';
import type { OutputFolder } from '../node/output-folder.js';
import { beginOutput } from '../node/output-transaction.js';
import { writeHeldFiles } from '../package/node/write-held-files.js';
import type { WriteOptions } from '../package/node/write-options.js';
import { renderReportHtml } from '../report/render-report-html.js';
import { renderReportMarkdown } from '../report/render-report-markdown.js';
import type { Report } from '../report/report.js';
import { type OtherFiles, otherFilesOf, type WrittenFile } from './earlier-files.js';
import { IMAGE, REPORT, readableReports, stagedPath } from './output-layout.js';
import { imageFiles, imagePaths, type PreparePlan } from './plan-prepare.js';
import { type PrepareReportOptions, prepareReport } from './prepare-report.js';
import { findPreviousReport } from './previous-report.js';

/** Options of {@link applyPrepare}. */
export interface ApplyPrepareOptions extends WriteOptions, PrepareReportOptions {}

/** What preparing did. */
export interface PrepareResult {
  report: Report;
  /** Null where nothing was staged. */
  plan: StagePlan | null;
  /** Paths of the three reports. */
  reports: string[];
  warnings: Warning[];
}

/**
 * Makes the administrative image in `image/`, stages into `content/client`, `content/<utility>` and `content/<article>`, and
 * writes `report.json`, `report.md` and `report.html`. All of it takes its place together, or nothing does.
 *
 * Throws `STAGE_CONFLICT` when image and report are in place and nothing was staged because other files are in the way,
 * `TARGET_IS_SOURCE`, and what decoding and the disk throw.
 */
export async function applyPrepare(
  plan: PreparePlan,
  options: ApplyPrepareOptions = {},
): Promise<PrepareResult> {
  const output = await beginPrepare(plan.folder, options);
  try {
    return await applyTo(output, plan, options);
  } catch (error) {
    // After the commit there is nothing left to undo.
    throw output.failed(error);
  }
}

/** Begins a run of preparing in a folder. */
export function beginPrepare(folder: string, options: ApplyPrepareOptions): Promise<OutputFolder> {
  const { flush = 'always', signal } = options;
  return beginOutput(folder, { flush, signal });
}

/** {@link applyPrepare} in an output that is begun; the caller rolls it back after an error. */
export async function applyTo(
  output: OutputFolder,
  plan: PreparePlan,
  options: ApplyPrepareOptions,
): Promise<PrepareResult> {
  const pathOf = new Map(plan.image && imageFiles(plan.image).map(({ file, path }) => [file.key, path]));
  const ofImage = await writeImage(plan, output, options);
  const warnings = withoutTold(plan, ofImage, (key) => pathOf.get(key) ?? key);
  const inImage = hashStagedFiles(output.pending(IMAGE));
  refuseChanged(plan.stage.hashes, inImage);
  // From here on no other run writes there, and leftovers of killed runs are recovered.
  const planned =
    plan.stage.plan &&
    updateStagePlan(plan.stage.plan, (name) => diskContentFolder(plan.stage.targets[name]!));
  const written = plan.image && imagePaths(plan.image);
  const inPlace = [...inImage].map(([path, sha256]) => ({ path: `${IMAGE}/${path}`, sha256: () => sha256 }));
  const others = otherFilesOf({ ...plan, written, inPlace }, planned);
  warnings.push(...others.warnings);
  for (const { path, only } of others.remove) output.remove(path, { only });
  const { stage } = others;
  const isStaged = stage !== null && !hasConflicts(stage);
  if (isStaged) {
    const outputOf = (name: keyof typeof plan.names) => ({ output, below: plan.names[name] });
    const more = await applyStage(stage, outputOf, plan.stage.content, plan.stage.fileOf, {
      tolerant: true,
      ...options,
    });
    warnings.push(...withoutTold(plan, more));
  }
  const known = writtenFiles(plan, isStaged ? stage : null, inImage, others);
  const previous = plan.isPreviousNamed ? plan.previous : findPreviousReport(join(plan.folder, REPORT));
  const report = prepareReport({ ...plan, previous }, stage, warnings, { ...options, written: known });
  const reports = writeReports(report, output);
  const result = { report, plan: stage, reports, warnings: [...report.warnings] };
  result.warnings.push(...(await output.commit()));
  if (stage) refuseConflicts(stage, (copy) => join(plan.folder, stagedPath(plan.names, copy)));
  return result;
}

/**
 * Without what the verdict says of the same files of the image: they are the ones that were verified.
 *
 * @param pathOf the path in the image of the file that a warning names
 */
function withoutTold(
  { stage }: PreparePlan,
  warnings: readonly Warning[],
  pathOf: (entry: string) => string = (entry) => entry,
): Warning[] {
  const told = new Set(stage.verification?.warnings.map(({ code, entry }) => `${code} ${entry}`));
  // What names no file may be of something else.
  return warnings.filter(({ code, entry }) => entry === undefined || !told.has(`${code} ${pathOf(entry)}`));
}

/** The files of this run and of earlier ones in the output folder. */
function writtenFiles(
  { names }: PreparePlan,
  staged: StagePlan | null,
  inImage: ReadonlyMap<string, string>,
  { earlier, remove }: OtherFiles,
): WrittenFile[] {
  const written = new Map(earlier);
  for (const { path } of remove) written.delete(pathKey(path));
  const add = (path: string, sha256: string) => written.set(pathKey(path), { path, sha256 });
  for (const [path, sha256] of inImage) add(`${IMAGE}/${path}`, sha256);
  for (const copy of staged?.copies ?? []) add(stagedPath(names, copy), copy.sha256);
  return [...written.values()];
}

async function writeImage(
  { image, held, opened }: PreparePlan,
  output: OutputFolder,
  options: ApplyPrepareOptions,
): Promise<Warning[]> {
  const { location, content } = opened;
  if (image === null) return [];
  if (image.kind === 'installation') {
    const { warnings } = await applyAdministrativeSequence(image.session, image.sequence, {
      ...options,
      location,
      held,
      into: { output, below: IMAGE },
    });
    return warnings;
  }
  const items = image.extract.files.map((item) => ({ ...item, path: `${IMAGE}/${item.path}` }));
  return writeHeldFiles(content, held, items, output, { ...options, location });
}

/** The name of the form, as in the answer of `hotfixkit prepare --json`. */
const REPORT_SCHEMA = 'hotfixkit/prepare/1';

/** Writes the report in its three forms and replaces those of an earlier run. */
function writeReports(report: Report, output: OutputFolder): string[] {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const forms: [string, string][] = [
    [REPORT, `${printableJson({ schema: REPORT_SCHEMA, ...report })}\n`],
    [readableReports.markdown, renderReportMarkdown(report)],
    [readableReports.html, renderReportHtml(report)],
  ];
  for (const [name, text] of forms) output.writeFile(name, encode(text));
  return forms.map(([name]) => join(output.path, name));
}
