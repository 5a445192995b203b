import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { applyTransform } from '../../msi/apply-transform.js';
import { hashSource } from '../../node/hash.js';
import {
  type ComparedFile,
  databaseOf,
  diffDatabases,
  diffPackages,
  type PackageDiff,
} from '../../package/node/diff-packages.js';
import { diffSignedFiles } from '../../package/node/diff-signed-files.js';
import { differInSignatureOnly } from '../../package/node/unsigned-digest.js';
import { warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import { isPatch } from '../../package/package.js';
import { filesOnTheWay } from '../../package/signature/package-signatures.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { diff as definition } from '../definitions/diff.js';
import { ExitStatus } from '../exit-status.js';
import { withPackage } from '../open.js';
import { openTransform, splitTransformPath } from '../transform-path.js';

type Cells = Record<string, string | number | null> | null;

export const diff: Command<typeof definition> = {
  async run(context, args, options) {
    const second = splitTransformPath(args.new);
    return await withPackage(context, args.old, options, (before) =>
      withPackage(context, second.path, options, async (after) => {
        const transformed = transformDiff(before, after, second.transform);
        const compared = transformed ?? (await comparePackages(context, before, after));
        const isSignature = !transformed && differsInSignature(before, after, compared);
        const result: PackageDiff = { ...compared, ...(isSignature ? { onlySignature: true } : {}) };
        context.warn(result.warnings);
        const warnings = [
          ...warningsOf(before).map((warning) => ({ file: args.old, ...warning })),
          ...warningsOf(after).map((warning) => ({ file: args.new, ...warning })),
          ...result.warnings,
        ];
        return show(context, { ...result, warnings });
      }),
    ).catch((error: unknown) => {
      const result = error instanceof HotfixkitError ? diffSignedFiles(args.old, args.new, error) : null;
      if (!result) throw error;
      return show(context, result);
    });
  },
};

function show(context: Context, result: PackageDiff): number {
  const isSignature = result.onlySignature === true;
  context.answer(result, () => {
    if (result.same) return [isSignature ? SIGNATURE_ONLY : 'no differences'];
    const sign = { added: '+', removed: '-', changed: '~' } as const;
    const paint = { added: 'green', removed: 'red', changed: 'yellow' } as const;
    const line = (change: keyof typeof sign, text: string): string =>
      context.paint(paint[change], `${sign[change]} ${text}`);
    return [
      ...result.tables.map(({ table, change }) => line(change, `table ${table}`)),
      ...result.rows.map(({ table, key, change, before: was, after: is }) =>
        line(change, `${table} ${key.join(', ')}: ${describeChange(was, is)}`),
      ),
      ...result.summary.map(({ property, before: was, after: is }) =>
        line('changed', `summary ${property}: ${was ?? '(none)'} -> ${is ?? '(none)'}`),
      ),
      ...result.streams.map(({ name, change }) => line(change, `stream ${name}`)),
      ...result.files.map(({ key, change, before: was, after: is, onlySignature }) =>
        line(
          change,
          `file ${is?.path ?? was?.path ?? key}: ${describeFile(was)} -> ${describeFile(is)}${onlySignature ? ' (only the signature differs)' : ''}`,
        ),
      ),
      '',
      counted(result),
      ...(isSignature ? [SIGNATURE_ONLY] : []),
    ];
  });
  return result.same ? ExitStatus.done : ExitStatus.differs;
}

const SIGNATURE_ONLY = 'no differences but in the signature';
const signatureStreams: readonly string[] = ['\u0005DigitalSignature', '\u0005MsiDigitalSignatureEx'];

/** Whether the packages themselves are two files that are the same but for their signatures. */
function differsInSignature(before: OpenedPackage, after: OpenedPackage, diff: PackageDiff): boolean {
  const { tables, rows, summary, streams, files } = diff;
  if ([tables, rows, summary, files].some(({ length }) => length > 0)) return false;
  if (streams.some(({ name }) => !signatureStreams.includes(name))) return false;
  const [a, b] = [before, after].map((opened) => filesOnTheWay(opened).at(-1)?.source());
  if (!a || !b || (a.size === b.size && hashSource(a, 'sha256') === hashSource(b, 'sha256'))) return false;
  return differInSignatureOnly(a, b);
}

async function comparePackages(
  context: Context,
  before: OpenedPackage,
  after: OpenedPackage,
): Promise<PackageDiff> {
  const progress = context.progress('Comparing');
  return await diffPackages(before.content, after.content, {
    onProgress: progress.update,
    ...(context.signal ? { signal: context.signal } : {}),
  }).finally(() => progress.done());
}

/** A package with a transform applied, and the package itself; null where there is no transform to apply. */
function transformDiff(before: OpenedPackage, after: OpenedPackage, name: string | null): PackageDiff | null {
  const database = databaseOf(before.content);
  if (!database || isPatch(before.content)) return null;
  const found = openTransform(after, name, database);
  if (!found?.base) return null;
  return diffDatabases(found.base, applyTransform(found.base, found.transform));
}

/** `17,768 bytes, 4.0.6487.2111` */
function describeFile(file: ComparedFile | null): string {
  if (file === null) return '(none)';
  const size = plural(file.size, 'byte');
  return file.version === null ? size : `${size}, ${file.version}`;
}

/** `differs: 2 rows, 1 file (1 changed)` */
function counted({ tables, rows, summary, streams, files }: PackageDiff): string {
  const counts = [
    [tables.length, 'table'],
    [rows.length, 'row'],
    [summary.length, 'summary property'],
    [streams.length, 'stream'],
    [files.length, 'file'],
  ] as const;
  const shown = counts.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
  const kinds = (['changed', 'added', 'removed'] as const)
    .map((kind) => [files.filter(({ change }) => change === kind).length, kind] as const)
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${count} ${kind}`);
  return `differs: ${shown.join(', ')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`;
}

function describeChange(before: Cells, after: Cells): string {
  const names = Object.keys(after ?? before ?? {});
  return names
    .map((name) => {
      if (before && after) return `${name} ${before[name] ?? '(null)'} -> ${after[name] ?? '(null)'}`;
      return `${name}=${(after ?? before)?.[name] ?? ''}`;
    })
    .join('; ');
}
