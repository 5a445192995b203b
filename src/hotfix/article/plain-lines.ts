/** Before each line of a text that a mail quotes, once for each time that it was quoted. */
const quote = /^[ \t]{0,3}(?:>[ \t]?)+/gm;
/** Characters that draw tables: lines, corners and crossings. */
const drawn = /[\u2500-\u257f]/;
const uprights =
  /[\u2502\u2503\u2506\u2507\u250a\u250b\u250c-\u254b\u254e-\u256c\u256d-\u2570\u2575\u2577\u2579\u257b\u257d\u257f]/g;
const others = /[\u2500-\u257f]/g;
/** `+-----+----+` */
const asciiBorder = /^[ \t]*\+(?:[-=]{1,400}\+){1,60}[ \t]*$/gm;

/** A text without what a mail or a drawing has around it: marks of quotation are left out, and drawn tables have vertical bars. */
export function plainLines(text: string): string {
  const unquoted = text.includes('>') ? text.replace(quote, '') : text;
  const ruled =
    unquoted.includes('+-') || unquoted.includes('+=') ? unquoted.replace(asciiBorder, barsOf) : unquoted;
  return drawn.test(ruled) ? ruled.split('\n').map(withBars).join('\n') : ruled;
}

/** What a mail quotes, from its first line on; null for a text that quotes nothing. */
export function quotedText(text: string): string | null {
  const start = /^[ \t]{0,3}>.*\r?\n[ \t]{0,3}>/m.exec(text);
  return start === null ? null : plainLines(text.slice(start.index));
}

const barsOf = (border: string): string => border.replaceAll('+', '|').replaceAll('=', '-');

/** A line of a drawn table as Markdown writes it; the outer bars may be missing. */
function withBars(line: string): string {
  if (!drawn.test(line)) return line;
  const text = line.replace(uprights, '|').replace(others, '-').trim();
  if (!text.includes('|')) return text;
  return `${text.startsWith('|') ? '' : '|'}${text}${text.endsWith('|') ? '' : '|'}`;
}
