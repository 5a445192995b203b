import { type CustomActionType, customActionType, unsignedActionType } from '../../msi/custom-action-type.js';
import type { Database } from '../../msi/database.js';
import type { StandardTable, TableRow } from '../../msi/schema.js';
import type { Product } from '../patch/patched-package.js';

/** The tables with sequences, in the order in which an installation uses them. */
export const sequenceTables = [
  'InstallUISequence',
  'InstallExecuteSequence',
  'AdminUISequence',
  'AdminExecuteSequence',
  'AdvtExecuteSequence',
] as const satisfies readonly StandardTable[];

/** A place from which an action is called. */
export interface ActionCall {
  /** A sequence table, or `ControlEvent`. */
  table: (typeof sequenceTables)[number] | 'ControlEvent';
  /** Number in the sequence; null for an event of a control. */
  sequence: number | null;
  /** The action before it in the sequence, or `Dialog.Control`. */
  after: string | null;
  condition: string | null;
}

/** A custom action: what it is, what it would run, and from where it is called. */
export interface DescribedAction extends Omit<CustomActionType, 'source'> {
  action: string;
  type: number;
  source: { kind: CustomActionType['source']; name: string | null };
  target: string | null;
  /** What it would run, in words. */
  runs: string;
  /** The text that it gets as CustomActionData, from an action that sets a property of its name; null if there is none. */
  data: string | null;
  /** Empty for one that nothing calls. */
  calls: ActionCall[];
}

/** The custom actions of a package, in the order of their first calls; those that nothing calls come last. */
export function describeCustomActions(product: Product): DescribedAction[] {
  const { database } = product;
  const rows = database.rows('CustomAction');
  const calls = callsOf(database);
  const data = new Map(
    rows.flatMap(({ Type, Source, Target }) =>
      customActionType(Type).kind === 'property' && Source !== null ? [[Source, Target]] : [],
    ),
  );
  const described = rows.map((row): DescribedAction => {
    const type = customActionType(row.Type, row.ExtendedType ?? null);
    const source = { kind: type.source, name: row.Source };
    return {
      ...type,
      action: row.Action,
      type: unsignedActionType(row.Type),
      source,
      target: row.Target,
      runs: whatRuns(product, type, row),
      data: type.execution === 'immediate' ? null : (data.get(row.Action) ?? null),
      calls: calls.get(row.Action) ?? [],
    };
  });
  const place = ({ calls: [first] }: DescribedAction): number =>
    first
      ? 1e6 * (first.table === 'ControlEvent' ? 0 : 1 + sequenceTables.indexOf(first.table)) +
        (first.sequence ?? 0)
      : Number.POSITIVE_INFINITY;
  return described.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** The calls of every action by its name. */
function callsOf(database: Database): Map<string, ActionCall[]> {
  const calls = new Map<string, ActionCall[]>();
  const add = (action: string, call: ActionCall): void => {
    const known = calls.get(action);
    if (known) known.push(call);
    else calls.set(action, [call]);
  };
  for (const row of database.rows('ControlEvent')) {
    if (row.Event !== 'DoAction') continue;
    const after = `${row.Dialog_}.${row.Control_}`;
    add(row.Argument, { table: 'ControlEvent', sequence: null, after, condition: row.Condition || null });
  }
  for (const table of sequenceTables) {
    const rows = database.rows(table).filter(({ Sequence }) => Sequence !== null);
    rows.sort((a, b) => a.Sequence! - b.Sequence!);
    rows.forEach(({ Action, Condition, Sequence }, i) => {
      add(Action, { table, sequence: Sequence, after: rows[i - 1]?.Action ?? null, condition: Condition });
    });
  }
  return calls;
}

/** Longest text of a script that is shown. */
const SHOWN = 200;

function whatRuns(product: Product, type: CustomActionType, row: TableRow<'CustomAction'>): string {
  const { Source: source, Target: target } = row;
  const what =
    { dll: 'DLL', exe: 'program', jscript: 'JScript', vbscript: 'VBScript' }[type.kind as string] ?? '';
  const call = type.kind === 'dll' ? `, entry point ${target ?? ''}` : target ? `, with ${target}` : '';
  switch (type.kind) {
    case 'property':
      return `sets ${source ?? ''} = ${target ?? ''}`;
    case 'directory':
      return `sets the folder ${source ?? ''} = ${target ?? ''}`;
    case 'error':
      return `ends the installation: ${messageOf(product.database, target)}`;
    case 'installation':
      return `installs the package ${source ?? ''}${target ? ` with ${target}` : ''}`;
    case 'unknown':
      return `type ${unsignedActionType(row.Type)} is not documented`;
  }
  switch (type.source) {
    case 'binary':
      return `${what} Binary.${source ?? ''}${call}`;
    case 'file':
      return `${what} ${pathOf(product, source)}${call}`;
    case 'directory':
      return `${target ?? ''}, in the folder ${folderOf(product, source)}`;
    case 'property': {
      const value = product.properties.get(source ?? '');
      return `${what} in the property ${source ?? ''}${value === undefined ? '' : ` (${shortened(value)})`}${call}`;
    }
    default:
      return `${what}: ${shortened(target ?? '')}`;
  }
}

/** A number is the key of a row of the Error table. */
function messageOf(database: Database, target: string | null): string {
  const row = database.rows('Error').find(({ Error: key }) => String(key) === target);
  return row?.Message ?? target ?? '';
}

function pathOf({ files }: Product, key: string | null): string {
  const all: readonly { key: string; targetPath: string | null }[] = files;
  return (
    all.find((file) => file.key === key)?.targetPath ?? `File ${key ?? ''}, which the package does not have`
  );
}

function folderOf({ directories }: Product, id: string | null): string {
  const path = directories.get(id ?? '')?.targetLong;
  return path === undefined || path === '' ? `[${id ?? ''}]` : path;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
