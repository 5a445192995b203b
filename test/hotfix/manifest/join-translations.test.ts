import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { joinTranslations } from '../../../src/hotfix/manifest/join-translations.js';
import type { Manifest, PublishedHash } from '../../../src/hotfix/manifest/manifest.js';
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

  it('keeps the hashes and sizes that only some of them publish, and what they say is not compared', () => {
    const sha256 = 'ab'.repeat(32);
    const { manifests } = joinTranslations([
      read(
        'de.txt',
        `${german}\n\nInvrepair.exe SHA-256: ${sha256}\nkb900123.msi (12.345 Bytes)\nCRC32 von Smpmgr.dll ist 1A2B3C4D\n`,
      ),
      read('en.txt', articleText(english)),
      read('fr.txt', `${articleText(english)}\n\nInvrepair.exe SHA-256 : ${sha256}\n`),
    ]);
    expect(manifests).toHaveLength(1);
    const { hashes, sizes, warnings } = manifests[0]!.manifest;
    expect(hashes).toEqual([{ file: 'Invrepair.exe', algorithm: 'SHA-256', digest: sha256 }]);
    expect(sizes).toMatchObject([{ file: 'kb900123.msi', least: 12345 }]);
    expect(warnings.filter(({ code }) => code === 'VERIFY_NOT_COMPARED')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('1A2B3C4D') }),
    ]);
  });

  it('names what only some of them say, and uses it', () => {
    const bare = (line: string) => `KB900123: a hotfix\n\n${line}\n\n${TABLE}`;
    const { manifests, contradictions } = joinTranslations([
      read(
        'aa.txt',
        bare(
          'Sie müssen den Computer neu starten, nachdem Sie diesen Hotfix installiert haben.\nFühren Sie das Dienstprogramm Invrepair.exe auf allen Clients aus.',
        ),
      ),
      read('en.txt', bare('This hotfix replaces hotfix 980001.')),
      read('list.txt', TABLE),
    ]);
    expect(contradictions).toEqual([]);
    const { facts, warnings } = manifests[0]!.manifest;
    expect(facts).toMatchObject({
      restartRequired: true,
      utility: { file: 'Invrepair.exe' },
      replaces: ['980001'],
    });
    const { message } = warnings.find(({ code }) => code === 'MANIFEST_TRANSLATIONS')!;
    expect(message).toMatch(
      /^KB900123 is here in 3 files whose tables agree \(aa\.txt, en\.txt, list\.txt\)/,
    );
    expect(message).toContain('only aa.txt says that a restart is required');
    expect(message).toContain('only aa.txt says that the utility is Invrepair.exe');
    expect(message).toContain('only en.txt says that what it replaces is KB980001');
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
    [
      'what it replaces',
      german.replace('ersetzt keinen zuvor veröffentlichten Hotfix', 'ersetzt den Hotfix 980001'),
      /^what it replaces is nothing in en\.txt and KB980001 in de\.txt$/,
    ],
    [
      'properties to give again',
      german.replace('SMSSLP und FSP', 'SMSMP'),
      /^what must be given again is FSP, SMSSLP in en\.txt and SMSMP in de\.txt$/,
    ],
    [
      'how the utility runs',
      german.replace('Ausgeblendet', 'Minimiert'),
      /^how the utility runs is Hidden in en\.txt and Minimized in de\.txt$/,
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

  const W = 'ab'.repeat(32);
  const X = 'cd'.repeat(32);
  const hashed = (file: string, text: string, hashes: Manifest['hashes']) => {
    const one = read(file, text);
    return { ...one, manifest: { ...one.manifest, ...(hashes && { hashes }) } };
  };
  const sha = (file: string | null, digest: string, row: Partial<PublishedHash> = {}): PublishedHash => ({
    file,
    algorithm: 'SHA-256',
    digest,
    ...row,
  });

  it.each<{
    name: string;
    de: PublishedHash[];
    en: PublishedHash[];
    difference: string | null;
    joined?: number;
  }>([
    { name: 'the same', de: [sha('a.dll', W)], en: [sha('A.DLL', W)], difference: null, joined: 1 },
    { name: 'of other files', de: [sha('a.dll', W)], en: [sha('b.dll', X)], difference: null, joined: 2 },
    { name: 'of one file alone', de: [sha('a.dll', W)], en: [], difference: null, joined: 1 },
    {
      name: 'of more rows in one',
      de: [sha('a.dll', W, { platform: 'x86' })],
      en: [sha('a.dll', W, { platform: 'i386' }), sha('a.dll', X, { platform: 'x64' })],
      difference: null,
      joined: 2,
    },
    {
      name: 'of downloads without names',
      de: [sha(null, W)],
      en: [sha(null, X)],
      difference: null,
      joined: 2,
    },
    {
      name: 'others',
      de: [sha('a.dll', W)],
      en: [sha('a.dll', X)],
      difference: `the SHA-256 of a.dll is ${X} in en.txt and ${W} in de.txt`,
    },
    {
      name: 'exchanged among rows',
      de: [sha('a.dll', W, { platform: 'x86' }), sha('a.dll', X, { platform: 'x64' })],
      en: [sha('a.dll', X, { platform: 'x86' }), sha('a.dll', W, { platform: 'x64' })],
      difference: 'a.dll',
    },
  ])('compares hashes: $name', ({ de, en, difference, joined }) => {
    const found = joinTranslations([
      hashed('de.txt', german, de),
      hashed('en.txt', articleText(english), en),
    ]);
    if (difference === null) {
      expect(found.contradictions).toEqual([]);
      expect(found.manifests.map(({ manifest }) => manifest.hashes?.length)).toEqual([joined]);
    } else {
      expect(found.contradictions).toMatchObject([{ difference: expect.stringContaining(difference) }]);
      expect(found.manifests).toHaveLength(2);
    }
  });

  it('keeps what another file says of verdicts', () => {
    const other = read('de.txt', german);
    const added = [
      { code: 'VERIFY_NOT_COMPARED', message: 'a hash cannot be read', structure: 'sections[9]' },
      { code: 'ARTICLE_WITHDRAWN', message: 'withdrawn' },
      { code: 'ARTICLE_ROW_UNCERTAIN', message: 'doubt' },
    ];
    const { manifests } = joinTranslations([
      read('en.txt', articleText(english)),
      { ...other, manifest: { ...other.manifest, warnings: added } },
    ]);
    expect(manifests[0]!.manifest.warnings.slice(0, -1)).toEqual([
      { code: 'VERIFY_NOT_COMPARED', message: 'a hash cannot be read' },
      { code: 'ARTICLE_WITHDRAWN', message: 'withdrawn' },
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
