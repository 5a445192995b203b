import type { XmlElement } from '../../../formats/xml/parse-xml.js';

/** A change of a document: what is put in place of a range. */
export interface Edit {
  at: number;
  end: number;
  text: string;
  /** The element was empty and gets tags of its own: `<name …/>`. */
  open?: true;
}

/** The elements in an element, without its text. */
export function childElements({ children }: XmlElement): XmlElement[] {
  return children.filter((child): child is XmlElement => typeof child !== 'string');
}

/** Replaces the content of an element; the tags stay. */
export function setContent({ span }: XmlElement, content: string): Edit {
  return {
    at: span.contentStart,
    end: span.contentEnd,
    text: content,
    ...(isEmpty(span) ? { open: true } : {}),
  };
}

/** Puts text at the end of an element. */
export function append(element: XmlElement, text: string): Edit {
  const { contentEnd } = element.span;
  return { at: contentEnd, end: contentEnd, text, ...(isEmpty(element.span) ? { open: true } : {}) };
}

const isEmpty = (span: XmlElement['span']): boolean => span.contentStart === span.end;

/** The document with all changes, which do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { at, end, text: put, open } of [...edits].sort((a, b) => b.at - a.at)) {
    let before = result.slice(0, at);
    let after = put;
    if (open) {
      // `<name …/>` becomes `<name …>put</name>`.
      const start = before.lastIndexOf('<');
      const name = /^<([^\s/>]+)/.exec(before.slice(start))![1]!;
      before = `${before.slice(0, -2).trimEnd()}>`;
      after = `${put}</${name}>`;
    }
    result = before + after + result.slice(end);
  }
  return result;
}

/** Line break and indentation in front of an element; empty where it does not start a line. */
export function layoutBefore(text: string, { span }: XmlElement): string {
  return /(\r?\n)[ \t]*$/.exec(text.slice(0, span.start))?.[0] ?? '';
}
