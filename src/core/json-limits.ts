/** What a JSON text may have. */
export interface JsonLimits {
  /** Lists and objects within each other. */
  depth: number;
  /** Number of values, including those in lists and objects. */
  values: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Names the limit that a JSON text exceeds; null if none. This is checked before parsing, because ten megabytes of
 * brackets become half a gigabyte of lists. Invalid JSON is left to the parser.
 */
export function jsonExcess(text: string, limits: JsonLimits): keyof JsonLimits | null {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        for (at++; at < text.length; at++) {
          const unit = text.charCodeAt(at);
          if (unit === BACKSLASH) at++;
          else if (unit === QUOTE) break;
        }
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > limits.depth) return 'depth';
        if (++values > limits.values) return 'values';
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
      case 0x2c: // ,
        if (++values > limits.values) return 'values';
        break;
    }
  }
  return null;
}
