import { describe, expect, it } from 'vitest';
import { HtmlPage } from '../../../src/hotfix/article/html-page.js';

/** What a reader of a document is told. */
const toldOf = (page: HtmlPage): string[] => {
  const told: string[] = [];
  page.walk({
    onopentag: (name, attributes) => told.push(`<${name} ${JSON.stringify(attributes)}`),
    onclosetag: (name) => told.push(`/${name}`),
    ontext: (text) => told.push(text),
    oncomment: (text) => told.push(`!${text}`),
  });
  return told;
};

describe('HtmlPage', () => {
  it('tells each reader the same, with names in lower case and entities as characters', () => {
    const page = new HtmlPage('<P Class="a">1 &lt; 2<!-- x --><br></P>');
    const told = ['<p {"class":"a"}', '1 ', '<', ' 2', '! x ', '<br {}', '/br', '/p'];
    expect(toldOf(page)).toEqual(told);
    expect(toldOf(page)).toEqual(told);
  });

  it.each([
    ['<table><tr><td>a', true],
    ['<table><tr><td><table><tr><td>a</table>', true],
    ['<table><tr><td>a</table>', false],
    ['<table><tr><td>a<div></table><p>b', false],
    ['<p>a', false],
  ])('tells whether the end of a table was lost: %s', (html, isLost) => {
    const page = new HtmlPage(html);
    page.walk({});
    expect(page.endsInTable).toBe(isLost);
  });

  it('leaves out what a reader does not ask for', () => {
    const page = new HtmlPage('<p>a<!-- b --></p>');
    const told: string[] = [];
    page.walk({});
    page.walk({ ontext: (text) => told.push(text) });
    expect(told).toEqual(['a']);
  });

  it('stops where the first reader throws, and is whole for the next one', () => {
    const page = new HtmlPage('<p>a</p>');
    const stop = () => {
      throw new Error('enough');
    };
    expect(() => page.walk({ ontext: stop })).toThrowError('enough');
    expect(toldOf(page)).toEqual(['<p {}', 'a', '/p']);
    expect(() => page.walk({ ontext: stop })).toThrowError('enough');
  });

  it('takes a document that is parsed already as it is', () => {
    const page = new HtmlPage('<p>');
    expect(HtmlPage.of(page)).toBe(page);
    expect(HtmlPage.of('<p>').html).toBe('<p>');
  });
});
