import { expect, it } from 'vitest';
import { findPushedOut } from '../../../src/package/patch/superseded-patches.js';
import { at, type Sketch, sketch } from '../../support/patch-sketch.js';

it.each<[string, Record<string, Sketch>, string[]]>([
  ['none of one', { A: { changes: ['1.0'] } }, []],
  [
    'what another lists as obsolete',
    { A: { changes: ['1.0'] }, B: { changes: ['1.0'], obsoletes: ['A'] } },
    ['A: obsoleted by B'],
  ],
  [
    'the earlier of two that list each other',
    { A: { changes: ['1.0'], obsoletes: ['B'] }, B: { changes: ['1.0'], obsoletes: ['A'] } },
    ['A: obsoleted by B'],
  ],
  [
    'what a later one of its family supersedes',
    { A: { changes: ['1.0'], families: ['F 1.1'] }, B: { changes: ['1.0'], families: ['F 1.2!'] } },
    ['A: superseded by B'],
  ],
  [
    'no upgrade by a small update',
    { A: { changes: ['1.0>1.1'], families: ['F 1.1'] }, B: { changes: ['1.0'], families: ['F 1.2!'] } },
    [],
  ],
])('findPushedOut: %s', (_, patches, expected) => {
  const found = findPushedOut(
    at('1.0'),
    Object.entries(patches).map(([label, one]) => sketch(label, one)),
  );
  expect(found.map(({ patch, reason, by }) => `${patch.label}: ${reason} by ${by.label}`)).toEqual(expected);
});
