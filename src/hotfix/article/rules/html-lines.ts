import { Parser } from '../html-blocks.js';
import { END_OF_STRUCK, isStruckStyle, START_OF_STRUCK, struckElements } from './struck-text.js';

const unseen = new Set(['script', 'style', 'noscript', 'template', 'svg', 'title', 'textarea', 'select']);
const inLine = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);

/**
 * The lines of an HTML document as people see them: an element that begins a line does so inside of cells too, because tables may
 * lay out a page. The cells of a row without such elements are one line. Struck text stands between the marks of `struck-text.ts`.
 */
export function htmlLines(html: string): string[] {
  const lines: string[] = [];
  let line = '';
  let hidden = 0;
  let preformatted = 0;
  let struck = 0;
  /** Of each element that is open, whether it strikes its text. */
  const open: boolean[] = [];
  const end = () => {
    const text = line.replace(/\s+/g, ' ').trim();
    if (text !== '' && text !== START_OF_STRUCK) lines.push(text);
    line = struck > 0 ? START_OF_STRUCK : '';
  };
  const edge = (name: string, step: 1 | -1) => {
    if (unseen.has(name)) hidden = Math.max(0, hidden + step);
    if (name === 'pre') preformatted = Math.max(0, preformatted + step);
    if (cells.has(name)) line += ' ';
    else if (!inLine.has(name)) end();
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        edge(name, 1);
        const strikes = struckElements.has(name) || isStruckStyle(attributes.style ?? '');
        open.push(strikes);
        if (strikes && ++struck === 1) line += START_OF_STRUCK;
      },
      onclosetag: (name) => {
        if (open.pop() && --struck === 0) line += END_OF_STRUCK;
        edge(name, -1);
      },
      ontext: (data) => {
        if (hidden > 0) return;
        if (preformatted === 0) {
          line += data;
          return;
        }
        const [first = '', ...others] = data.split(/\r\n?|\n/);
        line += first;
        for (const other of others) {
          end();
          line += other;
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  end();
  return lines;
}
