import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, type XmlElement } from '../../../src/formats/xml/parse-xml.js';
import { caught } from '../../support/caught.js';
import { itThorough, runs } from '../../support/thorough.js';

const whole = (text: string, { span }: XmlElement): string => text.slice(span.start, span.end);
const inner = (text: string, { span }: XmlElement): string => text.slice(span.contentStart, span.contentEnd);

describe('parseXml', () => {
  it.each([
    ['<b x="1">t</b>', 't'],
    ['<b/>', ''],
    ['<b x=\'a>b\' y = "&lt;" />', ''],
    ['<b></b>', ''],
    ['<b\r\n  x="1"\r\n>\r\nline\r\n</b  >', '\r\nline\r\n'],
    ['<p:b xmlns:p="urn:p">\u{1f600}&amp;<![CDATA[<b>]]><!-- <b> --><?b <b>?></p:b>', null],
  ])('knows where %j stands, whatever is in front', (element, content) => {
    for (const head of ['', '\ufeff', '<?xml version="1.0"?>\r\n<!-- <b> -->\r\n']) {
      for (const before of ['', '\r\n\t', '\u{1f600}é\r\n', '<a q=">"/>']) {
        const text = `${head}<root>${before}${element}\n after</root>\n`;
        const [found] = elementsNamed(parseXml(text), 'b');
        expect(whole(text, found!)).toBe(element);
        if (content !== null) expect(inner(text, found!)).toBe(content);
      }
    }
  });

  it('resolves the five entities and character references, and gives names without prefix', () => {
    const root = parseXml('<p:a xmlns:p="urn:p" p:x="&quot;&#x41;">&amp;<![CDATA[&amp;]]>&#66;</p:a>');
    expect([root.name, root.namespace, root.attributes.get('x')]).toEqual(['a', 'urn:p', '"A']);
    expect(root.children.join('')).toBe('&&amp;B');
  });

  it('finds every element of a random tree where its text is', () => {
    const leaf = fc.constantFrom('', 'x', ' \r\n', '&lt;', '<!-- < -->', '\u{10348}', '<![CDATA[</e>]]>');
    const tree = fc.memo((depth): fc.Arbitrary<string> => {
      const inside = depth === 0 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 3 });
      return fc.tuple(leaf, inside, leaf, fc.boolean()).map(([a, elements, b, blank]) => {
        const content = a + elements.join(b) + b;
        return content === '' ? '<e/>' : `<e${blank ? ' k="/>"' : ''}>${content}</e>`;
      });
    });
    fc.assert(
      fc.property(tree(4), (text) => {
        const document = `<r>${text}</r>`;
        for (const element of elementsNamed(parseXml(document), 'e')) {
          const again = parseXml(whole(document, element));
          expect(again.children).toHaveLength(element.children.length);
          expect([...elementsNamed(again, 'e')]).toHaveLength([...elementsNamed(element, 'e')].length);
        }
      }),
      { seed: 1, numRuns: runs(200) },
    );
  });

  it.each([
    ['', 'line 1, column 1'],
    ['hello', 'line 1, column 6'],
    ['<a>\n<b>\n</a>', 'line 3, column 5'],
    ['<a x=1/>', 'line 1, column 7'],
    ['<a/>\n\n<b/>', 'line 3, column '],
    ['<a>&nbsp;</a>', 'line 1, column 10'],
    ['<!DOCTYPE a [<!ENTITY e "x"><!ENTITY f "&e;&e;">]><a>&f;</a>', 'line 1, column 57'],
    [`${'<a>'.repeat(201)}${'</a>'.repeat(201)}`, 'line 1, column 604'],
  ])('refuses %j and says where', (text, found) => {
    const { code, facts } = caught(() => parseXml(text));
    expect([code, facts.found]).toEqual(['XML_NOT_WELL_FORMED', expect.stringContaining(found)]);
  });

  itThorough.each([
    ['elements', `<r>${'<a/>'.repeat(100_000)}</r>`],
    ['attributes', `<r ${Array.from({ length: 200_001 }, (_, i) => `a${i}=""`).join(' ')}/>`],
    ['pieces of text', `<r>${'x<![CDATA[]]>'.repeat(200_001)}</r>`],
    ['characters', `<r>${'x'.repeat(8 * 2 ** 20)}</r>`],
    ['comments', `<r>${'<!---->'.repeat(1_300_000)}</r>`],
  ])('refuses too many %s', (_, text) => {
    expect(caught(() => parseXml(text)).code).toBe('XML_TOO_LARGE');
  });

  itThorough('takes as many elements as it says, however they lie', () => {
    const deep = `${'<a>'.repeat(198)}${'<b/>'.repeat(99_000)}${'</a>'.repeat(198)}`;
    expect([...elementsNamed(parseXml(`<r>${deep}</r>`), 'b')]).toHaveLength(99_000);
  });

  it('takes the depth that it says', () => {
    expect(parseXml(`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`).name).toBe('a');
  });
});
