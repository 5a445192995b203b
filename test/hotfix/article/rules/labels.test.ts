import { describe, expect, it } from 'vitest';
import { isListOfArticles, labelled } from '../../../../src/hotfix/article/rules/labels.js';

describe('labelled', () => {
  it.each([
    ['superseded by: kb900001', { head: ' superseded by ', tail: ' kb900001 ' }],
    ['再起動の必要性：なし', { head: ' 再起動の必要性 ', tail: ' なし ' }],
    ['copy the file:', null],
    ['no label', null],
    [`${'a long sentence that is no label '.repeat(2)}: no`, null],
  ])('%s', (text, expected) => {
    expect(labelled(text)).toEqual(expected);
  });
});

describe('isListOfArticles', () => {
  it.each([
    ['kb900001', true],
    ['kb900001, 900002 and kb 2659258.', true],
    ['900001 on servers', false],
    ['no', false],
  ])('%s: %s', (text, expected) => {
    expect(isListOfArticles(text)).toBe(expected);
  });
});
