import { compareFileVersions, tryParseFileVersion } from '../core/file-version.js';
import { groupDigits, plural } from '../core/plural.js';
import { isWeakening } from '../core/weakening-warnings.js';
import type { ColumnChange } from '../package/node/diff-columns.js';
import type { FileChange } from '../package/node/diff-files.js';
import type { Cell, PackageDiff, RowChange } from '../package/node/diff-packages.js';

/** One of the two things that were compared. */
export interface DiffSide {
  /** As it was given, with what was opened inside. */
  file: string;
  kind: string;
  product: string | null;
  version: string | null;
}

/** A change as people read it: `changed` is `~`. */
export type DiffChange = FileChange['change'];

/** A file that differs, in words. */
export interface DiffFileRow {
  change: DiffChange;
  /** `moved`, `signature only`, or the same as `change`. */
  what: string;
  path: string;
  version: string;
  size: string;
  signature: string;
}

/** The columns and rows of one table that differ. */
export interface DiffTable {
  name: string;
  /** `1 added, 2 changed`, `table added`. */
  count: string;
  /** Columns, with `column NAME` as their key, then rows. Empty where they follow from the files. */
  rows: { change: DiffChange; key: string; text: string }[];
}

/** The differences as people read them, whatever the format: a summary, then tables. */
export interface DiffView {
  before: DiffSide;
  after: DiffSide;
  same: boolean;
  headline: string;
  summary: string[];
  files: DiffFileRow[];
  tables: DiffTable[];
  properties: { name: string; before: string; after: string }[];
  /** Streams and storages. */
  streams: { change: DiffChange; name: string }[];
}

const SIGNATURE_ONLY = 'no differences but in the signature';
/** A table whose rows are digests of files. */
const HASHES = 'MsiFileHash';

export function diffView(diff: PackageDiff, before: DiffSide, after: DiffSide): DiffView {
  const { same, onlySignature, files, summary } = diff;
  return {
    before,
    after,
    same,
    headline: onlySignature ? SIGNATURE_ONLY : same ? sameness(diff) : `differs: ${parts(diff).join(', ')}`,
    summary: summaryLines(diff),
    files: files.map(fileRow),
    tables: tablesOf(diff),
    properties: summary.map(({ property, before: was, after: is }) => {
      return { name: property, before: cellText(was), after: cellText(is) };
    }),
    streams: [
      ...diff.streams.map(({ name, change }) => ({ change, name: `stream ${name.replace('\u0005', '')}` })),
      ...diff.storages.map(({ name, change }) => ({ change, name: `transform ${name}` })),
    ],
  };
}

/** Nothing that was compared differs; a warning may say that something was not. */
function sameness({ warnings }: PackageDiff): string {
  return warnings.some(isWeakening) ? 'no differences in what was compared' : 'no differences';
}

/** `2 tables`, `1 file` */
function parts({
  tables,
  columns,
  rows,
  summary,
  streams,
  storages,
  files,
  outside = [],
}: PackageDiff): string[] {
  const counts = [
    [files.length, 'file'],
    [tables.length, 'table'],
    [columns.length, 'column'],
    [rows.length, 'row'],
    [summary.length, 'summary property'],
    [streams.length, 'stream'],
    [storages.length, 'transform'],
  ] as const;
  return [
    ...counts.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun)),
    ...(outside.length > 0 ? ['bytes outside of what is compared'] : []),
  ];
}

function summaryLines(diff: PackageDiff): string[] {
  const { files, fileCounts: counts, columns, rows } = diff;
  const lines: string[] = [];
  if (counts) {
    const only = files.filter((one) => one.onlySignature).length;
    const moved = files.filter((one) => one.moved).length;
    const remarks = [
      ...(moved > 0 ? [`${moved} in another place`] : []),
      ...(only > 0 ? [`${only} in ${only === 1 ? 'its' : 'their'} signature only`] : []),
    ];
    const said = [
      `${groupDigits(counts.same)} the same`,
      ...(counts.changed > 0
        ? [`${counts.changed} changed${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`]
        : []),
      ...(counts.added > 0 ? [`${counts.added} added`] : []),
      ...(counts.removed > 0 ? [`${counts.removed} removed`] : []),
    ];
    lines.push(`Files: ${said.join(', ')}`);
    const order = files.map(versionOrder);
    const [newer, older] = [1, -1].map((way) => order.filter((one) => one === way).length);
    const versions = [...(newer! > 0 ? [`${newer} newer`] : []), ...(older! > 0 ? [`${older} older`] : [])];
    if (versions.length > 0) lines.push(`Versions: ${versions.join(', ')}`);
    const sizes = files.reduce((sum, one) => sum + (one.after?.size ?? 0) - (one.before?.size ?? 0), 0);
    if (sizes !== 0) lines.push(`Size: ${plural(Math.abs(sizes), 'byte')} ${sizes > 0 ? 'more' : 'less'}`);
    const signatures = files.filter(
      ({ before, after }) => before && after && before.signature !== after.signature,
    );
    if (signatures.length > 0)
      lines.push(`Signatures: ${plural(signatures.length, 'file')} with another one`);
  }
  const names = tableNames(diff);
  if (names.length > 0) {
    const what = countsOf(columns, rows);
    lines.push(`Tables: ${plural(names.length, 'table')}${what === '' ? '' : ` with ${what}`}`);
  }
  if (diff.summary.length > 0) {
    lines.push(`Summary information: ${diff.summary.map(({ property }) => property).join(', ')}`);
  }
  if (diff.outside) lines.push(`Outside of tables, streams and files: ${diff.outside.join('; ')}`);
  return lines;
}

