import type { Column } from '../../msi/column.js';

/** A column that only one side has, or that is defined in another way. */
export interface ColumnChange {
  table: string;
  column: string;
  change: 'added' | 'removed' | 'changed';
  /** The definition as the text archive format writes it (`s72`, `I2`), with `, key`, and its number where the order is another. */
  before: string | null;
  after: string | null;
}

/** The differences between the columns of one table. */
export function diffColumns(
  table: string,
  before: readonly Column[],
  after: readonly Column[],
): ColumnChange[] {
  const [old, now] = [byName(before), byName(after)];
  const places = [...old.keys()].filter((name) => now.has(name));
  const newPlaces = [...now.keys()].filter((name) => old.has(name));
  const common = places.flatMap((column, place): ColumnChange[] => {
    const isMoved = newPlaces.indexOf(column) !== place;
    const [was, is] = [old.get(column)!, now.get(column)!].map((one) => definitionOf(one, isMoved));
    return was === is ? [] : [{ table, column, change: 'changed', before: was!, after: is! }];
  });
  const only = (columns: readonly Column[], others: ReadonlyMap<string, Column>): readonly Column[] =>
    columns.filter(({ name }) => !others.has(name));
  return [
    ...only(before, now).map((column): ColumnChange => {
      return { table, column: column.name, change: 'removed', before: definitionOf(column), after: null };
    }),
    ...common,
    ...only(after, old).map((column): ColumnChange => {
      return { table, column: column.name, change: 'added', before: null, after: definitionOf(column) };
    }),
  ];
}

const byName = (columns: readonly Column[]): ReadonlyMap<string, Column> =>
  new Map(columns.map((column) => [column.name, column]));

function definitionOf({ typeCode, key, number }: Column, isMoved = false): string {
  return [typeCode, ...(key ? ['key'] : []), ...(isMoved ? [`column ${number}`] : [])].join(', ');
}
