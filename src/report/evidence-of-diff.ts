import { describeError } from '../core/errors.js';
import type { FileChange } from '../package/node/diff-files.js';
import type { PackageDiff } from '../package/node/diff-packages.js';
import type { DiffView } from './diff-view.js';
import type { Evidence, EvidenceColumn, EvidenceRow, HashedFile } from './evidence.js';
import type { JunitCase, JunitSuite } from './render-junit.js';

const fileColumns: readonly EvidenceColumn[] = [
  { name: 'change', title: 'Change', kind: 'status' },
  { name: 'path', title: 'Path', kind: 'code' },
  { name: 'path_after', title: 'Path after', kind: 'code', isBelow: true },
  { name: 'version_before', title: 'Version before' },
  { name: 'version_after', title: 'Version after' },
  { name: 'size_before', title: 'Size before', kind: 'number' },
  { name: 'size_after', title: 'Size after', kind: 'number' },
  { name: 'signature_before', title: 'Signature before', isBelow: true },
  { name: 'signature_after', title: 'Signature after', isBelow: true },
  { name: 'sha256_before', title: 'SHA-256 before', kind: 'hash', isBelow: true },
  { name: 'sha256_after', title: 'SHA-256 after', kind: 'hash', isBelow: true },
];

const databaseColumns: readonly EvidenceColumn[] = [
  { name: 'change', title: 'Change', kind: 'status' },
  { name: 'item', title: 'Item', kind: 'code' },
  { name: 'key', title: 'Key', kind: 'code' },
  { name: 'values', title: 'Values' },
];

/** Differences as a document: a table of the files, and one of everything else that a database has. */
export function diffEvidence({ files, warnings }: PackageDiff, view: DiffView): Evidence {
  return {
    kind: 'Comparison',
    title: `${view.before.file} → ${view.after.file}`,
    verdict: { tone: view.same ? 'good' : 'warn', headline: view.headline, reasons: view.summary },
    tables: [
      {
        title: 'Files',
        notes: [],
        columns: fileColumns,
        rows: files.map((file, i) => fileRow(file, view.files[i]!.what)),
      },
      {
        title: 'Database',
        notes: [],
        columns: databaseColumns,
        rows: databaseChanges(view).map(({ change, item, key, values }) => {
          return { tone: 'warn' as const, cells: [change, item, key, values] };
        }),
      },
    ],
    warnings,
  };
}

function fileRow({ key, before, after, moved }: FileChange, what: string): EvidenceRow {
  const [old, now] = [before?.path ?? (before && key), after?.path ?? (after && key)];
  return {
    tone: 'warn',
    cells: [
      what,
      old ?? now ?? key,
      moved ? now : null,
      before?.version ?? null,
      after?.version ?? null,
      before?.size ?? null,
      after?.size ?? null,
      before?.signature ?? null,
      after?.signature ?? null,
      before?.sha256 ?? null,
      after?.sha256 ?? null,
    ],
  };
}

interface DatabaseChange {
  change: string;
  /** `table Property`, `summary information`, `stream data.cab`. */
  item: string;
  key: string | null;
  values: string | null;
}

/** What differs beside files, one entry for each row, property and stream. */
function databaseChanges({ tables, properties, streams }: DiffView): DatabaseChange[] {
  return [
    ...tables.flatMap(({ name, count, rows }): DatabaseChange[] => {
      const item = `table ${name}`;
      if (rows.length === 0) return [{ change: 'changed', item, key: null, values: count }];
      return rows.map(({ change, key, text }) => ({ change, item, key, values: text || null }));
    }),
    ...properties.map(({ name, before, after }) => {
      return { change: 'changed', item: 'summary information', key: name, values: `${before} → ${after}` };
    }),
    ...streams.map(({ change, name }) => ({ change, item: name, key: null, values: null })),
  ];
}

/** A case for each file, table and stream that differs, which fails; one case that passes where nothing does. */
export function diffSuites({ files, warnings }: PackageDiff, view: DiffView): JunitSuite[] {
  const name = `${view.before.file} → ${view.after.file}`;
  const failed = (
    what: string,
    title: string,
    file: string | null,
    detail: string,
    kind: string = what,
  ): JunitCase => {
    return {
      group: name,
      name: title,
      file,
      outcome: 'failed',
      kind,
      message: `${title}: ${what}`,
      detail,
    };
  };
  const cases = [
    ...files.map((_, i) => {
      const { what, path, version, size, signature } = view.files[i]!;
      const facts = { version, size, signature };
      const detail = Object.entries(facts).flatMap(([title, text]) =>
        text === '' ? [] : [`${title}: ${text}`],
      );
      return failed(what, path, path, detail.join('\n'));
    }),
    ...view.tables.map(({ name: table, count, rows }) =>
      failed(
        count,
        `table ${table}`,
        null,
        rows.map(({ change, key, text }) => `${change} ${key}${text === '' ? '' : `: ${text}`}`).join('\n'),
        'changed',
      ),
    ),
    ...view.properties.map((one) =>
      failed('changed', `summary information ${one.name}`, null, `${one.before} → ${one.after}`),
    ),
    ...view.streams.map((one) => failed(one.change, one.name, null, '')),
  ];
  if (view.same) cases.push({ group: name, name: view.headline, file: null, outcome: 'passed' });
  // Packages that differ in their signatures only.
  else if (cases.length === 0) cases.push(failed('changed', view.headline, null, ''));
  return [{ name, cases, warnings: warnings.map(describeError) }];
}

/** The digests of the new files: those that were added or changed. */
export function diffHashes({ files }: PackageDiff): HashedFile[] {
  return files.flatMap(({ key, after }) =>
    after?.sha256 ? [{ path: (after.path ?? key).replaceAll('\\', '/'), sha256: after.sha256 }] : [],
  );
}
