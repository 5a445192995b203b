import { expect, it } from 'vitest';
import { describeOrder, productAfter } from '../../../src/package/patch/describe-order.js';
import { sequencePatches } from '../../../src/package/patch/patch-sequence.js';
import { at, codeOf, OTHER, type Sketch, sketch } from '../../support/patch-sketch.js';

const described = (patches: Record<string, Sketch>) => {
  const product = at('1.0');
  const order = sequencePatches(
    product,
    Object.entries(patches).map(([label, one]) => sketch(label, one)),
  );
  return { order, product, all: describeOrder(product, order) };
};

it.each<[string, Record<string, Sketch>, string[]]>([
  [
    'superseded: the rows of the families that both have',
    {
      a: { changes: ['1.0'], families: ['F 1', 'G 1'] },
      b: { changes: ['1.0'], families: ['F 2!', 'G 2!', 'H 1'] },
    },
    [
      'b MsiPatchSequence: F 2, supersedes earlier ones',
      'b MsiPatchSequence: G 2, supersedes earlier ones',
      'a MsiPatchSequence: F 1',
      'a MsiPatchSequence: G 1',
    ],
  ],
  [
    'obsolete: the summary of the other',
    { a: { changes: ['1.0'] }, b: { changes: ['1.0'], obsoletes: ['a'] } },
    [`b Revision Number: ${codeOf('a')}`],
  ],
  [
    'another product: its targets',
    { b: { changes: ['1.0'] }, a: { changes: ['1.0'], targets: [OTHER] } },
    [`a Template: ${OTHER}`],
  ],
  [
    'another version: its transforms',
    { b: { changes: ['1.0'] }, a: { changes: ['0.8', '0.9>1.0'] } },
    ['a T0: from 0.8 to 0.8', 'a T1: from 0.9 to 1.0'],
  ],
])('%s', (_, patches, evidence) => {
  const last = described(patches).all.at(-1)!;
  expect(last.evidence.map(({ patch, place, text }) => `${patch} ${place}: ${text}`)).toEqual(evidence);
});

it('says of a patch with rows for other products alone that it has none for this one', () => {
  const product = at('1.0');
  const plain = sketch('b', { changes: ['1.0'] });
  const one = sketch('a', { changes: ['1.0'], families: ['F 1'] });
  const other = { ...one, sequences: one.sequences!.map((row) => ({ ...row, ProductCode: OTHER })) };
  const all = describeOrder(product, sequencePatches(product, [other, plain]));
  expect(all.map(({ patch, reason }) => `${patch.label}: ${reason}`)).toEqual([
    'b: no MsiPatchSequence: in the order given, before patches that have it',
    'a: its MsiPatchSequence has no row for this product: in the order given',
  ]);
});

it('the product after an order has the version of the last upgrade', () => {
  const { product, order } = described({
    sp1: { changes: ['1.0>1.1'], families: ['S 1'] },
    q: { changes: ['1.1'], families: ['Q 1'] },
  });
  expect(productAfter(product, order).productVersion).toBe('1.1');
});
