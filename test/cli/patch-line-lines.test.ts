import { expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.js';
import { patchLineLines } from '../../src/cli/patch-line-lines.js';
import type { LineEntry, PatchLine } from '../../src/hotfix/stage/patch-line.js';

const context = { paint: (_: string, text: string) => text } as unknown as Context;
const entry = (path: string, more: Partial<LineEntry>): LineEntry => ({
  path,
  origin: 'found',
  status: 'applies',
  position: null,
  patchCode: null,
  by: null,
  reason: 'because',
  evidence: [],
  ...more,
});
const line = (patches: LineEntry[]): PatchLine => ({ paths: [], client: null, patches, warnings: [] });

it('says nothing of a line of one', () => {
  expect(patchLineLines(context, line([entry('a.msp', { position: 1 })]))).toEqual([]);
  expect(patchLineLines(context, null)).toEqual([]);
});

it('has the rows that decide for a patch that is left out', () => {
  const evidence = [{ patch: 'a.msp', place: 'MsiPatchSequence', text: 'F 2' }];
  const patches = [
    entry('a.msp', { position: 1, evidence }),
    entry('b.msp', { status: 'superseded', evidence }),
  ];
  expect(patchLineLines(context, line(patches)).slice(2)).toEqual([
    '  1. a.msp: because',
    '  - b.msp: left out, because; MsiPatchSequence of a.msp: F 2',
  ]);
});
