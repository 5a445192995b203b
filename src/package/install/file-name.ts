/** A name of the Filename data type: `short|long`, or one name that serves as both. */
export interface FileName {
  short: string;
  long: string;
}

/** Splits `short|long`; a side that is empty takes the other's name. */
export function parseFileName(text: string): FileName {
  const bar = text.indexOf('|');
  if (bar < 0) return { short: text, long: text };
  const short = text.slice(0, bar);
  const long = text.slice(bar + 1);
  return { short: short || long, long: long || short };
}

/** The two sides of Directory.DefaultDir, `target[:source]`: target first (win32 docs, "Directory Table"). */
export function parseDefaultDir(text: string): { target: FileName; source: FileName } {
  const colon = text.indexOf(':');
  if (colon < 0) {
    const both = parseFileName(text);
    return { target: both, source: both };
  }
  const target = text.slice(0, colon);
  const source = text.slice(colon + 1);
  return { target: parseFileName(target || source), source: parseFileName(source || target) };
}
