/** `1 file`, `12,345 files`, `2 directories`. */
export function plural(count: number, noun: string): string {
  const many = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${groupDigits(count)} ${count === 1 ? noun : many}`;
}

/** `12,345`. Not `toLocaleString`, because loading the locales takes long. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
