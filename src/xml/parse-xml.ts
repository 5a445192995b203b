import { SaxesParser } from 'saxes';
import { HotfixkitError } from '../errors.js';

/** An element with what is in it, in document order. */
export interface XmlElement {
  /** Without the prefix. */
  readonly name: string;
  /** The namespace that the prefix stands for; empty for none. */
  readonly namespace: string;
  /** By local name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
  /** Where it stands in the text. */
  readonly span: XmlSpan;
}

/** Offsets in the text, counted in UTF-16 units. */
export interface XmlSpan {
  /** Of the `<` of its start tag. */
  readonly start: number;
  /** Behind the `>` of its start tag. */
  readonly contentStart: number;
  /** Of the `<` of its end tag; of an empty-element tag the same as `contentStart`. */
  readonly contentEnd: number;
  /** Behind all of it. */
  readonly end: number;
}

interface OpenElement extends XmlElement {
  readonly attributes: Map<string, string>;
  readonly children: (XmlElement | string)[];
  readonly span: { start: number; contentStart: number; contentEnd: number; end: number };
}

/** Nobody writes elements deeper than this. */
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 1_000_000;

/**
 * A whole document as a tree; its root. Entities other than the five of XML are not known, so that none can be expanded
 * without end. Throws `XML_NOT_WELL_FORMED`.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let count = 0;
  const shift = text.startsWith('\ufeff') ? 1 : 0;
  parser.on('error', (error) => {
    throw bad(error.message.replace(/^\d+:\d+:\s*/, ''));
  });
  parser.on('opentag', (tag) => {
    if (++count > MAX_ELEMENTS || open.length >= MAX_DEPTH) throw bad('too many elements, or too deep');
    const attributes = new Map<string, string>();
    for (const { local, value } of Object.values(tag.attributes)) attributes.set(local, value);
    // No `<` can stand inside a tag.
    const contentStart = shift + parser.position;
    const start = text.lastIndexOf('<', contentStart - 1);
    const span = { start, contentStart, contentEnd: contentStart, end: contentStart };
    const element: OpenElement = { name: tag.local, namespace: tag.uri, attributes, children: [], span };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', (tag) => {
    const { span } = open.pop()!;
    if (tag.isSelfClosing) return;
    span.end = shift + parser.position;
    span.contentEnd = text.lastIndexOf('<', span.end - 1);
  });
  const addText = (value: string): void => {
    open.at(-1)?.children.push(value);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text.slice(shift)).close();
  if (root === null) throw bad('there is no element');
  return root;

  function bad(message: string): HotfixkitError {
    return new HotfixkitError('XML_NOT_WELL_FORMED', `not well-formed XML: ${message}`, {
      found: `line ${parser.line}, column ${parser.column + 1}`,
    });
  }
}

/** The elements of a name anywhere below `element`, in document order. */
export function* elementsNamed(element: XmlElement, name: string): Generator<XmlElement, void, void> {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.name === name) yield child;
    yield* elementsNamed(child, name);
  }
}
