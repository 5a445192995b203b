/** The words of a text in parts that can be compared. */
export interface Parts {
  long: readonly string[];
  /** Particles and articles, and numbers in letters. */
  short: readonly string[];
  /** Pairs of characters of scripts without blanks; Hiragana and the Chinese particle U+7684, which join words, are left out. */
  dense: readonly string[];
}

const SHORT = 3;
const DENSE = /[\u3005\u3400-\u7683\u7685-\u9fff]+|[\u30a1-\u30ff]+/g;
/** Korean puts particles behind Latin words: "UTC와". */
const WORD = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]+|\p{Script=Hangul}+/gu;
const isHangul = (word: string): boolean => /[\uac00-\ud7af]/.test(word);
const isDense = (part: string): boolean => /^[\u3005\u30a1-\u30ff\u3400-\u9fff]/.test(part);
/** Addresses, which say nothing by themselves, and values. */
const ASIDE = /\b(?:https?:\/\/|www\.)\S+|\b[\da-f]{32,128}\b|\d+/g;

/** The parts of a text, which is folded. */
export function partsOf(folded: string): Parts {
  const text = folded.replace(ASIDE, ' ');
  const words = text.match(WORD) ?? [];
  const isShort = (word: string): boolean => word.length <= SHORT && !isHangul(word);
  const runs = text.match(DENSE) ?? [];
  return {
    long: words.filter((word) => !isShort(word)),
    short: words.filter((word) => isShort(word) && word.length > 1),
    dense: runs.flatMap((run) =>
      run.length === 1 ? [run] : Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)),
    ),
  };
}

/** The beginning of a word that its forms have in common; a part of a script without blanks as it is. */
export function stemOf(part: string): string {
  if (isDense(part)) return part;
  if (isHangul(part)) return part.slice(0, Math.max(2, part.length - 2));
  return part.slice(0, Math.max(part.length > 5 ? 5 : 4, part.length - 3));
}

/** Whether a part has a stem. Short words have a letter more in other forms: "Pack" is none of "packed". */
export const hasStem = (stem: string, part: string): boolean =>
  isDense(stem)
    ? stem === part
    : part.startsWith(stem) && (stem.length > 4 || isHangul(stem) || part.length - stem.length <= 1);

/** Stems are at least this long, in letters and in syllables. */
const keyOf = (word: string): string => word.slice(0, isHangul(word) ? 2 : 4);

/** The words of a text in any order. */
export class Vocabulary {
  readonly #stems = new Map<string, string[]>();
  readonly #others: ReadonlySet<string>;

  /** @param folded the text */
  constructor(folded: string) {
    const { long, short, dense } = partsOf(folded);
    for (const stem of new Set(long.map(stemOf))) {
      const key = keyOf(stem);
      const list = this.#stems.get(key);
      if (list) list.push(stem);
      else this.#stems.set(key, [stem]);
    }
    this.#others = new Set([...short, ...dense, ...dense.flatMap((pair) => [...pair])]);
  }

  /** Whether it has a form of a word, which is folded, or a pair of characters. */
  has(part: string): boolean {
    if (this.#others.has(part)) return true;
    return this.#stems.get(keyOf(part))?.some((stem) => hasStem(stem, part)) ?? false;
  }
}
