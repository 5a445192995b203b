import { describe, expect, it } from 'vitest';
import { joinSections, titlesOf } from '../../../src/hotfix/manifest/join-sections.js';
import type { Manifest, ManifestFile, ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const row = (name: string, platform: string | null = 'x86', size = 100): ManifestFile => ({
  name,
  version: null,
  size,
  date: null,
  time: null,
  platform,
});
const section = (title: string, product: string | null, ...files: ManifestFile[]): ManifestSection => ({
  title,
  product,
  files,
});
const manifestOf = (...sections: ManifestSection[]): Manifest => ({
  kb: '900001',
  title: 'T',
  language: 'en',
  sections,
  warnings: [],
});
const file = (name: string, platform: string | null = 'x86', size = 100) => ({
  path: name,
  name,
  version: null,
  size,
  platform,
});

describe('joinSections', () => {
  it.each<[string, ManifestSection[], string[]]>([
    ['one product', [section('A', 'P', row('a')), section('B', ' p', row('b'))], ['A; B']],
    ['one heading', [section('A', 'P', row('a')), section('A', 'P', row('b'))], ['A']],
    [
      'one without processors',
      [section('A', 'P', row('a', 'x64')), section('B', 'P', row('b', null))],
      ['A; B'],
    ],
    ['two products', [section('A', 'P', row('a')), section('B', 'Q', row('b'))], ['A', 'B']],
    ['no product', [section('A', null, row('a')), section('A', null, row('b'))], ['A', 'A']],
    [
      'two service packs by their headings',
      [
        section('Windows XP Service Pack 2', 'P', row('a')),
        section('Windows XP Service Pack 3', 'P', row('a')),
      ],
      ['Windows XP Service Pack 2', 'Windows XP Service Pack 3'],
    ],
    [
      'two releases of Windows',
      [section('Windows XP', 'P', row('a')), section('Windows Server 2003', 'P', row('a'))],
      ['Windows XP', 'Windows Server 2003'],
    ],
    [
      'two processors by their headings',
      [section('x86', 'P', row('a', null)), section('For x64-based systems', 'P', row('b', null))],
      ['x86', 'For x64-based systems'],
    ],
    [
      'headings of one service pack',
      [section('SP2, server', 'P', row('a')), section('Service Pack 2, console', 'P', row('b'))],
      ['SP2, server; Service Pack 2, console'],
    ],
    ['two processors', [section('A', 'P', row('a')), section('B', 'P', row('b', 'x64'))], ['A', 'B']],
  ])('puts together what belongs together: %s', (_, sections, titles) => {
    const manifest = manifestOf(...sections);
    const { manifest: after, joined } = joinSections(manifest, sections);
    expect(after.sections.map(({ title }) => title)).toEqual(titles);
    expect(after.sections.flatMap(({ files }) => files)).toEqual(sections.flatMap(({ files }) => files));
    if (joined.size === 0) expect(after).toBe(manifest);
  });

  it('takes only those that are allowed', () => {
    const sections = [section('A', 'P', row('a')), section('B', 'P', row('b'))];
    expect(joinSections(manifestOf(...sections), [sections[1]!]).joined.size).toBe(0);
  });

  it('keeps what warnings are about', () => {
    const sections = [
      section('X', 'Q', row('x')),
      section('A', 'P', row('a')),
      section('B', 'P', row('b')),
      section('C', 'R', row('c')),
    ];
    const structures = ['sections[0]', 'sections[2].files[0]', 'sections[3]', 'article', 'sections[9]'];
    const warnings = structures.map((structure) => ({ code: 'X', message: 'x', structure }));
    const { manifest } = joinSections({ ...manifestOf(...sections), warnings }, sections);
    expect(manifest.warnings.map(({ structure }) => structure)).toEqual([
      'sections[0]',
      'sections[1].files[0]',
      'sections[2]',
      'article',
      'sections[9]',
    ]);
  });
});

describe('a product with two tables', () => {
  const both = manifestOf(section('A', 'P', row('a')), section('B', 'P', row('b')));
  const contradicting = manifestOf(section('A', 'P', row('a')), section('B', 'P', row('a', 'x86', 7)));

  it('is right only if the files of both are', () => {
    expect(verifyFiles([file('a'), file('b')], both)).toMatchObject({ ok: true, warnings: [] });
    for (const product of [null, 'P']) {
      expect(verifyFiles([file('a')], both, { product })).toMatchObject({
        ok: false,
        section: 'A; B',
        counts: { match: 1, missing: 1 },
        warnings: [
          {
            code: 'VERIFY_PRODUCT_UNCERTAIN',
            message: '2 tables are for P and were compared as one; --product "A" selects one by its heading',
          },
        ],
      });
      expect(verifyFiles([file('b', 'x86', 1), file('a')], both, { product }).ok).toBe(false);
    }
  });

  it('is not right where they contradict each other', () => {
    for (const onlyPresent of [false, true]) {
      for (const size of [100, 7]) {
        expect(verifyFiles([file('a', 'x86', size)], contradicting, { onlyPresent }).ok).toBe(false);
      }
    }
  });

  it('is judged by one of them where its heading is given', () => {
    expect(verifyFiles([file('a')], both, { product: 'A' })).toMatchObject({ ok: true, section: 'A' });
  });
});

it('titlesOf', () => {
  expect(titlesOf([section('A', null), section('B', null), section('A', null)])).toEqual(['A', 'B']);
});
