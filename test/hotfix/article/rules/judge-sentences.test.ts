import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, PATCH, translations } from '../../../support/articles.js';
import { denials } from '../../../support/denials.js';
import { isThorough } from '../../../support/thorough.js';

const path = 'i386\\hotfix\\KB900123';
const copy = `Copy ${PATCH} to ${path}.`;
/** In the quick run, three languages of different scripts and word orders. */
const table = Object.entries(denials).filter(
  ([language]) => isThorough || ['en', 'de', 'ja'].includes(language),
);

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

describe('a denial in a condition alone', () => {
  it.each([
    ['en', `If the folder does not exist, create it, and then copy ${PATCH} to ${path}.`],
    ['en', `If ${PATCH} is not in the folder, copy it to ${path}.`],
    ['en', `When clients do not report, copy ${PATCH} to ${path}.`],
    ['en', `Unless the folder exists, create it; then copy ${PATCH} to ${path}.`],
    ['en', `Copy ${PATCH} to ${path} if clients do not report.`],
    ['de', `Wenn der Ordner nicht vorhanden ist, erstellen Sie ihn, und kopieren Sie ${PATCH} in ${path}.`],
    ['fr', `Si le dossier n'existe pas, créez-le, puis copiez ${PATCH} dans ${path}.`],
    ['es', `Si la carpeta no existe, créela y copie ${PATCH} en ${path}.`],
    ['it', `Se la cartella non esiste, crearla e copiare ${PATCH} in ${path}.`],
    ['pt', `Se a pasta não existir, crie-a e copie ${PATCH} para ${path}.`],
    ['nl', `Als de map niet bestaat, maakt u deze en kopieert u ${PATCH} naar ${path}.`],
    ['pl', `Jeśli folder nie istnieje, utwórz go i skopiuj ${PATCH} do ${path}.`],
    ['ru', `Если папка не существует, создайте ее и скопируйте ${PATCH} в ${path}.`],
    ['ja', `フォルダーが存在しない場合は、作成して ${PATCH} を ${path} にコピーします。`],
    ['en', `Do not forget to copy ${PATCH} to ${path}.`],
    ['de', `Vergessen Sie nicht, ${PATCH} in ${path} zu kopieren.`],
    ['fr', `N'oubliez pas de copier ${PATCH} dans ${path}.`],
    ['nl', `Vergeet niet ${PATCH} naar ${path} te kopiëren.`],
    ['sv', `Glöm inte att kopiera ${PATCH} till ${path}.`],
    ['da', `Glem ikke at kopiere ${PATCH} til ${path}.`],
    ['es', `No olvide copiar ${PATCH} en ${path}.`],
    ['zh', `如果文件夹不存在，请创建该文件夹，然后将 ${PATCH} 复制到 ${path}。`],
  ])('or a reminder does not deny the step: %s %s', (language, sentence) => {
    const { facts, codes } = rulesOf(withLines(sentence, translations[language]!));
    expect(codes).toEqual([]);
    expect(facts?.clientPatch?.folder).toBe('i386/hotfix/KB900123');
  });

  it.each([
    ['en', `If clients do not report, do not copy ${PATCH} to ${path}.`],
    ['en', `If you copied ${PATCH} to ${path}, remove it.`],
    ['en', `While this is not recommended, you can copy ${PATCH} to ${path}.`],
    ['en', `Do not forget: never copy ${PATCH} to ${path}.`],
    ['de', `Vergessen Sie nicht, dass Sie ${PATCH} nicht in ${path} kopieren dürfen.`],
    ['fr', `N'oubliez pas de ne jamais copier ${PATCH} dans ${path}.`],
    ['de', `Wenn der Ordner nicht vorhanden ist, kopieren Sie ${PATCH} nicht in ${path}.`],
    ['ja', `フォルダーが存在しない場合は、${PATCH} を ${path} にコピーしないでください。`],
    ['zh', `如果文件夹不存在，请勿将 ${PATCH} 复制到 ${path}。`],
  ])('goes with one of the step: %s %s', (language, sentence) => {
    const { facts, codes } = rulesOf(withLines(sentence, translations[language]!));
    expect(facts?.clientPatch?.folder ?? null).toBeNull();
    expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
  });
});
