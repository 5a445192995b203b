import { HotfixkitError } from '../../src/core/errors.js';
import { standardActions } from '../../src/installer/session/standard-actions.js';
import {
  type DescribedAction,
  describeCustomActions,
  sequenceTables,
} from '../../src/package/inspect/describe-custom-actions.js';
import type { Package } from '../../src/package/package.js';
import type { SequenceStep, SequenceView } from '../protocol.js';

/** The sequences that the database has, each in its order, with what its custom actions do. */
export function readSequences(content: Package): SequenceView[] {
  if (content.kind !== 'msi' && content.kind !== 'msm') {
    throw new HotfixkitError('MSI_NOT_A_DATABASE', 'this package is no product, so it has no sequences');
  }
  const { database } = content;
  const custom = new Map(describeCustomActions(content).map((action) => [action.action, wordsOf(action)]));
  const dialogs = new Set(database.rows('Dialog').map(({ Dialog }) => Dialog));
  return sequenceTables.flatMap((table) => {
    if (!database.hasTable(table)) return [];
    const steps = database.rows(table).map((row): SequenceStep => {
      const does = custom.get(row.Action) ?? null;
      return {
        sequence: row.Sequence,
        action: row.Action,
        condition: row.Condition,
        kind: does !== null ? 'custom' : kindOf(row.Action, dialogs),
        does,
      };
    });
    return [{ table, steps: steps.sort(byNumber) }];
  });
}

function kindOf(action: string, dialogs: ReadonlySet<string>): SequenceStep['kind'] {
  if (dialogs.has(action)) return 'dialog';
  return standardActions.has(action) ? 'standard' : 'unknown';
}

/** What it runs, when, and how. */
function wordsOf({ runs, execution, asSystem, ignoresResult, data }: DescribedAction): string {
  const how = [
    execution === 'immediate' ? '' : execution,
    asSystem ? 'as the system' : '',
    ignoresResult ? 'its result is ignored' : '',
    data === null ? '' : `with the data ${data}`,
  ].filter((part) => part !== '');
  return how.length === 0 ? runs : `${runs} (${how.join(', ')})`;
}

/** Actions without a number are not called: they come last. */
function byNumber(a: SequenceStep, b: SequenceStep): number {
  return (a.sequence ?? Number.POSITIVE_INFINITY) - (b.sequence ?? Number.POSITIVE_INFINITY) || 0;
}
