import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';

const struck = (text: string, isHtml = false) =>
  articleSentences(text, isHtml).flatMap((one) => (one.struck ? [one.text] : []));

describe('struck text', () => {
  it.each([
    ['~~Copy A.~~ Copy B.', ['Copy A.']],
    ['Copy ~~A~~ B. Then stop.', ['Copy A B.']],
    ['Copy A. <s>Copy B.\nCopy C.</s> Copy D.', ['Copy B.', 'Copy C.']],
    ['<s>Copy A.\n\nCopy B.</s>', ['Copy A.']],
    ['<span style="text-decoration:line-through">Copy A.</span> Copy B.', ['Copy A.']],
    ['Type setup.exe TARGET=<s> and ~~~~ or a~~b.', []],
  ])('is known in text: %j', (text, expected) => {
    expect(struck(text)).toEqual(expected);
  });

  it.each([
    ['<p><s>Copy A.</s> Copy B.</p>', ['Copy A.']],
    ['<del><p>Copy A.</p><p>Copy B.</p></del><p>Copy C.</p>', ['Copy A.', 'Copy B.']],
    ['<p style="TEXT-DECORATION: LINE-THROUGH">Copy A.</p><p>Copy B.</p>', ['Copy A.']],
    ['<p>Copy A.<s></s></p>', []],
  ])('is known in HTML: %j', (html, expected) => {
    expect(struck(html, true)).toEqual(expected);
  });
});
