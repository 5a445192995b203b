/** A line such as "Superseded by: KB900001": what stands before the colon, and behind it. The text is folded. */
export function labelled(folded: string): { head: string; tail: string } | null {
  const at = folded.search(/[:：]/);
  if (at < 0 || at > LONGEST_LABEL) return null;
  const [head, tail] = [` ${folded.slice(0, at).trim()} `, ` ${folded.slice(at + 1).trim()} `];
  return tail.trim() === '' || /[.!?]/.test(head) ? null : { head, tail };
}

const LONGEST_LABEL = 40;

/** Whether a text, which is folded, is numbers of articles and nothing more. */
export const isListOfArticles = (folded: string): boolean =>
  /\d{6,7}/.test(folded) &&
  folded.replace(/(?:kb ?)?\d{6,7}(?!\d)/g, '').replace(/\b(?:and|und|et|y|e)\b|[\s,;.、，及和與与]/g, '') ===
    '';
