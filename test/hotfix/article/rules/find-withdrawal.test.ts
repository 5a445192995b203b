import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, translations } from '../../../support/articles.js';
import { denials } from '../../../support/denials.js';

const codesOf = (text: string) => importArticle(text).warnings.map(({ code }) => code);

describe.each(Object.entries(denials))('%s', (language, { withdrawn, kept }) => {
  it.each(withdrawn)('%s', (sentence) => {
    for (const words of new Set([translations[language]!, english])) {
      expect(codesOf(`${articleText(words)}\n${sentence}`)).toEqual(['ARTICLE_WITHDRAWN']);
    }
  });

  it.each(kept)('is not taken back: %s', (sentence) => {
    expect(codesOf(`${articleText(translations[language]!)}\n${sentence}`)).toEqual([]);
  });
});

describe('in English', () => {
  it.each([
    'This hotfix has a problem. It was withdrawn on May 3.',
    'Do not install this hotfix on any computer.',
    'This hotfix was withdrawn because of an earlier version of a driver.',
    'This hotfix is no longer available.',
    'We recommend that you do not deploy this update.',
    'Status: Withdrawn',
    'Do not deploy this hotfix in production.',
    'This update has been expired.',
    'This hotfix was retired on May 1, 2012.',
    'Microsoft has stopped offering this hotfix.',
  ])('%s', (sentence) => {
    expect(codesOf(`${articleText(english)}\n${sentence}`)).toContain('ARTICLE_WITHDRAWN');
  });

  it.each([
    'If the installation fails, uninstall this hotfix and install it again.',
    'Before you uninstall this hotfix, close all programs.',
    'How to remove the hotfix\n\nUninstall this hotfix by using Control Panel.',
    'An earlier release of this hotfix, which was withdrawn, had no utility.',
    'Article status: not withdrawn',
    'Hotfix 982203: withdrawn',
    'Hotfix 982203 was withdrawn.',
    'This hotfix has a utility.\nDo not run these commands\n\nInvRepair.exe /wipe',
    'This hotfix corrects clients whose certificate has expired.',
    'This hotfix is for computers on which the update has expired.',
  ])('is not taken back: %s', (sentence) => {
    expect(codesOf(`${articleText(english)}\n${sentence}`)).not.toContain('ARTICLE_WITHDRAWN');
  });
});
