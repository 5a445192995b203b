import { customActionEffect } from '../../src/installer/session/custom-action.js';
import type { Database } from '../../src/msi/database.js';
import type { SequenceStep, SequenceView } from '../protocol.js';

/** The tables with sequences, in the order in which they are used. */
const sequenceTables = [
  'InstallUISequence',
  'InstallExecuteSequence',
  'AdminUISequence',
  'AdminExecuteSequence',
  'AdvtExecuteSequence',
] as const;

/** The sequences that the database has, each in its order, with what its custom actions do. */
export function readSequences(database: Database): SequenceView[] {
  const custom = new Map(
    database.rows('CustomAction').map((row) => {
      const effect = customActionEffect(row);
      return [row.Action, effect.kind === 'code' ? `runs ${effect.description}` : wordsOf(effect)];
    }),
  );
  const dialogs = new Set(database.rows('Dialog').map(({ Dialog }) => Dialog));
  return sequenceTables.flatMap((table) => {
    if (!database.hasTable(table)) return [];
    const steps = database.rows(table).map((row): SequenceStep => {
      const does = custom.get(row.Action) ?? null;
      return {
        sequence: row.Sequence,
        action: row.Action,
        condition: row.Condition,
        kind: does !== null ? 'custom' : dialogs.has(row.Action) ? 'dialog' : 'standard',
        does,
      };
    });
    return [{ table, steps: steps.sort(byNumber) }];
  });
}

function wordsOf(effect: Exclude<ReturnType<typeof customActionEffect>, { kind: 'code' }>): string {
  if (effect.kind === 'fail') return `ends the installation: ${effect.message}`;
  const [what, name] =
    effect.kind === 'setProperty' ? ['sets', effect.property] : ['sets the folder', effect.directory];
  return `${what} ${name} = ${effect.value}`;
}

/** Actions without a number are not called: they come last. */
function byNumber(a: SequenceStep, b: SequenceStep): number {
  return (a.sequence ?? Number.POSITIVE_INFINITY) - (b.sequence ?? Number.POSITIVE_INFINITY) || 0;
}
