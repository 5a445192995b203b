/** What stands above a Markdown document between two lines of three hyphens, and the document below. */
export interface FrontMatter {
  title: string | null;
  body: string;
}

/** Characters; a front matter has some lines. */
const longest = 20_000;

/** The front matter of a Markdown document, null where it has none. Its keys but for `title` are not looked at. */
export function readFrontMatter(text: string): FrontMatter | null {
  const opening = /^\ufeff?---[ \t]*\r?\n/.exec(text);
  if (opening === null) return null;
  const rest = text.slice(opening[0].length, opening[0].length + longest);
  const closing = /^---[ \t]*(?:\r?\n|$)/m.exec(rest);
  if (closing === null) return null;
  const lines = rest.slice(0, closing.index);
  if (!/^[A-Za-z][\w.-]*:/.test(lines)) return null;
  const title = /^title:[ \t]*(.*)$/m.exec(lines)?.[1]?.trim() ?? '';
  return {
    title: title.replace(/^(["'])(.*)\1$/, '$2') || null,
    body: text.slice(opening[0].length + closing.index + closing[0].length),
  };
}
