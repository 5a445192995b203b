import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english } from '../../../support/articles.js';

const imported = (change: (text: string) => string) => importArticle(change(articleText(english)));
const factsOf = (change: (text: string) => string) => imported(change).facts!;

describe('findPrerequisites', () => {
  it('quotes what names no product of a table', () => {
    const sentence = 'There are no prerequisites for this hotfix.';
    const { prerequisites } = factsOf((text) => text.replace(english.prerequisites[1], sentence));
    expect(prerequisites).toEqual({ summary: sentence, anyOf: [] });
  });

  it('keeps a hotfix that must be installed too', () => {
    const sentence = 'You must have ConfigMgr 2007 SP2 and hotfix 977384 installed.';
    const { prerequisites } = factsOf((text) => text.replace(english.prerequisites[1], sentence));
    expect(prerequisites).toEqual({ summary: sentence, anyOf: ['ConfigMgr 2007 SP2'] });
  });

  it('is absent where no heading says so', () => {
    expect(factsOf((text) => text.replace('Prerequisites\n', ''))).not.toHaveProperty('prerequisites');
  });
});

describe('findRestart', () => {
  it.each([
    ['You must restart the computer after you apply this hotfix.', true],
    ['You may have to restart the computer after you apply this hotfix.', 'possible'],
    ['A restart might be required after you apply this hotfix.', 'possible'],
    ["You don't have to restart the computer.", false],
  ])('%s', (sentence, expected) => {
    expect(factsOf((text) => text.replace(english.restart[1], sentence)).restartRequired).toBe(expected);
  });

  it('finds a sentence without a heading', () => {
    const text = (one: string) => one.replace('Restart requirement\n', '');
    expect(factsOf(text).restartRequired).toBe(false);
    expect(factsOf((one) => text(one).replace(english.restart[1], ''))).not.toHaveProperty('restartRequired');
  });
});

describe('findReplacement', () => {
  const superseded = english.superseded!;
  const relation = (sentence: string) => {
    const { replaces, supersededBy } = factsOf((text) => text.replace(superseded, sentence));
    return { replaces, supersededBy: supersededBy.map(({ kb }) => kb) };
  };

  it.each([
    ['This hotfix replaces hotfix 977203 and hotfix 2516517.', ['977203', '2516517'], []],
    ['This hotfix is replaced by hotfix 2516517.', [], ['2516517']],
    ['The hotfix in article 2516517 supersedes and includes this hotfix.', [], ['2516517']],
    ['KB900123 was superseded by KB2516517.', [], ['2516517']],
    ['Hotfix 977203 is superseded by this hotfix.', ['977203'], []],
    ['The utility replaces files of hotfix 2516517.', [], []],
  ])('%s', (sentence, replaces, supersededBy) => {
    expect(relation(sentence)).toEqual({ replaces, supersededBy });
  });

  it('takes the number of a hotfix that must not be there for no misprint', () => {
    const { facts, warnings } = imported((text) =>
      text.replace(
        superseded,
        'This hotfix is superseded by hotfix 990600.\nIf hotfix 990700 is installed, you cannot install this hotfix.',
      ),
    );
    expect(facts!.supersededBy).toMatchObject([{ kb: '990600' }]);
    expect(warnings).toEqual([]);
  });

  it('corrects a number that the catalogue knows with one other digit', () => {
    const { facts, warnings } = imported((text) =>
      text.replace(superseded, 'Hotfix 997384 supersedes this hotfix.\nSee article 977384.'),
    );
    expect(facts!.supersededBy).toMatchObject([{ kb: '977384', published: '997384' }]);
    expect(warnings).toMatchObject([{ code: 'MANIFEST_MISPRINT', expected: '977384', found: '997384' }]);
  });

  it('says where two numbers are alike and neither is known', () => {
    const { facts, warnings } = imported((text) =>
      text.replace(superseded, 'Hotfix 997300 supersedes this hotfix.\nSee article 977300.'),
    );
    expect(facts!.supersededBy).toMatchObject([{ kb: '997300' }]);
    expect(warnings).toMatchObject([{ code: 'ARTICLE_RULE_UNCLEAR', structure: 'facts.supersededBy' }]);
  });

  it('says that the utility is not in what supersedes it', () => {
    const lacks = 'However, that hotfix does not include the InvRepair utility.';
    const { supersededBy } = factsOf((text) => text.replace(superseded, `${superseded} ${lacks}`));
    expect(supersededBy).toMatchObject([{ includesUtility: false }]);
  });
});
