import { describe, expect, it } from 'vitest';
import type { TransformTarget } from '../../../src/msi/transform-validation.js';
import { planPatchSequence } from '../../../src/package/patch/patch-sequence.js';
import { caught } from '../../support/caught.js';
import { at, OTHER, PRODUCT, type Sketch, sketch, transform } from '../../support/patch-sketch.js';

function order(patches: Record<string, Sketch>, product = at('1.0')) {
  const plan = planPatchSequence(
    product,
    Object.entries(patches).map(([label, one]) => sketch(label, one)),
  );
  return {
    steps: plan.steps.map(({ patch, pair }) => (pair === 0 ? patch.label : `${patch.label}#${pair}`)),
    leftOut: plan.leftOut.map((out) =>
      'by' in out
        ? `${out.patch.label}: ${out.reason} by ${out.by.label}`
        : `${out.patch.label}: ${out.reason}`,
    ),
  };
}

describe('planPatchSequence', () => {
  it.each<[string, Record<string, Sketch>, string[], string[]]>([
    ['one patch', { a: { changes: ['1.0'] } }, ['a'], []],
    ['the transform that fits', { a: { changes: ['0.9', '1.0', '1.0'] } }, ['a#1'], []],
    ['no table: in the order given', { b: { changes: ['1.0'] }, a: { changes: ['1.0'] } }, ['b', 'a'], []],
    [
      'no table: each for what the one before makes',
      { a: { changes: ['1.0>1.1'] }, b: { changes: ['1.1>1.2'] } },
      ['a', 'b'],
      [],
    ],
    [
      'no table: what is obsolete',
      { a: { changes: ['1.0'] }, b: { changes: ['1.0'], obsoletes: ['a'] } },
      ['b'],
      ['a: obsoleted by b'],
    ],
    [
      'the table makes that list count for nothing',
      {
        a: { changes: ['1.0'], families: ['F 1'] },
        b: { changes: ['1.0'], families: ['F 2'], obsoletes: ['a'] },
      },
      ['a', 'b'],
      [],
    ],
    [
      'two that call each other obsolete',
      { a: { changes: ['1.0'], obsoletes: ['b'] }, b: { changes: ['1.0'], obsoletes: ['a'] } },
      ['b'],
      ['a: obsoleted by b'],
    ],
    [
      'small updates by their family',
      {
        c: { changes: ['1.0'], families: ['F 3'] },
        a: { changes: ['1.0'], families: ['F 1'] },
        b: { changes: ['1.0'], families: ['F 2'] },
      },
      ['a', 'b', 'c'],
      [],
    ],
    [
      'a small update that supersedes the others',
      {
        c: { changes: ['1.0'], families: ['F 3!'] },
        a: { changes: ['1.0'], families: ['F 1!'] },
        b: { changes: ['1.0'], families: ['F 2'] },
      },
      ['c'],
      ['a: superseded by c', 'b: superseded by c'],
    ],
    [
      'a superseding one that does not apply supersedes nothing',
      { c: { changes: ['2.0'], families: ['F 3!'] }, a: { changes: ['1.0'], families: ['F 1'] } },
      ['a'],
      ['c: not applicable'],
    ],
    [
      'minor upgrades by rising version, whatever order they are given in',
      { sp2: { changes: ['1.1>1.2'], families: ['F 2'] }, sp1: { changes: ['1.0>1.1'], families: ['F 1'] } },
      ['sp1', 'sp2'],
      [],
    ],
    [
      'the way to the highest version',
      { sp1: { changes: ['1.0>1.1'], families: ['S 1'] }, sp2: { changes: ['1.0>1.2'], families: ['S 2'] } },
      ['sp2'],
      ['sp1: not applicable'],
    ],
    [
      'a cumulative minor upgrade goes on where another ends',
      {
        sp2: { changes: ['1.0>1.2', '1.1>1.2'], families: ['S 2'] },
        sp1: { changes: ['1.0>1.1'], families: ['S 1'] },
      },
      ['sp1', 'sp2#1'],
      [],
    ],
    [
      'unless it supersedes that',
      {
        sp2: { changes: ['1.0>1.2', '1.1>1.2'], families: ['S 2!'] },
        sp1: { changes: ['1.0>1.1'], families: ['S 1'] },
      },
      ['sp2'],
      ['sp1: superseded by sp2'],
    ],
    [
      'small updates go to the version they are for, the latest that fits',
      {
        qfe2: { changes: ['1.0', '1.1'], families: ['Q 2'] },
        sp1: { changes: ['1.0>1.1'], families: ['S 1'] },
        qfe1: { changes: ['1.0'], families: ['Q 1'] },
      },
      ['qfe1', 'sp1', 'qfe2#1'],
      [],
    ],
    [
      'a small update does not supersede an upgrade',
      { qfe: { changes: ['1.1'], families: ['F 2!'] }, sp1: { changes: ['1.0>1.1'], families: ['F 1'] } },
      ['sp1', 'qfe'],
      [],
    ],
    [
      'an upgrade supersedes small updates',
      { qfe: { changes: ['1.0'], families: ['F 1'] }, sp1: { changes: ['1.0>1.1'], families: ['F 2!'] } },
      ['sp1'],
      ['qfe: superseded by sp1'],
    ],
    [
      'patches without the table first',
      { b: { changes: ['1.0'], families: ['F 1'] }, a: { changes: ['1.0'] } },
      ['a', 'b'],
      [],
    ],
    [
      'a patch without the table for what the others lead to',
      { a: { changes: ['1.1'] }, sp1: { changes: ['1.0>1.1'], families: ['S 1'] } },
      ['sp1', 'a'],
      [],
    ],
    [
      'patches for other products are left out',
      { x: { changes: ['1.0'], targets: [OTHER] }, a: { changes: ['1.0'] } },
      ['a'],
      ['x: not applicable'],
    ],
  ])('%s', (_, patches, steps, leftOut) => {
    expect(order(patches)).toEqual({ steps, leftOut });
  });

  it('takes a patch once', () => {
    const patch = sketch('a', { changes: ['1.0'] });
    const plan = planPatchSequence(at('1.0'), [patch, { ...patch }]);
    expect(plan.steps).toEqual([{ patch, pair: 0 }]);
    expect(plan.leftOut.map(({ reason }) => reason)).toEqual(['repeated']);
  });

  it('puts a major upgrade last', () => {
    const major = { ...sketch('major', { changes: ['1.0'], families: ['F 9!'] }) };
    const upgrade = { ...major, transforms: [transform('1.0', '2.0', { toCode: OTHER })] };
    const small = sketch('small', { changes: ['1.0'], families: ['F 1'] });
    const { steps } = planPatchSequence(at('1.0'), [upgrade, small]);
    expect(steps.map(({ patch }) => patch.label)).toEqual(['small', 'major']);
  });

  it.each<[string, Record<string, Sketch>, TransformTarget, string, string]>([
    [
      'for another product',
      { a: { changes: ['1.0'], targets: [OTHER] } },
      at('1.0'),
      `product ${OTHER}`,
      `product ${PRODUCT}`,
    ],
    ['for another version', { a: { changes: ['1.0'] } }, at('2.0'), 'version = 1.0.0', 'version 2.0'],
    [
      'for other versions',
      { a: { changes: ['1.0', '1.1'] } },
      at('2.0'),
      'version = 1.0.0 or version = 1.1.0',
      'version 2.0',
    ],
  ])('refuses a patch %s and says what it wants', (_, patches, target, expected, found) => {
    const error = caught(() => order(patches, target));
    expect([error.code, error.facts.expected, error.facts.found]).toEqual([
      'PATCH_NOT_APPLICABLE',
      expected,
      found,
    ]);
  });

  it('refuses what one product cannot take', () => {
    const patches = Array.from({ length: 128 }, (_, i) => sketch(`p${i}`, { changes: ['1.0'] }));
    expect(caught(() => planPatchSequence(at('1.0'), patches)).code).toBe('PATCH_NO_SEQUENCE');
  });
});
