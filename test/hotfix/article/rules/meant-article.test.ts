import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english } from '../../../support/articles.js';

const imported = (superseded: string) => importArticle(articleText({ ...english, superseded }));

describe('meantArticle', () => {
  it('names a number that resembles another one of the article', () => {
    const { warnings } = imported(
      'This hotfix is superseded by hotfix 990600.\nFor more information, see article 990700.',
    );
    expect(warnings).toMatchObject([{ code: 'ARTICLE_RULE_UNCLEAR', structure: 'facts.supersededBy' }]);
  });

  it('takes both of one sentence', () => {
    const { facts, warnings } = imported('This hotfix is superseded by KB990600 and KB990700.');
    expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(['990600', '990700']);
    expect(warnings).toEqual([]);
  });
});
