import { expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.js';
import { stagedLines } from '../../src/cli/staged-lines.js';
import type { StagePlan } from '../../src/hotfix/stage/plan-stage.js';

const context = {
  paint: (_: string, text: string) => text,
  table: (_: object, rows: string[][]) => rows.map((row) => row.join(' ')),
} as unknown as Context;
const plan = { patchLine: null, next: [] } as unknown as StagePlan;

it.each([
  ['the command that takes a change back', 'create', false, 'To take it back: undo it'],
  ['that nothing had to change', 'unchanged', false, 'All files were already in place: nothing was changed.'],
  ['that a dry run wrote nothing', 'create', true, 'Nothing was written (--dry-run).'],
] as const)('has the files, and %s', (_, action, dryRun, expected) => {
  const files = [{ path: 'a.msp', size: 5, sha256: 'ff', action }];
  const lines = stagedLines(context, { plan, files, dryRun, undo: 'undo it', taskSequence: ['edited'] });
  expect(lines).toContain(`${action} a.msp 5 ff`);
  expect(lines).toContain(expected);
  expect(lines).toContain('edited');
});
