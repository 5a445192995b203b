/**
 * LIKE of SQL: `%` stands for any characters, also none, `_` for one; letter case does not matter. No place of the text is
 * gone back to further than the last `%`, so that the time is bounded by the lengths of both, multiplied.
 */
export function likePattern(pattern: string, marks: PatternMarks = ofSql): (text: string) => boolean {
  const wanted = folded(pattern);
  return (text) => isLike(folded(text), wanted, marks);
}

/** The characters that stand for others. */
export interface PatternMarks {
  any: string;
  one: string;
}

const ofSql: PatternMarks = { any: '%', one: '_' };

function isLike(text: string, pattern: string, { any, one }: PatternMarks): boolean {
  let at = 0;
  let place = 0;
  // Where matching continues after a mismatch: after the last `%`, one character further than before.
  let anyPlace = -1;
  let anyAt = 0;
  while (at < text.length) {
    const wanted = pattern[place];
    if (wanted === any) {
      anyPlace = ++place;
      anyAt = at;
    } else if (wanted !== undefined && (wanted === one || wanted === text[at])) {
      place++;
      at++;
    } else if (anyPlace >= 0) {
      at = ++anyAt;
      place = anyPlace;
    } else return false;
  }
  while (pattern[place] === any) place++;
  return place === pattern.length;
}

/** Unit by unit, as regular expressions do that ignore case: a letter whose capital is several stays, ASCII stays apart. */
function folded(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toUpperCase();
  return text.replace(/[^\0-@[-`]/g, (unit) => {
    const upper = unit.toUpperCase();
    return upper.length !== 1 || (upper.charCodeAt(0) < 128 && unit.charCodeAt(0) >= 128) ? unit : upper;
  });
}
