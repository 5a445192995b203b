import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/hotfix/article/front-matter.js';

describe('readFrontMatter', () => {
  it.each([
    ['---\ntitle: An update\nms.date: 1\n---\n# Text\n', 'An update', '# Text\n'],
    ['\ufeff---\r\ntitle: "An: update"\r\n---\r\nText', 'An: update', 'Text'],
    ["---\nauthor: x\ntitle:   'One'  \n---", 'One', ''],
    ['---\nauthor: x\n---\nText', null, 'Text'],
  ])('of %j', (text, title, body) => {
    expect(readFrontMatter(text)).toEqual({ title, body });
  });

  it.each([
    ['Text\n---\ntitle: x\n---\n'],
    ['---\ntitle: x\n'],
    ['---\n\n---\nText'],
    ['---\nA rule, and text below\n---\n'],
    ['----\ntitle: x\n----\n'],
    [''],
  ])('%j has none', (text) => {
    expect(readFrontMatter(text)).toBeNull();
  });
});
