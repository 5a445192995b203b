import { describe, expect, it } from 'vitest';
import {
  areForOtherProcessors,
  areForOtherReleases,
  areSameProcessor,
  branchOf,
  processorsIn,
  processorsOf,
} from '../../../src/hotfix/verify/table-heading.js';

const section = (title: string, product: string | null = null) => ({ title, product, files: [] });

describe('headings of tables', () => {
  it.each([
    ['Windows XP Service Pack 2', 'Windows XP SP3', true],
    ['Windows XP Service Pack 2', 'SP2 of Windows XP', false],
    ['Windows Vista', 'Windows Server 2003', true],
    ['Site server', 'Console', false],
    ['SP2 GDR', 'SP2 QFE', false],
    ['Windows XP', 'Windows XP SP2', true],
  ])('tell releases apart: %s, %s', (a, b, other) => {
    expect(areForOtherReleases(section(a), section(b))).toBe(other);
    expect(areForOtherReleases(section(b), section(a))).toBe(other);
  });

  it('tell them apart where versions say that both are of one product, but not by a heading that says less', () => {
    expect(areForOtherReleases(section('SP2', 'P SP2'), section('SP3', 'P SP2'))).toBe(true);
    expect(areForOtherReleases(section('SP2', 'P SP2'), section('Console', 'P SP2'))).toBe(false);
    expect(areForOtherReleases(section('Windows XP', 'P'), section('Windows XP SP2', 'P'))).toBe(false);
  });

  it.each([
    ['SP2 GDR', 'GDR'],
    ['Windows XP, RTMQFE', 'QFE'],
    ['GDR and QFE', null],
    ['Service Pack 2', null],
  ])('name a service branch: %s', (title, branch) => {
    expect(branchOf(section(title))).toBe(branch);
  });

  it.each([
    ['32\u00a0bit versions', 'x86'],
    ['32\u2011bit', 'x86'],
    ['32–bit versions', 'x86'],
    ['x\u00ad86 versions', 'x86'],
    ['x-86 versions', 'x86'],
    ['x32', 'x86'],
    ['IX86', 'x86'],
    ['i686 versions', 'x86'],
    ['IA-32', 'x86'],
    ['ｘ８６版', 'x86'],
    ['ｘ８６ 版', 'x86'],
    ['Версии х86', 'x86'],
    ['32-разрядные версии', 'x86'],
    ['32-битные версии', 'x86'],
    ['32-битова', 'x86'],
    ['32-бітні', 'x86'],
    ['32-розрядні', 'x86'],
    ['รุ่น 32 บิต', 'x86'],
    ['إصدارات 32 بت', 'x86'],
    ['إصدارات ٣٢ بت', 'x86'],
    ['نسخه‌های ۳۲ بیتی', 'x86'],
    ['32 סיביות', 'x86'],
    ['32 ביט', 'x86'],
    ['32 बिट', 'x86'],
    ['32 bites', 'x86'],
    ['32 ビット版', 'x86'],
    ['３２ビット版', 'x86'],
    ['32位', 'x86'],
    ['32 位元', 'x86'],
    ['32비트', 'x86'],
    ['x86_64', 'x64'],
    ['x 86', 'x86'],
    ['Windows Server 2003 x 64', 'x64'],
    ['\u00d786', 'x86'],
    ['80386 versions', 'x86'],
    ['80x86', 'x86'],
    ['32b', 'x86'],
    ['64-b', '64-bit'],
    ['Pentium', 'x86'],
    ['Opteron', 'x64'],
    ['Intel-based', 'x86'],
    ['Intel', 'x86'],
    ['Intel Itanium', 'IA-64'],
    ['Intel Edition', ''],
    ['thirty-two-bit versions', 'x86'],
    ['Sixty-Four Bit', '64-bit'],
    ['Versiuni pe 32 de bi\u021bi', 'x86'],
    ['Versiuni pe 64 de bi\u0163i', '64-bit'],
    ['32 বিট', 'x86'],
    ['৩২ বিট', 'x86'],
    ['๓๒ บิต', 'x86'],
    ['32 பிட்', 'x86'],
    ['Alpha', 'Alpha'],
    ['(Alpha)', 'Alpha'],
    ['Alpha-based computers', 'Alpha'],
    ['x86 and Alpha', 'x86 Alpha'],
    ['Alpha AXP', 'Alpha'],
    ['Alpha channel filter', ''],
    ['Alpha version', ''],
    ['PowerPC', 'PowerPC'],
    ['MIPS', 'MIPS'],
    ['not x64', ''],
    ['non-x64 versions', ''],
    ['All versions except x64', ''],
    ['x86 (not x64)', 'x86'],
    ['Nicht f\u00fcr x64', ''],
    ['x64 以外', ''],
    ['Sauf x86 et x64', ''],
    ['x86-64 files', 'x64'],
    ['Intel 64', 'x64'],
    ['64-битные версии', '64-bit'],
    ['ARM 64-bit', 'ARM64'],
    ['x86/x64', 'x86 x64'],
    ['x86-x64', 'x86 x64'],
    ['32 files', ''],
    ['KB 976464', ''],
    ['Versions of 2032 bits', ''],
    ['matrix86', ''],
  ])('name processors: %s', (title, named) => {
    expect([...processorsIn(title)].join(' ')).toBe(named);
  });

  it('tell processors apart', () => {
    expect(areForOtherProcessors(section('x86'), section('x64'))).toBe(true);
    expect(areForOtherProcessors(section('Itanium'), section('64-bit'))).toBe(false);
    expect(areForOtherProcessors(section('x86'), section('All'))).toBe(false);
    expect([...processorsIn('x64 (64-bit)')]).toEqual(['x64']);
    expect([...processorsOf({ title: 'Files', platform: 'x64' })]).toEqual(['x64']);
    expect([...processorsOf({ title: 'x86', platform: 'x64' })]).toEqual(['x86']);
    expect(areSameProcessor('64-bit', 'x86')).toBe(false);
  });
});

it('headings that were asked for before have the same answers, however many come between', () => {
  const ask = () => [...processorsIn('For x64 and Itanium')];
  const first = ask();
  for (let i = 0; i < 6000; i++) processorsIn(`x86 part ${i}`);
  expect(ask()).toEqual(first);
  expect(first).toEqual(['x64', 'IA-64']);
});
