import { version } from '../core/version.js';
import { describePackage } from '../hotfix/describe/describe-package.js';
import { warningsAround } from '../hotfix/verify/verify-package.js';
import { warningsOf } from '../package/not-searched.js';
import type { OpenedPackage } from '../package/opened-package.js';
import { nameOf } from '../package/package-search.js';
import { buildReport, type Report, type ReportInput } from './report.js';

/** What a report on a package says that the package does not. */
export interface PackageReportInput extends Omit<ReportInput, 'tool' | 'created' | 'input'> {
  /** Of the file that was opened, lower-case hexadecimal; null for a folder. */
  sha256: string | null;
  /** The tool that the report names; default this package. */
  tool?: { name: string; version: string };
  /** When the report was made; default now. */
  now?: Date;
}

/** The report on an open package; the warnings are those of the package, then those given. */
export function reportOnPackage(opened: OpenedPackage, data: PackageReportInput): Report {
  const { sha256, tool = { name: 'hotfixkit', version }, now = new Date(), manifest } = data;
  const description = describePackage(opened);
  return buildReport({
    ...data,
    tool,
    created: now.toISOString(),
    input: {
      file: nameOf((opened.location?.path ?? opened.path).replaceAll('\\', '/')),
      size: description.size,
      sha256,
      kind: description.kind,
      product: description.product?.name ?? null,
      productCode: description.product?.code ?? null,
      signature: description.signature === null ? null : description.signature === 'present',
    },
    warnings: [...warningsOf(opened), ...warningsAround(opened, manifest), ...data.warnings],
  });
}
