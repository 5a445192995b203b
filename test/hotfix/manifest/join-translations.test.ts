import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { joinTranslations } from '../../../src/hotfix/manifest/join-translations.js';
import { articleText, english, TABLE, translations } from '../../support/articles.js';

const read = (file: string, article: string, kb = '900123') => ({
  file,
  manifest: importArticle(article, { fileName: file, kb }),
});
const german = articleText(
  translations.de!,
  TABLE.replace(/^.*/, 'Dateiname Dateiversion Dateigröße Datum Uhrzeit Plattform').replaceAll(
    'Not applicable',
    'Nicht zutreffend',
  ),
);

describe('joinTranslations', () => {
  it('makes one of translations that agree, and says so once', () => {
    const { manifests, contradictions } = joinTranslations([
      read('de.txt', german),
      read('en.txt', articleText(english)),
      read('list.txt', TABLE),
    ]);
    expect(contradictions).toEqual([]);
    expect(manifests.map(({ file }) => file)).toEqual(['en.txt']);
    expect(manifests[0]!.manifest.warnings.map(({ message }) => message)).toEqual([
      'KB900123 is here in 3 files that agree (de.txt, en.txt, list.txt); en.txt is used',
    ]);
  });

  it('adds facts that only another file states, with their sentences', () => {
    const short = articleText(english).replace(/^PATCH.*$/m, '');
    const { manifests } = joinTranslations([
      read('en.txt', short),
      read('de.txt', `${TABLE}\nDer Patch liegt in i386\\hotfix\\KB900123.`),
    ]);
    const { facts } = manifests[0]!.manifest;
    expect(facts?.clientPatch).toMatchObject({ folder: 'i386/hotfix/KB900123', files: [{}] });
    expect(facts?.evidence).toContainEqual({
      fact: 'clientPatch.folder',
      value: 'i386\\hotfix\\KB900123',
      sentence: 'Der Patch liegt in i386\\hotfix\\KB900123. (de.txt)',
      line: null,
    });
  });

  it.each([
    [
      'a size',
      german.replace('86,376', '86,377'),
      /Smpmgr\.dll is 4\.0\.6487\.2130, 86376 bytes in en\.txt and .*86377/,
    ],
    ['a row', german.replace(/^Smpmgr.*$/m, ''), /^Smpmgr\.dll has no row in de\.txt/],
    [
      'the folder',
      german.replace('i386\\hotfix', 'x64\\hotfix'),
      /the folder of the client patch is i386\/hotfix\/KB900123 in en\.txt and x64\/hotfix/,
    ],
    [
      'a restart',
      german.replace('nicht neu starten', 'neu starten'),
      /^a restart is not required in en\.txt and required in de\.txt$/,
    ],
  ])('keeps files apart that contradict each other: %s', (_, other, difference) => {
    const { manifests, contradictions } = joinTranslations([
      read('en.txt', articleText(english)),
      read('de.txt', other),
    ]);
    expect(manifests).toHaveLength(2);
    expect(contradictions).toEqual([
      { kb: '900123', files: ['en.txt', 'de.txt'], difference: expect.stringMatching(difference) },
    ]);
  });

  it('leaves files of several articles and of none alone', () => {
    const nameless = { file: 'c', manifest: { ...importArticle(TABLE), kb: null } };
    const all = [
      read('a', TABLE, '900001'),
      read('b', TABLE, '900002'),
      nameless,
      { ...nameless, file: 'd' },
    ];
    expect(joinTranslations(all)).toEqual({ manifests: all, contradictions: [] });
  });
});
