import { describe, expect, it } from 'vitest';
import { rowText } from '../../../../src/hotfix/article/row-text.js';
import { ClaimReader } from '../../../../src/hotfix/article/rules/file-claims.js';
import { FileTopics, type TextPlace } from '../../../../src/hotfix/article/rules/file-topics.js';
import { RuleWords } from '../../../../src/hotfix/article/rules/rule-words.js';

const row = { name: 'a.dll', version: '1.0.0.1', size: 4096, date: null, time: null, platform: null };
const sections = [{ title: 'Files', product: null, files: [row] }];

const isAbout = (text: string, place: TextPlace, language = 'en', isCell = false): boolean => {
  const words = new RuleWords([], language);
  const part = { text, folded: ` ${rowText(text).folded} `, isTitle: isCell, isCell };
  return new FileTopics(words).isAboutFiles(part, new ClaimReader(sections, words).read(text), place);
};

describe('what a sentence is about', () => {
  it.each([
    ['en', 'The actual file is larger.'],
    ['en', 'The values are for the beta.'],
    ['de', 'Die tats\u00e4chliche Datei ist gr\u00f6\u00dfer.'],
    ['fr', 'Les fichiers du package sont plus grands.'],
    ['ja', 'この表の値はベータ版のものです。'],
    ['ru', 'Эти значения относятся к бета-версии.'],
  ])('is a file or table outside of a section about the problem: %s %s', (language, text) => {
    expect([isAbout(text, 'elsewhere', language), isAbout(text, 'problem', language)]).toEqual([true, false]);
  });

  it.each([
    'If the file is locked, the task stops.',
    'This hotfix fixes a file leak.',
    'The log file is in the Logs folder.',
    'See Smpmgr.log for the file.',
    'Copy the file to the client.',
    'The server stops responding.',
  ])('is none of the package: %s', (text) => {
    expect(isAbout(text, 'elsewhere')).toBe(false);
  });

  it.each([
    'a.dll has version 1.0.0.2.',
    'The table above is wrong.',
    'The package does not contain the file.',
  ])('is the package everywhere: %s', (text) => {
    expect(isAbout(text, 'problem')).toBe(true);
  });

  it('is nothing more than its word in the cell of a table', () => {
    expect(isAbout('2 | The file was not found on the server | Try again', 'elsewhere', 'en', true)).toBe(
      false,
    );
  });
});
