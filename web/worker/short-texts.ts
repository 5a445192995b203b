/** Characters of one text that the page is sent. */
const MOST = 8192;

const number = new Intl.NumberFormat('en');

/**
 * An answer with its long texts cut, which says so. A package keeps a text once and may refer to it in every row, but the
 * page would get a copy for each of them.
 */
export function withShortTexts<Answer>(answer: Answer): Answer {
  return shortened(answer) as Answer;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > MOST
      ? `${value.slice(0, MOST)}… (${number.format(value.length)} characters)`
      : value;
  }
  if (Array.isArray(value)) return changed(value, value.map(shortened)) ?? value;
  if (!isPlain(value)) return value;
  const before = Object.values(value);
  const after = changed(before, before.map(shortened));
  return after ? Object.fromEntries(Object.keys(value).map((name, i) => [name, after[i]])) : value;
}

/** The second list, if it is another one. */
function changed(before: readonly unknown[], after: unknown[]): unknown[] | null {
  return after.some((one, i) => one !== before[i]) ? after : null;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
