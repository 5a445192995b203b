import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, PATCH, translations } from '../../../support/articles.js';
import {
  type Lines,
  leads,
  noCommands,
  noLeads,
  noSteps,
  noUtilities,
  steps,
} from '../../../support/step-sentences.js';
import { isThorough } from '../../../support/thorough.js';

/** In the quick run, three languages of different scripts and word orders. */
const some = (lines: readonly Lines[]) =>
  lines.filter(([language]) => isThorough || ['en', 'de', 'ja'].includes(language));
const folder = 'i386/hotfix/KB900123';
const copy = `Copy ${PATCH} to i386\\hotfix\\KB900123.`;

/** An article with these lines in place of the one that names the patch, and without a command line. */
const articleWith = ([language, lines]: Lines) =>
  articleText({ ...translations[language]!, superseded: '' })
    .replace('InvRepair.exe repair.log', '')
    .replace(/^PATCH.*$/m, () => lines);
const rulesOf = (text: string) => {
  const { facts, warnings } = importArticle(text);
  return { facts, codes: warnings.map(({ code, structure = '' }) => `${code} ${structure}`.trim()) };
};
/** Lines of Markdown as HTML. */
const htmlOf = (text: string) => {
  const rows = text.split('\n').map((line) =>
    /^\|-/.test(line)
      ? ''
      : line.startsWith('|')
        ? `<tr>${line
            .slice(1, -1)
            .split('|')
            .map((cell) => `<td>${cell}</td>`)
            .join('')}</tr>`
        : `<p>${line.replaceAll('<', '&lt;')}</p>`,
  );
  return `<html><body>${rows.join('\n').replace(/((?:<tr>.*<\/tr>\n*)+)/g, '<table>$1</table>')}</body></html>`;
};

describe('a line that tells no step', () => {
  it.each(some(noSteps))('is asked for: %s %s', (language, lines) => {
    const { facts, codes } = rulesOf(articleWith([language, lines]));
    expect(facts?.clientPatch?.folder ?? null).toBeNull();
    expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
    expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.files');
  });

  it.each(noSteps.filter(([, lines]) => lines.startsWith('|')))('in a table of HTML: %s %s', (...lines) => {
    const { facts, codes } = rulesOf(htmlOf(articleWith(lines)));
    expect(facts?.clientPatch?.folder ?? null).toBeNull();
    expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
  });

  it.each(some(noLeads))('gives no command below it: %s %s', (language, lead) => {
    for (const between of ['\n', '\n\n']) {
      const { facts, codes } = rulesOf(
        articleWith([language, `${copy}\n\n${lead}${between}InvRepair.exe /wipe`]),
      );
      expect(facts?.utility?.commandLine).toBe('InvRepair.exe');
      expect(codes).toEqual(['ARTICLE_RULE_UNCLEAR facts.utility.commandLine']);
    }
  });

  it.each(noCommands)('gives no command: %s %s', (language, lines) => {
    const { facts, codes } = rulesOf(articleWith([language, `${copy}\n\n${lines}`]));
    expect(facts?.utility?.commandLine).toBe('InvRepair.exe');
    expect(codes).toEqual(['ARTICLE_RULE_UNCLEAR facts.utility.commandLine']);
  });

  it.each(noUtilities)('names no utility to run: %s %s', (language, utility) => {
    const { facts, codes } = rulesOf(articleText({ ...translations[language]!, utility }));
    expect(facts?.utility ?? null).toBeNull();
    expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.utility');
  });
});

describe('a line of a plain form', () => {
  it.each(some(leads))('gives the command below it: %s %s', (language, lead) => {
    for (const between of ['\n', '\n\n']) {
      const lines = `${copy}\n\n${lead}${between}InvRepair.exe /all`;
      const { facts, codes } = rulesOf(articleWith([language, lines]));
      expect(codes).toEqual([]);
      expect(facts?.utility?.commandLine).toBe('InvRepair.exe /all');
    }
  });

  it.each(some(steps))('is taken: %s %s', (language, lines) => {
    const { facts, codes } = rulesOf(articleWith([language, lines]));
    expect(codes).toEqual([]);
    expect(facts?.clientPatch).toMatchObject({ folder, files: [{}] });
  });

  it.each(isThorough ? steps : [])('in an English article: %s %s', (language, lines) => {
    const { facts, codes } = rulesOf(
      articleText({ ...english, superseded: '' }).replace(/^PATCH.*$/m, () => lines),
    );
    // What is not taken is asked for.
    if (facts?.clientPatch?.folder !== folder) {
      expect(language).not.toBe('en');
      expect(codes).toContain('ARTICLE_RULE_UNCLEAR facts.clientPatch.folder');
    }
  });
});
