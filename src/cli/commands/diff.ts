import { applyTransform } from '../../msi/apply-transform.js';
import {
  databaseOf,
  diffDatabases,
  diffPackages,
  type PackageDiff,
} from '../../package/node/diff-packages.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import { isPatch } from '../../package/package.js';
import { type Command, ExitStatus } from '../command.js';
import type { Context } from '../context.js';
import type { diff as definition } from '../definitions/diff.js';
import { withPackage } from '../open.js';
import { openTransform, splitTransformPath } from '../transform-path.js';

type Cells = Record<string, string | number | null> | null;

export const diff: Command<typeof definition> = {
  run(context, args, options) {
    const second = splitTransformPath(args.new);
    return withPackage(context, args.old, options, (before) =>
      withPackage(context, second.path, options, async (after) => {
        const result =
          transformDiff(before, after, second.transform) ?? (await comparePackages(context, before, after));
        context.warn(result.warnings);
        context.answer(result, () => {
          if (result.same) return ['no differences'];
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
            ...result.files.map(({ key, change, before: was, after: is }) =>
              line(
                change,
                `file ${key}: ${was ? `${was.size} bytes` : '(none)'} -> ${is ? `${is.size} bytes` : '(none)'}`,
              ),
            ),
          ];
        });
        return result.same ? ExitStatus.done : ExitStatus.differs;
      }),
    );
  },
};

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

function describeChange(before: Cells, after: Cells): string {
  const names = Object.keys(after ?? before ?? {});
  return names
    .map((name) => {
      if (before && after) return `${name} ${before[name] ?? '(null)'} -> ${after[name] ?? '(null)'}`;
      return `${name}=${(after ?? before)?.[name] ?? ''}`;
    })
    .join('; ');
}
