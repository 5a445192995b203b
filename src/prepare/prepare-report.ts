import type { Warning } from '../core/errors.js';
import type { StagePlan } from '../hotfix/stage/plan-stage.js';
import { hashSource } from '../node/hash.js';
import { type PackageReportInput, reportOnPackage } from '../report/package-report.js';
import type { Report } from '../report/report.js';
import type { StagedFile } from '../report/report-parts.js';
import type { WrittenFile } from './earlier-files.js';
import { IMAGE, stagedPath } from './output-layout.js';
import { imageFiles, type PreparePlan } from './plan-prepare.js';

/** Options of {@link prepareReport}. */
export type PrepareReportOptions = Pick<PackageReportInput, 'tool' | 'now' | 'provenance'>;

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
  const files = image && imageFiles(image);
  return reportOnPackage(opened, {
    ...options,
    sha256: opened.source === null ? null : hashSource(opened.source, 'sha256'),
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
    warnings: [...(image?.warnings ?? []), ...plan.stage.warnings, ...warnings],
  });
}
