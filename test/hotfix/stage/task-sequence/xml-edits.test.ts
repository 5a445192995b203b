import { expect, it } from 'vitest';
import { parseXml } from '../../../../src/formats/xml/parse-xml.js';
import {
  append,
  applyEdits,
  childElements,
  layoutBefore,
  setContent,
} from '../../../../src/hotfix/stage/task-sequence/xml-edits.js';

const text = '<a>\n  <b x="1"/>\n  <c>old</c>\n</a>';
const root = parseXml(text);
const [b, c] = childElements(root);

it('puts content into elements, also into empty ones, and leaves the rest to the letter', () => {
  expect(applyEdits(text, [setContent(b!, 'in b'), setContent(c!, 'new')])).toBe(
    '<a>\n  <b x="1">in b</b>\n  <c>new</c>\n</a>',
  );
  expect(applyEdits(text, [append(b!, '<d/>'), append(c!, '+')])).toBe(
    '<a>\n  <b x="1"><d/></b>\n  <c>old+</c>\n</a>',
  );
});

it('knows the line break and indentation before an element', () => {
  expect(layoutBefore(text, b!)).toBe('\n  ');
  expect(layoutBefore('<a><b/></a>', childElements(parseXml('<a><b/></a>'))[0]!)).toBe('');
});
