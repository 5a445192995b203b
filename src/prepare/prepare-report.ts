import { basename } from 'node:path';
import type { Warning } from '../core/errors.js';
import { version } from '../core/version.js';
import { describePackage } from '../hotfix/describe/describe-package.js';
import type { StagePlan } from '../hotfix/stage/plan-stage.js';
import { besideWarnings } from '../hotfix/verify/beside-package.js';
import { isWantedName } from '../hotfix/verify/content-files.js';
import { hashSource } from '../node/hash.js';
import { notSearched, warningsOf } from '../package/not-searched.js';
import { buildReport, type Report, type ReportProvenance } from '../report/report.js';
import type { StagedFile } from '../report/report-parts.js';
import type { WrittenFile } from './earlier-files.js';
import { IMAGE, stagedPath } from './output-layout.js';
import { imageFiles, type PreparePlan } from './plan-prepare.js';

/** Options of {@link prepareReport}. */
export interface PrepareReportOptions {
  /** The tool that the report names; default this package. */
  tool?: { name: string; version: string };
  /** Who makes the report, and by which command; default: not known. */
  provenance?: ReportProvenance;
  /** When the report was made; default now. */
  now?: Date;
}

/**
 * The report of a plan, or of an applied plan.
 *
 * @param stage the stage plan as it was carried out; null where nothing was staged
 * @param warnings warnings of applying it
 */
export function prepareReport(
  plan: PreparePlan,
  stage: StagePlan | null = plan.stage.plan,
  warnings: readonly Warning[] = [],
  options: PrepareReportOptions & { written?: readonly WrittenFile[]; isPlan?: boolean } = {},
): Report {
  const { opened, image, names } = plan;
  const description = describePackage(opened);
  const files = image && imageFiles(image);
  return buildReport({
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
    signatures: plan.stage.signatures,
    manifest: plan.stage.manifest,
    verification: plan.stage.verification,
    staged: (stage?.copies ?? []).map(
      (copy): StagedFile => ({
        path: stagedPath(names, copy),
        size: copy.size,
        sha256: copy.sha256,
        action: copy.action,
      }),
    ),
    image: files && {
      path: IMAGE,
      files: files.length,
      bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    },
    written: options.written ?? [],
    isPlan: options.isPlan ?? false,
    provenance: options.provenance ?? null,
    previous: plan.previous,
    next: stage?.next ?? [],
    warnings: [
      ...warningsOf(opened),
      ...besideWarnings(opened, [plan.stage.manifest]),
      ...notSearched(opened, opened.path, isWantedName([plan.stage.manifest])),
      ...(image?.warnings ?? []),
      ...plan.stage.warnings,
      ...warnings,
    ],
  });
}
