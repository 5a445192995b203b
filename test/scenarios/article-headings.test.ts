import { expect, it } from 'vitest';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';

const heads = ['File name', 'File version', 'File size', 'Date', 'Time'];
const table = (version: string, platform: string | null) => {
  const cells = ['a.exe', version, '12,288', '08-Oct-2009', '04:00'];
  const line = (tag: string, texts: string[]) =>
    `<tr>${texts.map((t) => `<${tag}>${t}</${tag}>`).join('')}</tr>`;
  return platform === null
    ? `<table>${line('th', heads)}${line('td', cells)}</table>`
    : `<table>${line('th', [...heads, 'Platform'])}${line('td', [...cells, platform])}</table>`;
};
const article = (...parts: string[]) =>
  importArticle(`<html><title>A hotfix</title><h3>File information</h3>${parts.join('')}</html>`);
const file = (version: string, platform: string) => ({
  path: 'a.exe',
  name: 'a.exe',
  size: 12288,
  version,
  platform,
});

it.each([
  ['<h4>x86</h4>', 'x64', false],
  ['<h4>ARM64 files</h4>', 'x86', true],
  ['<h4>For all supported x64-based versions of Windows Server 2008</h4>', 'x86', true],
  ['<h4>Windows Server 2003 with SP1, Itanium-based versions</h4>', 'x64', false],
])('no plain OK for a file of another processor than %s', (heading, platform, ok) => {
  const result = verifyFiles(
    [file('4.0.6487.2000', platform)],
    article(heading, table('4.0.6487.2000', null)),
  );
  expect(result.ok).toBe(ok);
  if (ok) expect(result.warnings).toMatchObject([{ code: 'VERIFY_NOT_COMPARED' }]);
});

it('a table for each service pack, where versions are of one product', () => {
  const manifest = article(
    '<h4>Windows XP Service Pack 2</h4>',
    table('4.0.6487.2000', 'x86'),
    '<h4>Windows XP Service Pack 3</h4>',
    table('4.0.6487.9999', 'x86'),
  );
  for (const version of ['4.0.6487.2000', '4.0.6487.9999']) {
    const { ok, warnings } = verifyFiles([file(version, 'x86')], manifest);
    expect({ ok, warnings }).toEqual({ ok: true, warnings: [] });
  }
});

it.each([
  ['GDR', 'LDR'],
  ['SP2GDR', 'SP2QFE'],
])('service branches of headings, as those of a column: %s, %s', (one, other) => {
  const manifest = article(
    `<h4>Windows XP Service Pack 2, ${one}</h4>`,
    table('4.0.6487.2000', 'x86'),
    `<h4>Windows XP Service Pack 2, ${other}</h4>`,
    table('4.0.6487.9999', 'x86'),
  );
  const [gdr, qfe] = [file('4.0.6487.2000', 'x86'), { ...file('4.0.6487.9999', 'x86'), path: 'q/a.exe' }];
  expect(verifyFiles([gdr, qfe], manifest)).toMatchObject({ ok: true, warnings: [] });
  expect(verifyFiles([gdr], manifest)).toMatchObject({ ok: false, counts: { match: 1, missing: 1 } });
  for (const present of [gdr, qfe]) {
    expect(verifyFiles([present], manifest, { onlyPresent: true })).toMatchObject({ ok: true, warnings: [] });
  }
  const wrong = file('4.0.6487.1', 'x86');
  expect(verifyFiles([wrong], manifest, { onlyPresent: true }).ok).toBe(false);
});

it.each([
  ['a heading above the heading', '<h3>ARM64</h3><h4>File information</h4>', ''],
  [
    'a sentence',
    '<p>The ARM64 version of this hotfix has the files in the following table.</p><h4>Files</h4>',
    '',
  ],
  ['a caption', '', '<caption>ARM64</caption>'],
  ['another name', '<h4>AArch64</h4>', ''],
])('a processor is named by %s', (_, above, caption) => {
  const manifest = article(above, table('4.0.6487.2000', null).replace('<table>', `<table>${caption}`));
  const { ok, warnings } = verifyFiles([file('4.0.6487.2000', 'x86')], manifest);
  expect({ ok, codes: warnings.map(({ code }) => code) }).toEqual({
    ok: true,
    codes: ['VERIFY_NOT_COMPARED'],
  });
  expect(verifyFiles([file('4.0.6487.2000', 'ARM64')], manifest)).toMatchObject({ ok: true, warnings: [] });
});

it('a heading above several tables holds for all of them, one of a single table for that alone', () => {
  const [one, other] = [table('4.0.6487.2000', null), table('4.0.6487.9999', null)];
  const platforms = (...parts: string[]) => article(...parts).sections.map(({ platform }) => platform);
  expect(platforms('<h3>x64</h3><h4>Client</h4>', one, '<h4>Server</h4>', other)).toEqual(['x64', 'x64']);
  expect(platforms('<h4>Windows XP x64 Edition</h4>', one, '<h4>Windows XP</h4>', other)).toEqual([
    undefined,
    undefined,
  ]);
  expect(platforms('<h3>x86 and x64</h3><h4>Client</h4>', one)).toEqual([undefined]);
  expect(platforms('<h3>x64</h3><h4>Client</h4>', table('4.0.6487.2000', 'x86'))).toEqual([undefined]);
});
