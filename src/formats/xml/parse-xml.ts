import { SaxesParser } from 'saxes';
import { HotfixkitError } from '../../core/errors.js';

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

/** No real document has elements deeper than this. */
const MAX_DEPTH = 200;
/** Task sequences and manifests of bundles have a few thousand. */
const MAX_ELEMENTS = 100_000;
const MAX_ATTRIBUTES = 2 * MAX_ELEMENTS;
/** Pieces of text between tags, comments and the like. */
const MAX_TEXTS = 4 * MAX_ELEMENTS;
/** UTF-16 units. The largest exported task sequences have about two million. */
const LONGEST = 8 * 2 ** 20;

/**
 * A whole document as a tree; its root. Entities other than the five of XML are not known, so that none can be expanded
 * without end. Throws `XML_NOT_WELL_FORMED`, and `XML_TOO_LARGE` for more than any document needs that is read here.
 */
export function parseXml(text: string): XmlElement {
  if (text.length > LONGEST) throw tooLarge('characters', LONGEST);
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let attributeCount = 0;
  let texts = 0;
  const shift = text.startsWith('\ufeff') ? 1 : 0;
  parser.on('error', (error) => {
    throw bad(error.message.replace(/^\d+:\d+:\s*/, ''));
  });
  parser.on('attribute', () => {
    if (++attributeCount > MAX_ATTRIBUTES) throw tooLarge('attributes', MAX_ATTRIBUTES);
  });
  parser.on('opentag', (tag) => {
    if (++elements > MAX_ELEMENTS) throw tooLarge('elements', MAX_ELEMENTS);
    if (open.length >= MAX_DEPTH) throw bad('elements are nested too deep');
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
    if (++texts > MAX_TEXTS) throw tooLarge('pieces of text', MAX_TEXTS);
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

function tooLarge(what: string, most: number): HotfixkitError {
  return new HotfixkitError('XML_TOO_LARGE', `the XML document has more than ${most} ${what}`, {
    expected: `${most} at most`,
  });
}

/** The elements of a name anywhere below `element`, in document order. */
export function* elementsNamed(element: XmlElement, name: string): Generator<XmlElement, void, void> {
  const open = [element.children[Symbol.iterator]()];
  while (open.length > 0) {
    const { value: child, done } = open.at(-1)!.next();
    if (done) {
      open.pop();
      continue;
    }
    if (typeof child === 'string') continue;
    if (child.name === name) yield child;
    open.push(child.children[Symbol.iterator]());
  }
}
