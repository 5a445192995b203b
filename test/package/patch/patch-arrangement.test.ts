import { expect, it } from 'vitest';
import { PatchArrangement } from '../../../src/package/patch/patch-arrangement.js';
import { at, type Sketch, sketch } from '../../support/patch-sketch.js';

it.each<[string, Record<string, Sketch>, string[]]>([
  ['without a table as they are given', { B: { changes: ['1.0'] }, A: { changes: ['1.0'] } }, ['B', 'A']],
  [
    'small updates of one family by their sequence',
    { A: { changes: ['1.0'], families: ['F 2'] }, B: { changes: ['1.0'], families: ['F 1'] } },
    ['B', 'A'],
  ],
  [
    'a small update behind the upgrade that it is for',
    { A: { changes: ['1.1'], families: ['F 1'] }, B: { changes: ['1.0>1.1'], families: ['F 2'] } },
    ['B', 'A'],
  ],
  ['nothing that does not fit', { A: { changes: ['2.0'] }, B: { changes: ['1.0'] } }, ['B']],
])('PatchArrangement: %s', (_, patches, expected) => {
  const all = Object.entries(patches).map(([label, one]) => sketch(label, one));
  expect(new PatchArrangement(at('1.0'), all).run().map(({ patch }) => patch.label)).toEqual(expected);
});