/** 1 where the new version is higher, -1 where it is lower, 0 where that cannot be said. */
function versionOrder({ before, after }: FileChange): number {
  const [a, b] = [before, after].map((side) => tryParseFileVersion(side?.version ?? ''));
  return a && b ? Math.sign(compareFileVersions(b, a)) : 0;
}

/** The tables that differ in any way. */
const tableNames = ({ tables, columns, rows }: PackageDiff): string[] => [
  ...new Set([...tables, ...columns, ...rows].map(({ table }) => table)),
];

/** `1 column (1 added), 3 rows (1 added, 2 changed)` */
const countsOf = (columns: readonly ColumnChange[], rows: readonly RowChange[]): string =>
  [changeCounts(columns, 'column'), changeCounts(rows, 'row')].filter((one) => one !== '').join(', ');

/** `3 rows (1 added, 2 changed)` */
function changeCounts(rows: readonly { change: DiffChange }[], noun: string): string {
  const said = (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const count = rows.filter((row) => row.change === change).length;
    return count > 0 ? [`${count} ${change}`] : [];
  });
  return said.length === 0 ? '' : `${plural(rows.length, noun)} (${said.join(', ')})`;
}

function fileRow(file: FileChange): DiffFileRow {
  const { before, after, change, key, onlySignature, moved } = file;
  const hasSame = before && after && before.sha256 !== null && before.sha256 === after.sha256;
  return {
    change,
    what: onlySignature ? 'signature only' : moved && hasSame ? 'moved' : change,
    path: between(before?.path ?? (before && key), moved ? after?.path : null) || (after?.path ?? key),
    version: between(before?.version, after?.version),
    size: between(before && groupDigits(before.size), after && groupDigits(after.size)),
    signature: between(before?.signature, after?.signature),
  };
}

/** `1.0 → 1.1`; one of them where they are the same, or where one is not there. */
function between(before: string | null | undefined, after: string | null | undefined): string {
  if (before === after || !after) return before ?? '';
  return before ? `${before} → ${after}` : after;
}

function tablesOf(diff: PackageDiff): DiffTable[] {
  const { tables, columns, rows, files } = diff;
  const names = tableNames(diff).sort();
  return names.map((name) => {
    const whole = tables.find(({ table }) => table === name);
    const own = rows.filter(({ table }) => table === name);
    const ownColumns = columns.filter(({ table }) => table === name);
    const follows = name === HASHES && files.length > 0 && ownColumns.length === 0;
    const count = whole ? `table ${whole.change}` : countsOf(ownColumns, own);
    return {
      name,
      count: follows ? `${count}, which follow the content of the files` : count,
      rows: follows ? [] : [...ownColumns.map(columnText), ...own.map(rowText)],
    };
  });
}

function columnText({ column, change, before, after }: ColumnChange): DiffTable['rows'][number] {
  return { change, key: `column ${column}`, text: between(before, after) };
}

function rowText({ key, change, before, after }: RowChange): DiffTable['rows'][number] {
  const names = Object.keys(after ?? before ?? {});
  const text = names.flatMap((name) => {
    if (before && after) return [`${name}: ${cellText(before[name])} → ${cellText(after[name])}`];
    const value = (after ?? before)![name] ?? null;
    return value === null || key.includes(value) ? [] : [`${name}: ${cellText(value)}`];
  });
  return { change, key: key.map(cellText).join(', '), text: text.join('; ') };
}

/** Digests are shortened: in full they say no more to people. */
function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '(none)';
  return String(cell).replace(/^(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1…');
}
