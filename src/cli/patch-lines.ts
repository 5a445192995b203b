import { groupDigits, plural } from '../core/plural.js';
import type { PackageDescription } from '../hotfix/describe/describe-package.js';
import type { PatchTargetDescription } from '../package/inspect/describe-patch.js';
import type { TransformDescription } from '../package/inspect/describe-transform.js';
import type { Context } from './context.js';

/** What a patch or transform does, for people: below the facts of the package. */
export function patchLines(context: Context, { patch, transform }: PackageDescription): string[] {
  if (transform) return ['', ...transformLines(context, transform)];
  if (!patch) return [];
  return patch.changes.flatMap((target) => [
    '',
    ...targetLines(context, target),
    ...patch.transformDetails
      .filter(({ name }) => name === target.transform || name === `#${target.transform}`)
      .flatMap((one) => [`  Transform ${one.name}: ${tablesOf(one)}`]),
    ...fileLines(context, target),
  ]);
}

/** `2 tables: Property ~1; File +1 ~2 -1` */
function tablesOf({ tables }: TransformDescription): string {
  if (tables.length === 0) return 'changes no table';
  const list = tables.map(({ table, change, inserts, updates, deletes, addedColumns }) => {
    const counts = [
      change === 'added' ? 'new' : change === 'dropped' ? 'dropped' : '',
      addedColumns.length > 0 ? plural(addedColumns.length, 'new column') : '',
      inserts === null ? 'rows of unknown columns' : '',
      inserts ? `+${inserts}` : '',
      updates ? `~${updates}` : '',
      deletes ? `-${deletes}` : '',
    ];
    return [table, ...counts.filter((count) => count !== '')].join(' ');
  });
  return list.join(', ');
}

function transformLines(context: Context, transform: TransformDescription): string[] {
  const { before, after, accepts, mismatches } = transform;
  const side = ({ productCode, productVersion, platform, languages }: typeof before): string =>
    [productCode, productVersion, platform, languages.join(', ')].filter((fact) => fact).join(' ');
  const asked = Object.entries(accepts).flatMap(([name, value]) =>
    value === null ? [] : [`${words[name]} ${value}`],
  );
  return [
    context.paint('bold', 'Transform'),
    `  From      ${side(before)}`,
    `  To        ${side(after)}`,
    `  Accepts   ${asked.join(', ') || 'any package'}`,
    ...(transform.suppressedErrors.length > 0
      ? [`  Forgives  ${transform.suppressedErrors.join(', ')}`]
      : []),
    `  Tables    ${tablesOf(transform)}`,
    ...mismatchLines(context, mismatches),
  ];
}

const words: Readonly<Record<string, string>> = {
  productCode: 'product',
  productVersion: 'version',
  upgradeCode: 'upgrade code',
  language: 'language',
  platform: 'platform',
};

function mismatchLines(context: Context, mismatches: TransformDescription['mismatches']): string[] {
  if (mismatches === null) return [];
  if (mismatches.length === 0) return [context.paint('green', '  Fits the package given with --base')];
  return mismatches.map(({ what, expected, found }) =>
    context.paint('red', `  Does not fit: ${words[what]} ${found}, it needs ${expected}`),
  );
}

function targetLines(context: Context, target: PatchTargetDescription): string[] {
  const version = target.before === target.after ? target.before : `${target.before} -> ${target.after}`;
  const verdict =
    target.fits === null
      ? []
      : [
          target.fits
            ? context.paint('green', '  Fits the package given with --base')
            : context.paint('yellow', '  Not for the package given with --base'),
        ];
  return [
    context.paint('bold', `Target ${target.productCode ?? '(any product)'} ${version ?? ''}`),
    `  Accepts version ${target.accepts ?? '(any)'}`,
    ...verdict,
  ];
}

function fileLines(context: Context, { files }: PatchTargetDescription): string[] {
  if (files.length === 0) return ['  changes no file'];
  const both = <T>(before: T | null, after: T | null, show: (value: T) => string): string => {
    if (before === null || before === after) return after === null ? '' : show(after);
    return after === null ? show(before) : `${show(before)} -> ${show(after)}`;
  };
  const rows = files.map((file) => [
    file.name ?? file.key,
    file.change,
    file.delivery ?? '',
    both(file.version.before, file.version.after, (version) => version),
    both(file.size.before, file.size.after, groupDigits),
    file.storedSize === null ? '' : groupDigits(file.storedSize),
  ]);
  return context
    .table(
      [
        { title: 'File' },
        { title: 'Change' },
        { title: 'Comes as' },
        { title: 'Version' },
        { title: 'Size', align: 'right' },
        { title: 'In the patch', align: 'right' },
      ],
      rows,
    )
    .map((line) => `  ${line}`);
}
