/** `1 file`, `12,345 files`, `2 directories`. */
export function plural(count: number, noun: string): string {
  const many = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${groupDigits(count)} ${count === 1 ? noun : many}`;
}

/** `12,345`. Loading the locales for it takes longer than much of what is counted. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
