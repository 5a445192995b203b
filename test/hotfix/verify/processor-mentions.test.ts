import { expect, it } from 'vitest';
import { bareNames, mentionsIn, models, wordSize } from '../../../src/hotfix/verify/processor-mentions.js';

const spelling = new RegExp(`${models}|${bareNames}|${wordSize}|x64|x86`, 'gu');

it.each([
  ['x86, x64', ['x86', 'x64'], []],
  ['not x64', [], ['x64']],
  ['not x86 or x64', [], ['x86', 'x64']],
  ['not x86, but x64', ['x64'], ['x86']],
  ['x86-based, not for the x64-based', ['x86'], ['x64']],
  ['notes on x64', ['x64'], []],
  ['x64を除く', [], ['x64']],
  ['80386', ['80386'], []],
  ['dec alpha', ['alpha'], []],
  ['alphabet', [], []],
  ['intel-based', ['intel'], []],
  ['640 kb, 32 kb', [], []],
  ['164b', [], []],
])('%s', (text, named, excluded) => {
  const found = mentionsIn(text, spelling);
  expect({ ...found, named: found.named.map((one) => one.trim()) }).toEqual({ named, excluded });
});
