import { HtmlPage } from './html-page.js';

/** Cells or rows of a table in HTML, as it is or as a text in a script has it. */
const hasCells = /(?:<|&lt;|\\u003c)t[dr][\s>\\&]/i;
/** Shorter values of attributes hold no row. */
const SHORTEST = 20;
/** Scripts that no browser runs hold text; others only where they hold a table. */
const isProgram = /^(?:|(?:text|application)\/(?:x-)?(?:java|ecma)script|module)$/;
/** Elements whose content is text for the parser, whatever markup it has. */
const rawElements = new Set(['textarea', 'iframe', 'noembed', 'noframes', 'xmp', 'plaintext']);

/**
 * Text in an HTML document that is no part of its page until something shows it: comments, documents in the attribute of a frame
 * (`srcdoc`), templates in scripts, areas for text, markup in attributes. Each is a document of its own.
 */
export function hiddenText(html: string | HtmlPage): string[] {
  const found: string[] = [];
  let open: string | null = null;
  let isKept = false;
  let text = '';
  HtmlPage.of(html).walk({
    onopentag(name, attributes) {
      for (const [key, value] of Object.entries(attributes)) {
        if (key === 'srcdoc' || (value.length > SHORTEST && hasCells.test(value))) found.push(value);
      }
      if (open !== null) return;
      if (name === 'script') isKept = !isProgram.test((attributes.type ?? '').trim().toLowerCase());
      else if (rawElements.has(name)) isKept = true;
      else return;
      open = name;
    },
    ontext(data) {
      if (open !== null) text += data;
    },
    oncomment(data) {
      found.push(data);
    },
    onclosetag(name) {
      if (name !== open) return;
      if (isKept || hasCells.test(text)) found.push(name === 'script' ? unescaped(text) : text);
      open = null;
      text = '';
    },
  });
  return found;
}

/** The markup in the texts of a script. */
function unescaped(script: string): string {
  return script
    .replace(/\\u([\da-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replace(/\\[nrt]/g, '\n')
    .replace(/\\(["'/])/g, '$1');
}
