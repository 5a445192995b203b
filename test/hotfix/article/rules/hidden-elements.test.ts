import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import {
  hiddenBySheets,
  isHiddenIn,
  isUnseen,
  withoutComments,
} from '../../../../src/hotfix/article/rules/hidden-elements.js';
import { articleText, english, PATCH } from '../../../support/articles.js';

describe('isUnseen', () => {
  it.each([
    [{ hidden: '' }, true],
    [{ style: 'display:none' }, true],
    [{ style: 'color: red; VISIBILITY : hidden' }, true],
    [{ style: 'opacity:0.0' }, true],
    [{ style: 'font-size:0px' }, true],
    [{ style: 'display: block; opacity: 0.5; font-size: 0.9em' }, false],
    [{ class: 'hidden' }, false],
  ])('judges %j', (attributes, expected) => {
    expect(isUnseen(attributes)).toBe(expected);
  });
});

describe('style sheets of a document', () => {
  const hidden = hiddenBySheets(
    '<STYLE type="text/css">a{color:red}.Gone,p#off{display:none!important}/*.no{display:none}*/@media print{.paper{display:none}}@media screen and (max-width:9px){ nav b{visibility:hidden} }</STYLE><style>.open{',
  );

  it.each([
    ['div', { class: 'wide gone' }, true],
    ['p', { id: 'off' }, true],
    ['div', { id: 'off' }, false],
    ['div', { class: 'no' }, false],
    ['div', { class: 'paper' }, false],
    ['b', {}, true],
    ['a', {}, false],
    ['a', { hidden: '' }, true],
  ])('hide elements of a screen: %s %j', (name, attributes, isHidden) => {
    expect(isHiddenIn(hidden, name, attributes)).toBe(isHidden);
  });

  it('are read in time that grows with the document', () => {
    const before = performance.now();
    hiddenBySheets('<style>'.repeat(100_000));
    hiddenBySheets(`<style>${'}'.repeat(1_000_000)}{</style>`);
    hiddenBySheets(`<style>${'a'.repeat(1_000_000)}{display:none}</style>`);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

it('takes comments out of text and keeps its lines', () => {
  expect(withoutComments('a<!-- b\nc -->d\n<!-- e')).toBe('a      \n     d\n<!-- e');
});

describe('a step that browsers do not show', () => {
  const copy = `Copy ${PATCH} to i386\\hotfix\\KB900123.`;
  const article = (step: string) =>
    `<html><body>${articleText({ ...english, superseded: '' })
      .replace(/^PATCH.*$/m, () => step)
      .split('\n')
      .map((row) => (row.startsWith('<') ? row : `<p>${row}</p>`))
      .join('\n')}</body></html>`;
  const rulesOf = (text: string) => {
    const { facts, warnings } = importArticle(text);
    return {
      folder: facts?.clientPatch?.folder ?? null,
      found: warnings.map(({ message }) => message).join(),
    };
  };

  it.each([
    `<p style="display:none">${copy}</p>`,
    `<div hidden><p>${copy}</p></div>`,
    `<style>.gone{display:none}</style><p class="gone">${copy}</p>`,
  ])('is no rule: %s', (step) => {
    const { folder, found } = rulesOf(article(step));
    expect(folder).toBeNull();
    expect(found).toContain('only where browsers do not show it');
    expect(rulesOf(article(`${step}<p>${copy}</p>`))).toEqual({
      folder: 'i386/hotfix/KB900123',
      found: '',
    });
  });

  it('is no rule in a comment', () => {
    expect(rulesOf(article(`<!-- ${copy} -->`)).folder).toBeNull();
    const text = articleText(english).replace(/^PATCH.*$/m, () => `<!-- ${copy} -->`);
    expect(rulesOf(text).folder).toBeNull();
  });
});
