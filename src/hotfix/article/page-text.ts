import { FootnoteMarks } from './footnote-marks.js';
import { GrowingText } from './growing-text.js';
import { HtmlPage } from './html-page.js';
import type { Passage } from './near-passages.js';

/** What browsers never show as text. */
const unseen = new Set(['script', 'style', 'title']);
const inLine = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const ofCells = new Set(['td', 'th']);

/**
 * All text of an HTML document, line by line, the cells of rows apart: with what only some browsers show (`noscript`) or what
 * stands outside of cells, which the tables of the document do not have.
 */
export function pageText(html: string | HtmlPage): Passage[] {
  const passages: Passage[] = [];
  let cells: string[] = [];
  const text = new GrowingText();
  const marks = new FootnoteMarks();
  let hidden = 0;
  let cell = 0;
  let preformatted = 0;
  const endCell = () => {
    const line = text.take().replace(/\s+/g, ' ').trim();
    if (line !== '') cells.push(line);
    marks.reset();
  };
  const end = () => {
    endCell();
    if (cells.length > 0) passages.push(cells);
    cells = [];
  };
  const edge = (name: string, step: 1 | -1) => {
    if (unseen.has(name)) hidden = Math.max(0, hidden + step);
    if (name === 'pre' || name === 'textarea') preformatted = Math.max(0, preformatted + step);
    if (ofCells.has(name)) {
      endCell();
      cell = step === 1 ? 1 : 0;
    } else if (name === 'tr' || name === 'table') {
      end();
      cell = 0;
    } else if (inLine.has(name)) return;
    else if (cell > 0) text.add(' ');
    else end();
  };
  HtmlPage.of(html).walk({
    onopentag: (name, attributes) => {
      edge(name, 1);
      marks.open(name, attributes, text);
    },
    onclosetag: (name) => {
      marks.close(name, text);
      edge(name, -1);
    },
    ontext: (data) => {
      if (hidden > 0) return;
      if (preformatted === 0 || cell > 0) {
        text.add(data);
        return;
      }
      const [first = '', ...lines] = data.split(/\r\n?|\n/);
      text.add(first);
      for (const line of lines) {
        end();
        text.add(line);
      }
    },
  });
  end();
  return passages;
}
