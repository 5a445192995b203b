import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, PATCH, translations } from '../../../support/articles.js';
import { denials } from '../../../support/denials.js';

const path = 'i386\\hotfix\\KB900123';
const copy = `Copy ${PATCH} to ${path}.`;
const table = Object.entries(denials);

/** An article with these lines in place of the one that names the patch. */
const withLines = (lines: string, words = english) =>
  articleText({ ...words, superseded: '' })
    .replace('InvRepair.exe repair.log', '')
    .replace(/^PATCH.*$/m, () => lines);
const rulesOf = (text: string) => {
  const { facts, warnings } = importArticle(text);
  return {
    facts,
    warnings,
    codes: warnings.map(({ code, structure = '' }) => `${code} ${structure}`.trim()),
  };
};
/** In the language of the article, and in an English one that a translator left in parts. */
const articlesOf = (language: string) => [...new Set([translations[language]!, english])];

describe.each(table)('%s', (language, { ban, run, heading, above, denied, beside }) => {
  it.each(ban)('no command is taken from the line below "%s"', (lead) => {
    for (const words of articlesOf(language)) {
      for (const lines of [`${lead}\nInvRepair.exe /wipe`, `${lead}\n\nInvRepair.exe /wipe\n\n${copy}`]) {
        const { facts } = rulesOf(withLines(lines, words));
        expect(facts?.utility?.commandLine ?? 'InvRepair.exe').toBe('InvRepair.exe');
        expect(JSON.stringify(facts)).not.toContain('/wipe');
      }
      const both = `${run[0]}\nInvRepair.exe /repair\n${lead}\nInvRepair.exe /wipe\n\n${copy}`;
      const { facts, codes } = rulesOf(withLines(both, words));
      expect(codes).toEqual([]);
      expect(facts?.utility?.commandLine).toBe('InvRepair.exe /repair');
      expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
    }
  });

  it.each(ban)('no step is taken from the list below "%s"', (lead) => {
    for (const words of articlesOf(language)) {
      for (const lines of [`${lead}\n1. ${copy}\n2. Restart.`, `${lead}\n\n- Restart.\n\n- ${copy}`]) {
        const { facts, codes, warnings } = rulesOf(withLines(lines, words));
        expect(facts?.clientPatch?.folder ?? null).toBeNull();
        expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
        expect(warnings[0]!.message).toContain('of which it says "');
      }
    }
  });

  it.each(run)('the command below "%s" is taken', (lead) => {
    const lines = `${copy}\n\n${lead}\nInvRepair.exe /repair`;
    const { facts, codes } = rulesOf(withLines(lines, translations[language]!));
    expect(codes).toEqual([]);
    expect(facts?.utility?.commandLine).toBe('InvRepair.exe /repair');
    // Where a part of an English article is in another language, it may be unclear, and is then named.
    const mixed = rulesOf(withLines(lines));
    const isTaken = mixed.facts?.utility?.commandLine === 'InvRepair.exe /repair';
    expect(mixed.codes).toEqual(isTaken ? [] : ['ARTICLE_RULE_UNCLEAR facts.utility.commandLine']);
  });

  it.each<readonly [string, string]>([
    ['below a heading that bans it', `${heading}\n${copy}`],
    ['below a heading of Markdown that bans it', `## ${heading}\n\nSome text.\n\n${copy}`],
    ['that the next line takes back', `${copy}\n${above}`],
    ['that the next paragraph takes back', `1. ${copy}\n\n${above}`],
    ...denied.map((sentence) => ['that is denied', sentence] as const),
  ])('no step is taken %s', (_, lines) => {
    for (const words of articlesOf(language)) {
      const { facts, codes } = rulesOf(withLines(lines, words));
      expect(facts?.clientPatch?.folder ?? null).toBeNull();
      expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
      expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.files');
    }
  });

  it.each(beside)('the step stays beside "%s"', (sentence) => {
    for (const lines of [`${copy}\n\n${sentence}`, `${sentence}\n${copy}`]) {
      const { facts, codes } = rulesOf(withLines(lines, translations[language]!));
      expect(codes).toEqual([]);
      expect(facts?.clientPatch).toMatchObject({ folder: 'i386/hotfix/KB900123', files: [{}] });
    }
  });
});

it.each([
  `Do not forget to copy ${PATCH} to ${path}.`,
  `Do not forget to do this:\n1. ${copy}`,
  `${copy} Do not forget to update the distribution points.`,
  `Note: Do not restart the server during this step.\n\n${copy}`,
  `To avoid this problem, copy ${PATCH} to ${path}.`,
  `${copy}\n\nIf the ${path} folder does not exist, create it.`,
  `${copy} If there is no ${path} folder, create one.`,
  `${copy}\n\nYou cannot uninstall ${PATCH}.`,
  `The following files are not included: a.pdb.\n\n${copy}`,
])('takes the step of %j', (lines) => {
  const { facts, codes } = rulesOf(withLines(lines));
  expect(codes).toEqual([]);
  expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
});

it.each([
  `To avoid copying ${PATCH} to ${path}, install the client again.`,
  `To avoid this problem, do not copy ${PATCH} to ${path}.`,
  `To avoid this problem, remove ${PATCH} from ${path}.`,
  `If the ${path} folder does not exist, do not copy ${PATCH} to it.`,
])('does not take the step of %j', (line) => {
  const { facts, codes } = rulesOf(withLines(line));
  expect(facts?.clientPatch?.folder ?? null).toBeNull();
  expect(codes.join()).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.files');
});

it.each([
  ['de', `Um dieses Problem zu vermeiden, kopieren Sie ${PATCH} nach ${path}.`],
  ['fr', `Pour éviter ce problème, copiez ${PATCH} dans ${path}.`],
  ['de', `${copy}\n\nWenn der Ordner ${path} nicht vorhanden ist, erstellen Sie ihn.`],
  ['fr', `${copy}\n\nSi le dossier ${path} n'existe pas, créez-le.`],
])('takes the step of %s %j', (language, lines) => {
  const { facts, codes } = rulesOf(withLines(lines, translations[language]!));
  expect(codes).toEqual([]);
  expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
});

it('does not take what must not be forgotten not to do', () => {
  const { facts } = rulesOf(withLines(`Do not forget that you must not copy ${PATCH} to ${path}.`));
  expect(facts?.clientPatch?.folder ?? null).toBeNull();
});
