import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { parseFileVersion } from '../../src/core/file-version.js';
import { givenText, notGiven } from '../../src/core/given-text.js';
import { decodeArticle } from '../../src/hotfix/article/decode-article.js';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { parsePackageName } from '../../src/hotfix/naming/package-name.js';
import { parseRequirement } from '../../src/hotfix/verify/require.js';
import { parseCondition } from '../../src/msi/condition-parser.js';
import { parseWhere } from '../../src/msi/where.js';
import { openPackage } from '../../src/package/open-package.js';
import { caught } from '../support/caught.js';

describe('givenText', () => {
  it('gives text back', () => {
    expect(givenText('', 'a name')).toBe('');
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [977203, 'number'],
    [['a'], 'array'],
    [Buffer.from('a'), 'object'],
  ])('refuses %j', (value, found) => {
    expect(caught(() => givenText(value, 'a name'))).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('a name must be a string'),
      facts: { found },
    });
  });
});

describe('notGiven', () => {
  it('says what is expected', () => {
    expect(notGiven('a package', 'a path or bytes', 5).message).toContain(
      'a package must be a path or bytes',
    );
  });
});

/** What callers without types pass by mistake. */
const mistakes = [undefined, null, 5, {}, ['a'], new BufferSource(new Uint8Array(1))];

describe.each<[string, (value: never) => unknown, readonly unknown[]]>([
  ['importArticle', importArticle, mistakes],
  ['decodeArticle', decodeArticle, [...mistakes, 'text']],
  ['manifestFromCatalogue', manifestFromCatalogue, mistakes],
  ['parseFileVersion', parseFileVersion, mistakes],
  ['parsePackageName', parsePackageName, mistakes],
  ['parseRequirement', parseRequirement, mistakes],
  ['parseCondition', parseCondition, mistakes],
  ['parseWhere', parseWhere, mistakes],
  ['openPackage', openPackage, mistakes.slice(0, -1)],
])('%s', (_, read, values) => {
  it.each(values.map((value) => [value]))('refuses %j with a code', (value) => {
    expect(caught(() => read(value as never))).toMatchObject({ code: 'USAGE' });
  });
});
