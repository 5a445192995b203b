import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import {
  listCatalogue,
  manifestFromCatalogue,
  normalizeArticleNumber,
} from '../../../src/hotfix/manifest/catalogue.js';
import { parseManifest } from '../../../src/hotfix/manifest/manifest-schema.js';
import { caught } from '../../support/caught.js';
import { articlesDir, describeCorpus } from '../../support/corpus.js';

describe('listCatalogue', () => {
  it('has KB977203 with both its tables', () => {
    expect(listCatalogue()).toContainEqual({
      kb: '977203',
      title: expect.stringContaining('User state migration is unsuccessful'),
      products: ['ConfigMgr 2007 SP1', 'ConfigMgr 2007 SP2'],
      files: 26,
      complete: true,
    });
  });

  it.each(listCatalogue().map((entry) => entry.kb!))('%s is a valid manifest', (kb) => {
    const manifest = manifestFromCatalogue(kb);
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toStrictEqual(manifest);
  });
});

describe('manifestFromCatalogue', () => {
  it.each(['977203', 'KB977203', 'kb 977203', 'Q977203'])('finds %j', (kb) => {
    expect(manifestFromCatalogue(kb).kb).toBe('977203');
  });

  it('gives each caller a copy', () => {
    manifestFromCatalogue('977203').sections.length = 0;
    expect(manifestFromCatalogue('977203').sections).toHaveLength(2);
  });

  it('names what there is when asked for anything else', () => {
    expect(() => manifestFromCatalogue('977385')).toThrowError(HotfixkitError);
    expect(() => manifestFromCatalogue('977385')).toThrowError(/no article "977385"; it has 977203/);
  });

  it('says what is known of a partial entry, and what is needed', () => {
    const error = caught(() => manifestFromCatalogue('KB2721642'));
    expect(error.code).toBe('MANIFEST_PARTIAL');
    expect(error.message).toMatch(
      /no file table of KB2721642.*SCCM2007-SP2-KB2721642-V2-ENU\.msi.*--manifest FILE/,
    );
  });
});

describe('normalizeArticleNumber', () => {
  it.each([
    [' KB0977203 ', '977203'],
    ['977203', '977203'],
    ['MS07-061', 'MS07-061'],
    ['', ''],
  ])('%j is %j', (text, expected) => {
    expect(normalizeArticleNumber(text)).toBe(expected);
  });
});

describe('KB977203', () => {
  const { sections, facts, warnings } = manifestFromCatalogue('977203');

  it('keeps the misprint and says which number is right', () => {
    expect(facts?.supersededBy).toEqual([
      expect.objectContaining({ kb: '977384', published: '997384', includesUtility: false }),
    ]);
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'MANIFEST_MISPRINT', expected: '977384', found: '997384' }),
    ]);
  });

  it('has the facts that staging stands on', () => {
    expect(facts).toMatchObject({
      restartRequired: false,
      replaces: [],
      prerequisites: { anyOf: ['ConfigMgr 2007 SP1', 'ConfigMgr 2007 SP2'] },
      clientPatch: { folder: 'i386/hotfix/KB977203' },
      utility: {
        file: 'CCMCertFix.exe',
        installedFolder: '<ConfigMgr>\\Logs\\KB977203',
        commandLine: 'CCMCertFix.exe',
        program: { run: 'Hidden', canRunWhen: 'AnyUserStatus', adminRightsRequired: true },
      },
      symptom: { errorCode: '0x80092024', component: 'OSDSMPClient' },
    });
    expect(facts?.sources.length).toBeGreaterThan(0);
  });

  it('names for each product the patch that its table lists', () => {
    for (const { product, name } of facts!.clientPatch!.files) {
      const section = sections.find((candidate) => candidate.product === product)!;
      expect(section.files.map((file) => file.name.toLowerCase())).toContain(name.toLowerCase());
    }
  });
});

describeCorpus('KB977203 as published', () => {
  const article = (name: string) => readFileSync(join(articlesDir, name), 'utf8');
  const { sections, facts } = manifestFromCatalogue('977203');

  it('has the 26 rows of the Chinese article, word by word', () => {
    const expected = JSON.parse(article('zh-cn-kb977203.expected.json'));
    expect(sections.map((section) => section.files)).toEqual(
      expected.sections.map((section: { files: unknown }) => section.files),
    );
  });

  it('has the same figures as the Vietnamese article, whose translation changed letter case', () => {
    const expected = JSON.parse(article('vi-kb977203.expected.json'));
    const lower = (files: { name: string }[]) =>
      files.map((file) => ({ ...file, name: file.name.toLowerCase() }));
    expect(sections.map((section) => lower(section.files))).toEqual(
      expected.sections.map((section: { files: { name: string }[] }) => lower(section.files)),
    );
  });

  it('has the PATCH lines and command lines that stand in the article', () => {
    const text = article('full/kb977203-zh-cn.txt');
    for (const { line } of facts!.clientPatch!.properties) expect(text).toContain(line);
    expect(text).toContain(facts!.utility!.loggingCommandLine);
    expect(text).toContain('SCCM2007-SP2-KB977203-ENU.msi');
    expect(text).toContain(`\\${facts!.clientPatch!.folder!.replaceAll('/', '\\')}\\`);
    expect(text).toContain(facts!.supersededBy[0]!.published);
    expect(text).toContain(facts!.supersededBy[0]!.kb);
  });
});
