/** Declarations that hide an element. */
const hiding =
  /(?:^|;)\s{0,20}(?:display\s{0,20}:\s{0,20}none|visibility\s{0,20}:\s{0,20}(?:hidden|collapse)|opacity\s{0,20}:\s{0,20}0(?:\.0{1,9})?(?=\s|;|!|$)|font-size\s{0,20}:\s{0,20}0(?![\d.]))/i;

type Attributes = Readonly<Record<string, string | undefined>>;

/** Whether an element hides what is in it, by the attribute `hidden` or by its style. */
export function isUnseen(attributes: Attributes): boolean {
  return attributes.hidden !== undefined || hiding.test(attributes.style ?? '');
}

/** Elements that a style sheet hides: by a class, an identifier or a name alone, in lower case. */
export type HiddenBySheet = ReadonlySet<string>;

/** Rules of a document that are read. */
const MOST_RULES = 10_000;
const LONGEST_RULE = 2000;

/**
 * What the style sheets in a document hide on a screen. Of a selector with several parts the last one counts, whatever it stands in; other
 * files are not read.
 */
export function hiddenBySheets(html: string): HiddenBySheet {
  const found = new Set<string>();
  const sheet = sheetsOf(html);
  let from = 0;
  let open = -1;
  let isForPrint = false;
  for (let rules = 0; rules < MOST_RULES; rules++) {
    if (open < from) open = sheet.indexOf('{', from);
    if (open < 0) break;
    const close = sheet.indexOf('}', from);
    // The end of a block of rules.
    if (close >= 0 && close < open) {
      isForPrint = false;
      from = close + 1;
      continue;
    }
    const selector = sheet
      .slice(Math.max(from, open - LONGEST_RULE), open)
      .trim()
      .toLowerCase();
    from = open + 1;
    if (selector.startsWith('@')) {
      isForPrint = selector.includes('print') && !selector.includes('screen');
      continue;
    }
    const end = sheet.indexOf('}', open);
    if (end < 0) break;
    from = end + 1;
    if (isForPrint || !hiding.test(sheet.slice(open + 1, Math.min(end, open + LONGEST_RULE)))) continue;
    for (const one of selector.split(','))
      found.add(
        one
          .trim()
          .split(/[\s>+~]/)
          .at(-1)!,
      );
  }
  return found;
}

/** The style sheets of a document, without comments. */
function sheetsOf(html: string): string {
  const lower = html.toLowerCase();
  let sheets = '';
  for (let at = lower.indexOf('<style'); at >= 0; ) {
    const start = lower.indexOf('>', at) + 1;
    const end = start === 0 ? -1 : lower.indexOf('</style', start);
    if (end < 0) break;
    sheets += `${html.slice(start, end)}\n`;
    at = lower.indexOf('<style', end);
  }
  return withoutBetween(sheets, '/*', '*/', () => ' ');
}

/** Whether an element hides what is in it, by itself or by a style sheet. */
export function isHiddenIn(hidden: HiddenBySheet, name: string, attributes: Attributes): boolean {
  if (isUnseen(attributes)) return true;
  if (hidden.size === 0) return false;
  const marks = [
    ...(attributes.class ?? '').split(/\s+/).map((one) => `.${one}`),
    `#${attributes.id ?? ''}`,
  ].map((one) => one.toLowerCase());
  return hidden.has(name) || marks.some((mark) => hidden.has(mark) || hidden.has(name + mark));
}

/** Text or Markdown with blanks in place of comments of HTML, which no reader sees; lines stay. */
export const withoutComments = (text: string): string =>
  withoutBetween(text, '<!--', '-->', (comment) => comment.replace(/[^\r\n]/g, ' '));

function withoutBetween(text: string, open: string, close: string, left: (part: string) => string): string {
  let result = '';
  let at = 0;
  for (let start = text.indexOf(open); start >= 0; start = text.indexOf(open, at)) {
    const end = text.indexOf(close, start + open.length);
    if (end < 0) break;
    result += text.slice(at, start) + left(text.slice(start, end + close.length));
    at = end + close.length;
  }
  return result + text.slice(at);
}
