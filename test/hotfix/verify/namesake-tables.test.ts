import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { namesakeTables } from '../../../src/hotfix/verify/namesake-tables.js';
import { UsedTable } from '../../../src/hotfix/verify/used-table.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const facts = [
  { path: 'a.dll', name: 'a.dll', size: 4096, version: '1.0.0.1', platform: 'x86' },
  { path: 'b.dll', name: 'b.dll', size: 5120, version: '1.0.0.1', platform: 'x86' },
];
const table = (title: string, version: string, platform = 'x86') =>
  `## ${title}\n\n| File name | File version | File size | Platform |\n|---|---|---|---|\n| a.dll | ${version} | 4,096 | ${platform} |\n| b.dll | ${version} | 5,120 | ${platform} |\n\n`;
const articleOf = (...tables: string[]) => importArticle(`# KB900001\n\n${tables.join('')}`);
const codesOf = (article: ReturnType<typeof articleOf>, product: string | null = null) =>
  verifyFiles(facts, article, { product })
    .warnings.filter(({ message }) => message.startsWith('only its heading'))
    .map(({ code, message }) => [code, message.match(/"[^"]*"/g)]);

describe('tables of equal names', () => {
  it.each([
    ['Package A', 'Package B'],
    ['Beta', 'RTM'],
    ['Files for Contoso', 'Files for Fabrikam'],
    ['Dateien für Kunden', 'Dateien für Partner'],
    ['Files for Windows 7 in English', 'Files for Windows 7 in Japanese'],
  ])('that only words of their headings tell apart are named: %s and %s', (one, other) => {
    const article = articleOf(table(one, '1.0.0.1'), table(other, '1.0.0.0'));
    expect(codesOf(article)).toEqual([
      ['VERIFY_PRODUCT_UNCERTAIN', [JSON.stringify(one), JSON.stringify(other)]],
    ]);
    expect(codesOf(article, one)).toEqual([]);
  });

  it.each([
    ['for other releases', table('Windows XP SP1', '1.0.0.0')],
    ['for other editions of a product', table('Windows Server 2003 Enterprise Edition', '1.0.0.0')],
    ['for another processor', table('Package B for x64', '1.0.0.0', 'x64')],
    ['of one heading', table('Windows Server 2003 Standard Edition', '1.0.0.0')],
    ['with the same values', table('Package B', '1.0.0.1')],
    ['with other names', table('Package B', '1.0.0.0').replace('a.dll', 'c.dll').replace('b.dll', 'd.dll')],
  ])('are not named %s', (_, other) => {
    const article = articleOf(table('Windows Server 2003 Standard Edition', '1.0.0.1'), other);
    expect(codesOf(article)).toEqual([]);
  });

  it('are few in a message', () => {
    const [used, ...others] = articleOf(
      ...['A', 'B', 'C', 'D', 'E', 'F'].map((name, i) => table(`Package ${name}`, `1.0.0.${9 - i}`)),
    ).sections;
    const [warning] = namesakeTables(
      new UsedTable(used!, facts, { unlisted: [], onlyPresent: false, fileName: null }),
      others,
    );
    expect(warning!.message).toMatch(/: "Package B", "Package C", "Package D", "Package E" and 1 more; give/);
  });
});
