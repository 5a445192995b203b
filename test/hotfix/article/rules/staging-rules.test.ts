import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { manifestFromCatalogue } from '../../../../src/hotfix/manifest/catalogue.js';
import { encodeManifest } from '../../../../src/hotfix/manifest/encode-manifest.js';
import { parseManifestText } from '../../../../src/hotfix/manifest/manifest-schema.js';
import { articleText, english, PATCH, translations } from '../../../support/articles.js';
import { articlesDir, describeCorpus } from '../../../support/corpus.js';

const product = 'ConfigMgr 2007 SP2';
const row = 'Sccm2007ac-sp2-kb900123-x86-enu.msp';

describe('the staging rules of an article', () => {
  it.each(Object.entries(translations))('are read in %s', (_, words) => {
    const { kb, facts, warnings } = importArticle(articleText(words));
    expect(warnings).toEqual([]);
    expect(kb).toBe('900123');
    expect(facts).toMatchObject({
      clientPatch: {
        folder: 'i386/hotfix/KB900123',
        files: [{ product, name: row }],
        properties: [
          {
            product,
            line: `PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\i386\\hotfix\\KB900123\\${row}"`,
          },
        ],
      },
      utility: {
        file: 'InvRepair.exe',
        commandLine: 'InvRepair.exe',
        loggingCommandLine: 'InvRepair.exe repair.log',
        program: { run: 'Hidden', canRunWhen: 'AnyUserStatus', adminRightsRequired: true },
      },
      prerequisites: { anyOf: [product] },
      restartRequired: false,
      replaces: [],
      supersededBy: words.superseded === undefined ? [] : [{ kb: '2659258', published: '2659258' }],
      propertiesToRepeat: ['SMSSLP', 'FSP'],
    });
    const sentenceOf = (fact: string) => facts!.evidence!.find((one) => one.fact === fact)?.sentence;
    expect(sentenceOf('utility.file')).toBe(words.utility);
    expect(sentenceOf('prerequisites')).toBe(words.prerequisites[1]);
    expect(sentenceOf('restartRequired')).toBe(words.restart[1]);
    expect(sentenceOf('replaces')).toBe(words.replacement[1]);
    expect(sentenceOf('supersededBy')).toBe(words.superseded);
    expect(sentenceOf('propertiesToRepeat')).toBe(words.again);
    expect(facts!.evidence!.find(({ fact }) => fact === 'utility.file')!.line).toBe(4);
  });

  it('are kept in the JSON', () => {
    const manifest = importArticle(articleText(english));
    expect(parseManifestText(new TextDecoder().decode(encodeManifest(manifest)))).toEqual(manifest);
  });

  it('are read from HTML and Markdown too', () => {
    const rows = articleText(english)
      .split('\n')
      .map((line) => `<p>${line.replaceAll('<', '&lt;')}</p>`);
    const { facts } = importArticle(`<html><body>${rows.join('\n')}</body></html>`);
    const plain = importArticle(articleText(english)).facts!;
    expect({ ...facts, evidence: [] }).toEqual({ ...plain, evidence: [] });
    const markdown = articleText(english)
      .replace('InvRepair.exe utility', '**InvRepair.exe** utility')
      .replace('Prerequisites', '### Prerequisites')
      .replace('PATCH=', '> PATCH=');
    expect({ ...importArticle(markdown).facts, evidence: [] }).toEqual({ ...plain, evidence: [] });
  });

  it('are absent where the text says nothing', () => {
    const table = articleText(english).split('\n').slice(11, 15).join('\n');
    expect(importArticle(table).facts?.evidence?.map(({ fact }) => fact)).toEqual(['clientPatch.files']);
    const without = table.replace(/^Sccm.*$/m, '');
    expect(importArticle(without)).not.toHaveProperty('facts');
  });

  it('leave the tables as they are', () => {
    const text = articleText(english);
    const table = importArticle(text).sections[0]!.files;
    expect(table.map(({ name }) => name)).toEqual(['Invrepair.exe', 'Smpmgr.dll', row]);
    expect(PATCH.toLowerCase()).toBe(row.toLowerCase());
  });
});

describeCorpus('the translations of KB977203', () => {
  const lower = (value: unknown): unknown => JSON.parse(JSON.stringify(value).toLowerCase());
  const catalogue = manifestFromCatalogue('977203');

  it.each(['zh-cn', 'vi'])('%s gives what the catalogue has', (language) => {
    const text = readFileSync(join(articlesDir, `full/kb977203-${language}.txt`), 'utf8');
    const { facts, sections, warnings, kb } = importArticle(text);
    const known = catalogue.facts!;
    expect(kb).toBe('977203');
    expect(lower(sections.map(({ product: name, files }) => ({ name, files })))).toEqual(
      lower(catalogue.sections.map(({ product: name, files }) => ({ name, files }))),
    );
    const { folder, files, properties } = known.clientPatch!;
    expect(facts!.clientPatch!.folder).toBe(folder);
    expect(lower(facts!.clientPatch!.files)).toEqual(lower(files));
    expect(lower(facts!.clientPatch!.properties)).toEqual(lower(properties));
    // The purpose is in the words of the catalogue.
    expect(facts!.utility).toEqual({ ...known.utility, purpose: null });
    expect(facts!.prerequisites!.anyOf).toEqual(known.prerequisites!.anyOf);
    expect(facts!.restartRequired).toBe(known.restartRequired);
    expect(facts!.replaces).toEqual(known.replaces);
    const superseding = known.supersededBy.map(({ note: _, ...one }) => one);
    expect(facts!.supersededBy.map(({ note: _, ...one }) => one)).toEqual(superseding);
    expect(facts!.propertiesToRepeat).toEqual(known.propertiesToRepeat);
    // The translations name the package for SP2 alone.
    expect(facts!.packages).toEqual(known.packages.slice(1));
    const topics = (notes: typeof known.notes) => notes.map(({ topic }) => topic).sort();
    expect(topics(facts!.notes)).toEqual(topics(known.notes));
    const text2 = (notes: typeof known.notes) =>
      notes.filter(({ topic }) => topic !== 'utility-after-supersedence').map((one) => one.text);
    expect(new Set(text2(facts!.notes))).toEqual(new Set(text2(known.notes)));
    expect(warnings).toEqual(catalogue.warnings);
    for (const { sentence } of facts!.evidence!) {
      const squeezed = text.replace(/\s+/g, ' ');
      expect(
        squeezed.includes(sentence) || sections.some((one) => one.files.some((f) => f.name === sentence)),
      ).toBe(true);
    }
  });
});
