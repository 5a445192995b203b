import { readAll } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { jsonExcess } from '../core/json-limits.js';
import { readIdentity } from '../node/file-identity.js';
import { FileSource } from '../node/file-source.js';
import type { PreviousReport, PreviousRow } from '../report/compare-reports.js';

/** Longest report that is read, in bytes. */
const LIMIT = 256 * 1024 * 1024;
const MOST = { depth: 20, values: 3_000_000 };

/** The JSON of a report of an earlier run; null where there is none. */
export function readReportJson(path: string): unknown {
  if (!readIdentity(path)) return null;
  const source = new FileSource(path, { isOutput: true });
  try {
    if (source.size > LIMIT) return null;
    const text = new TextDecoder().decode(readAll(source));
    return jsonExcess(text, MOST) === null ? (JSON.parse(text) as unknown) : null;
  } catch (error) {
    // A file of that name that is not JSON is not a report.
    if (error instanceof SyntaxError) return null;
    throw error;
  } finally {
    source.close();
  }
}

/** The report that an earlier run left, to compare with; null where the file is no report. */
export function findPreviousReport(path: string): PreviousReport | null {
  return previousReport(readReportJson(path));
}

/** The same for a file that was named. Throws `REPORT_INVALID`, and what reading throws. */
export function readPreviousReport(path: string): PreviousReport {
  new FileSource(path).close();
  const found = findPreviousReport(path);
  if (found) return found;
  throw new HotfixkitError(
    'REPORT_INVALID',
    'this is not a report of hotfixkit prepare; name a report.json that it wrote',
    { file: path },
  );
}

type Fields = Readonly<Record<string, unknown>>;

function previousReport(json: unknown): PreviousReport | null {
  const { created, verdict, input, verification, staged } = fields(json);
  const { headline } = fields(verdict);
  const { file, sha256 } = fields(input);
  if (typeof created !== 'string' || typeof headline !== 'string' || typeof file !== 'string') return null;
  return {
    created,
    headline,
    package: { file, sha256: textOrNull(sha256) },
    rows: list(fields(verification).files).flatMap(rowOf),
    staged: list(staged).flatMap((one) =>
      typeof one.path === 'string' && typeof one.sha256 === 'string'
        ? [{ path: one.path, sha256: one.sha256 }]
        : [],
    ),
  };
}

function rowOf({ name, platform, status, actual }: Fields): PreviousRow[] {
  if (typeof name !== 'string' || typeof status !== 'string') return [];
  const { version, size, sha256 } = fields(actual);
  return [
    {
      name: typeof platform === 'string' ? `${name} (${platform})` : name,
      status,
      version: textOrNull(version),
      size: typeof size === 'number' ? size : null,
      sha256: textOrNull(sha256),
    },
  ];
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as unknown[]).map(fields) : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
