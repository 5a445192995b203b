import { expect, it } from 'vitest';
import { foldProcessors } from '../../../src/hotfix/verify/fold-processors.js';

it.each([
  ['X64-based', 'x64-based'],
  ['32\u00a0bit', '32 bit'],
  ['32\u2011bit', '32-bit'],
  ['32–bit', '32-bit'],
  ['x\u00ad86', 'x86'],
  ['x\u200b86', 'x86'],
  ['ｘ８６', 'x86'],
  ['Версии х86', 'версии x86'],
  ['ІА-64', 'ia-64'],
  ['АRМ64', 'arm64'],
  ['٣٢ بت', '32 بت'],
  ['۶۴ بیتی', '64 بیتی'],
  ['३२ बिट', '32 बिट'],
  ['для всех 64', 'для всех 64'],
])('%j is %j', (text, folded) => {
  expect(foldProcessors(text)).toBe(folded);
});
