import { Parser } from '../html-blocks.js';
import { isUnseen } from './hidden-elements.js';
import { END_OF_STRUCK, isStruckStyle, START_OF_STRUCK, struckElements } from './struck-text.js';

/** A line of a document as people see it. */
export interface HtmlLine {
  text: string;
  kind: 'text' | 'entry' | 'heading';
  /** It begins a block; false behind a line break and in preformatted text. */
  isBlock: boolean;
  /** Browsers do not show it. */
  hidden: boolean;
}

const unseen = new Set(['script', 'style', 'noscript', 'template', 'svg', 'title', 'textarea', 'select']);
const inLine = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/**
 * The lines of an HTML document as people see them: an element that begins a line does so inside of cells too, because tables may
 * lay out a page. The cells of a row without such elements are one line. Struck text stands between the marks of `struck-text.ts`.
 */
export function htmlLines(html: string): HtmlLine[] {
  const lines: HtmlLine[] = [];
  let line = '';
  let hidden = 0;
  let preformatted = 0;
  let struck = 0;
  let covered = 0;
  let entries = 0;
  let isHeading = false;
  let isBlock = true;
  let isHidden = false;
  /** Of each element that is open, whether it strikes its text and whether it hides it. */
  const open: { strikes: boolean; covers: boolean }[] = [];
  const end = (endsBlock: boolean) => {
    const text = line.replace(/\s+/g, ' ').trim();
    const isEmpty = text === '' || text === START_OF_STRUCK;
    if (!isEmpty) {
      const kind = isHeading ? 'heading' : entries > 0 ? 'entry' : 'text';
      lines.push({ text, kind, isBlock, hidden: isHidden });
    }
    isBlock = endsBlock || (isEmpty && isBlock);
    isHidden = false;
    line = struck > 0 ? START_OF_STRUCK : '';
  };
  const edge = (name: string, step: 1 | -1) => {
    if (unseen.has(name)) hidden = Math.max(0, hidden + step);
    if (name === 'pre') preformatted = Math.max(0, preformatted + step);
    if (cells.has(name)) line += ' ';
    else if (!inLine.has(name)) end(name !== 'br');
    if (name === 'li') entries = Math.max(0, entries + step);
    else if (headings.has(name)) isHeading = step > 0;
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        edge(name, 1);
        const strikes = struckElements.has(name) || isStruckStyle(attributes.style ?? '');
        const covers = isUnseen(attributes);
        open.push({ strikes, covers });
        if (covers) covered++;
        if (strikes && ++struck === 1) line += START_OF_STRUCK;
      },
      onclosetag: (name) => {
        const closed = open.pop();
        if (closed?.covers) covered--;
        if (closed?.strikes && --struck === 0) line += END_OF_STRUCK;
        edge(name, -1);
      },
      ontext: (data) => {
        if (hidden > 0) return;
        if (covered > 0 && data.trim() !== '') isHidden = true;
        if (preformatted === 0) {
          line += data;
          return;
        }
        const [first = '', ...others] = data.split(/\r\n?|\n/);
        line += first;
        for (const other of others) {
          end(false);
          line += other;
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  end(true);
  return lines;
}
