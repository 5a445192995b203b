/** Elements that raise, lower or annotate text. */
const marking = new Set(['sup', 'sub', 'rt', 'rp', 'small']);
const raisingStyle = /vertical-align\s*:\s*(?:super|sub|text-top)/i;
const noteClass = /foot-?note|note-?ref|noteref/i;

/** `1`, `(a)`, `1, 2`: a number that refers to a note and would become part of the version or size before it. */
const footnoteMark = /^ ?[([]?(?:[\d*†‡§a-e]{1,2}[,; ]{0,2}){1,4}[)\]]?$/;
/** What ends where a mark begins, if nothing but small type says that it is one: a number, or an extension. */
const endsFact = /\d$|\.[a-z]{2,4}$/i;

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

  /** @param text what stands before the element in its line or cell */
  open(name: string, attributes: Readonly<Record<string, string>>, text: string): void {
    if (!mayMark(name, attributes)) return;
    const isAfterFact = name === 'small' ? endsFact.test(text) : /\S/.test(text);
    this.#open = isAfterFact ? { name, start: text.length } : null;
  }

  /** The text at the end of an element, without the mark that the element was. */
  close(name: string, text: string): string {
    if (this.#open?.name !== name) return text;
    const { start } = this.#open;
    this.#open = null;
    const mark = text.slice(start);
    if (!footnoteMark.test(mark)) return text;
    this.taken.add(mark);
    return text.slice(0, start);
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
