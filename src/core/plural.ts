/** `1 file`, `12,345 files`, `2 directories`. */
export function plural(count: number, noun: string): string {
  const many = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${groupDigits(count)} ${count === 1 ? noun : many}`;
}

/** The first names of a list and how many more there are, for a message. */
export function listed(names: readonly string[], shown = 4): string {
  const more = names.length - shown;
  return names.slice(0, shown).join(', ') + (more > 0 ? ` and ${groupDigits(more)} more` : '');
}

/** `12,345`. Not `toLocaleString`, because loading the locales takes long. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
