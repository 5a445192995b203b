import type { DiffChange, DiffView } from '../report/diff-view.js';
import type { Context } from './context.js';

const sign = { added: '+', removed: '-', changed: '~' } as const;
const paint = { added: 'green', removed: 'red', changed: 'yellow' } as const;

/** The differences for people at a terminal: a summary, then tables. */
export function diffLines(context: Context, view: DiffView): string[] {
  const line = (change: DiffChange, text: string): string =>
    context.paint(paint[change], `${sign[change]} ${text}`);
  if (view.same) return [view.headline];
  // Old consoles have no arrows.
  const plain = (text: string): string => text.replaceAll(' → ', ' -> ');
  const [head, ...rows] = context.table(
    [{ title: 'Change' }, { title: 'Path' }, { title: 'Version' }, { title: 'Size' }, { title: 'Signature' }],
    view.files.map(({ what, path, version, size, signature }) =>
      [what, path, version, size, signature].map(plain),
    ),
  );
  return [
    view.headline,
    ...view.summary.map((text) => `  ${text}`),
    ...(view.files.length === 0
      ? []
      : ['', head!, ...rows.map((row, i) => context.paint(paint[view.files[i]!.change], row))]),
    ...view.tables.flatMap((table) => [
      '',
      `Table ${table.name}: ${table.count}`,
      ...table.rows.map(({ change, key, text }) =>
        line(change, plain(text === '' ? key : `${key}: ${text}`)),
      ),
    ]),
    ...(view.properties.length === 0 ? [] : ['', 'Summary information']),
    ...view.properties.map(({ name, before, after }) => line('changed', `${name}: ${before} -> ${after}`)),
    ...(view.streams.length === 0 ? [] : ['', 'Streams']),
    ...view.streams.map(({ change, name }) => line(change, name)),
  ];
}
