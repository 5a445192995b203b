/**
 * Marks around struck text in a line. They are format characters, which no reader of names and words sees; those that an article has
 * itself are taken out.
 */
export const START_OF_STRUCK = '\ufff9';
export const END_OF_STRUCK = '\ufffb';

/** Elements whose text is struck. */
export const struckElements: ReadonlySet<string> = new Set(['s', 'del', 'strike']);

/** Whether the attribute `style` of an element strikes its text. */
export const isStruckStyle = (style: string): boolean => style.toLowerCase().includes('line-through');

/** A text without marks. */
export const withoutMarks = (text: string): string =>
  text.includes(START_OF_STRUCK) || text.includes(END_OF_STRUCK) || text.includes('\ufffa')
    ? text.replace(/[\ufff9-\ufffb]/g, '')
    : text;

/** Text or Markdown with marks around what `~~` or the elements of HTML strike. An element without an end is text. */
export function markStruckText(text: string): string {
  let marked = text;
  if (marked.includes('~~')) {
    marked = marked.replace(/~~(?=[^\s~])([^~]{1,5000})~~/g, `${START_OF_STRUCK}$1${END_OF_STRUCK}`);
  }
  if (!/<\/(?:s|del|strike|span|font|u)>/i.test(marked)) return marked;
  let strikes: boolean[] = [];
  return marked.replace(
    /\n[ \t]*\n|<(\/?)(s|del|strike|span|font|u)((?:\s[^<>\n]{0,1000})?)>/gi,
    (found: string, slash: string | undefined, name: string | undefined, attributes: string | undefined) => {
      if (name === undefined) {
        // An element of a line does not reach beyond its paragraph.
        strikes = [];
        return found;
      }
      if (slash === '') {
        const isStruck = struckElements.has(name.toLowerCase()) || isStruckStyle(attributes ?? '');
        strikes.push(isStruck);
        return isStruck ? START_OF_STRUCK : found;
      }
      return strikes.pop() === true || struckElements.has(name.toLowerCase()) ? END_OF_STRUCK : found;
    },
  );
}

/** Whether a part of a line has struck text, and whether text behind it is struck, where `isOpen` says it of the text before it. */
export function struckIn(part: string, isOpen: boolean): { struck: boolean; isOpen: boolean } {
  if (withoutMarks(part) === part) return { struck: isOpen && /[\p{L}\d]/u.test(part), isOpen };
  let open = isOpen;
  let struck = false;
  for (const piece of part.split(/([\ufff9\ufffb])/)) {
    if (piece === START_OF_STRUCK) open = true;
    else if (piece === END_OF_STRUCK) open = false;
    else if (open && /[\p{L}\d]/u.test(piece)) struck = true;
  }
  return { struck, isOpen: open };
}
