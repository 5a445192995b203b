import { expect, it } from 'vitest';
import { withShortTexts } from '../../../web/worker/short-texts.js';

const long = 'x'.repeat(100_000);
const short = `${'x'.repeat(8192)}… (100,000 characters)`;

it.each([
  ['a text', long, short],
  ['a cell of a row', { rows: [['a', 1, null, long]] }, { rows: [['a', 1, null, short]] }],
  ['a fact', { product: { name: long, version: '1' } }, { product: { name: short, version: '1' } }],
])('cuts %s that is long', (_, answer, expected) => {
  expect(withShortTexts(answer)).toEqual(expected);
});

it('gives what has no long text as it is, and leaves what it is given', () => {
  const blob = new Blob(['a']);
  const answer = { rows: [['x'.repeat(8192), 2]], blob };
  expect(withShortTexts(answer)).toBe(answer);
  const kept = { first: { text: long }, second: [blob] };
  const cut = withShortTexts(kept);
  expect(kept.first.text).toBe(long);
  expect(cut.second).toBe(kept.second);
});
