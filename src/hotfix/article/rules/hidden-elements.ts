/** Declarations that hide an element. */
const hiding =
  /(?:^|;)\s{0,20}(?:display\s{0,20}:\s{0,20}none|visibility\s{0,20}:\s{0,20}(?:hidden|collapse)|opacity\s{0,20}:\s{0,20}0(?:\.0{1,9})?(?=\s|;|!|$)|font-size\s{0,20}:\s{0,20}0(?![\d.]))/i;

/** Whether an element hides what is in it, by the attribute `hidden` or by its style. Style sheets are not read. */
export function isUnseen(attributes: Readonly<Record<string, string | undefined>>): boolean {
  return attributes.hidden !== undefined || hiding.test(attributes.style ?? '');
}

/** Text or Markdown with blanks in place of comments of HTML, which no reader sees; lines stay. */
export function withoutComments(text: string): string {
  let result = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    result += text.slice(at, start) + text.slice(start, end + 3).replace(/[^\r\n]/g, ' ');
    at = end + 3;
  }
  return result + text.slice(at);
}
