import type { GrowingText } from './growing-text.js';

/** Elements that raise, lower or annotate text. */
const marking = new Set(['sup', 'sub', 'rt', 'rp', 'small']);
const raisingStyle = /vertical-align\s*:\s*(?:super|sub|text-top)/i;
const noteClass = /foot-?note|note-?ref|noteref/i;

/** `1`, `(a)`, `1, 2`: a number that refers to a note and would become part of the version or size before it. */
const footnoteMark = /^ ?[([]?(?:[\d*†‡§a-e]{1,2}[,; ]{0,2}){1,4}[)\]]?$/;
/** What ends where a mark begins, if nothing but small type says that it is one: a number, or an extension. */
const endsFact = /\d$|\.[a-z]{2,4}$/i;
/** Longest mark, and longest end of a fact that tells it, in characters. */
const LONGEST_MARK = 20;
const LONGEST_END = 5;

/** An open element whose text may be nothing but a reference to a note. */
interface OpenMark {
  name: string;
  /** Where its text begins. */
  start: number;
}

/** Takes references to notes out of a text that grows element by element. */
export class FootnoteMarks {
  /** The marks that were taken out. */
  readonly taken = new Set<string>();
  #open: OpenMark | null = null;

  /**
   * @param text what stands before the element in its line or cell
   * @param isBlank whether that is nothing
   */
  open(
    name: string,
    attributes: Readonly<Record<string, string>>,
    text: GrowingText,
    isBlank = text.isBlank,
  ): void {
    if (!mayMark(name, attributes)) return;
    const isAfterFact = !isBlank && (name !== 'small' || endsFact.test(text.end(LONGEST_END)));
    this.#open = isAfterFact ? { name, start: text.length } : null;
  }

  /** At the end of an element, the mark that the element was is left out of the text. */
  close(name: string, text: GrowingText): void {
    if (this.#open?.name !== name) return;
    const { start } = this.#open;
    this.#open = null;
    const length = text.length - start;
    if (length <= 0 || length > LONGEST_MARK) return;
    const mark = text.end(length);
    if (!footnoteMark.test(mark)) return;
    this.taken.add(mark);
    text.cut(start);
  }

  /** The text begins anew. */
  reset(): void {
    this.#open = null;
  }
}

/** A link leads to a note where it leads to a place of the same page. */
function mayMark(
  name: string,
  { style = '', class: names = '', href = '', role = '' }: Readonly<Record<string, string>>,
) {
  return (
    marking.has(name) ||
    (name === 'a' && href.startsWith('#')) ||
    role === 'doc-noteref' ||
    raisingStyle.test(style) ||
    noteClass.test(names)
  );
}
