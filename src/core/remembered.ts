/** How many answers are remembered, and how long a text may be whose answer is. */
export interface Memory {
  most: number;
  /** In UTF-16 units. Longer texts are rarely asked for twice, and would be held. */
  longest?: number;
}

const LONGEST = 2000;

/**
 * A function of a text that remembers its answers. Once it has as many as it may, it forgets them all: what is asked for often is
 * known again soon.
 *
 * @param answer a pure function
 */
export function remembered<Answer>(
  answer: (text: string) => Answer,
  { most, longest = LONGEST }: Memory,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    if (text.length > longest) return answer(text);
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as Answer;
    const given = answer(text);
    if (known.size >= most) known.clear();
    known.set(text, given);
    return given;
  };
}
