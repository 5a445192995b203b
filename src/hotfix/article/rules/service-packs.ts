/** The service packs that a text names. */
export function servicePacksIn(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/(?:(?<![a-z])sp[- ]?|service pack )(\d)(?![\d])/gi)].map((match) => match[1]!),
  );
}
