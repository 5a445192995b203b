import { normalise } from '../../core/normalise.js';

/** A normalised line or cell. `folded` has as many UTF-16 units as `text`, so that offsets are valid in both. */
export interface RowText {
  /** Text with one spelling of full-width forms, digits, blanks and dashes. */
  text: string;
  /** Lower case without accents. */
  folded: string;
}

const digitZeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
  0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810,
];
const otherDigits = /[٠-٩۰-۹߀-߉०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯๐-๙໐-໙༠-༩၀-၉០-៩᠐-᠙]/g;

/** Invisible characters, which no manifest takes in a name: bidi marks, joiners, soft hyphens, halves of a character, controls; and what stands for a picture. */
const unseen =
  /[\ufffc\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/gu;
const blanks = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u000b\u000c\u0085]/g;
/** What refers to a footnote: compatibility forms of digits, which would become part of the number before them, and daggers. */
const footnotes =
  /[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u249b\u24ea\u24f5-\u24fe\u2776-\u2793\u2020\u2021\u00a7\u00b6]/g;
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;

/** Normalises full-width forms, digits of other scripts, blanks, dashes and marks to one spelling. */
export function normaliseText(text: string): string {
  if (/^[\t\n\r\x20-\x7e]*$/.test(text)) return text;
  return (
    normalise(text.replace(/[º°ª]/g, '.').replace(footnotes, ''), 'NFKC')
      .replace(unseen, '')
      .replace(blanks, ' ')
      .replace(dashes, '-')
      .replace(/[٬،、]/g, ',')
      .replace(/[٫。]/g, '.')
      .replace(otherDigits, (digit) => {
        const code = digit.charCodeAt(0);
        const zero = digitZeros.find((first) => code >= first && code <= first + 9)!;
        return String(code - zero);
      })
      // Latin letters of platforms that translators typed in Cyrillic.
      .replace(/[хХ](?=(?:86|64)(?!\d))/g, 'x')
      .replace(/(?<![\p{L}\d])[ІI][АA](?=[ -]?64(?!\d))/gu, 'IA')
  );
}

/** A link of Markdown: its text, then its address or reference. The address may have one pair of brackets. */
const link =
  /!?\[([^[\]\n]{1,300})\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)|\[[^[\]\n]{0,300}\])/g;
const inlineElement =
  /<\/?(?:a|abbr|b|code|del|em|font|i|ins|kbd|mark|nobr|samp|small|span|strong|tt|u|var)(?:\s[^<>]{0,1000})?>/gi;

/** References to notes in Markdown: `[^1]`, `<sup>1</sup>`. */
const note = /\[\^[\w-]{1,20}\]|<(su[bp])>[([]?[\d*†‡§a-e, ]{1,8}[)\]]?<\/\1>/gi;

/** The text of links, and what elements of HTML within a line of text have around them; references to notes are left out. */
function withoutMarkup(text: string): string {
  const unmarked = text.includes('[^') || text.includes('<su') ? text.replace(note, '') : text;
  const plain = unmarked.includes('<') ? unmarked.replace(inlineElement, '') : unmarked;
  return plain.includes('](') || plain.includes('][') ? plain.replace(link, '$1') : plain;
}

/** ASCII without links, escapes, elements and emphasis, but for what two underscores mark. */
const plain = /^[\t\n\r\x20-\x29\x2b-\x3b\x3d-\x5a\x5d-\x5f\x61-\x7e]*$/;

/** Whether {@link rowText} leaves a text as it is, but for the blanks around it. */
export const isPlainText = (text: string): boolean => plain.test(text) && !text.includes('__');

/** {@link RowText} of a line; links, escapes and emphasis of Markdown are taken out. */
export function rowText(line: string): RowText {
  // Most lines and cells are plain.
  if (isPlainText(line)) {
    const text = line.trim();
    return { text, folded: text.toLowerCase() };
  }
  const text = normaliseText(withoutMarkup(line))
    .replace(/\\([\\_*`|~.#()[\]{}<>!+-])/g, '$1')
    .replace(/\*\*|__(?=\s|$)|`/g, '')
    .trim();
  return { text, folded: fold(text) };
}

const folds = new Map<string, string>();
/** ASCII and scripts of East Asia, which have no accents, and no letter of which becomes several in lower case. */
const hasPlainCase = /^[\x00-\x7f\u3000-\u9fff\uac00-\ud7af]*$/;

/** Lower case without accents, unit by unit: the result is as long as the text. */
export function fold(text: string): string {
  if (hasPlainCase.test(text)) return text.toLowerCase();
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    let folded = folds.get(unit);
    if (folded === undefined) {
      folded = foldUnit(unit);
      folds.set(unit, folded);
    }
    result += folded;
  }
  return result;
}

const special: Readonly<Record<string, string>> = {
  ı: 'i',
  İ: 'i',
  đ: 'd',
  Đ: 'd',
  ł: 'l',
  Ł: 'l',
  ø: 'o',
  Ø: 'o',
  ß: 's',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '`': "'",
  ς: 'σ',
};

function foldUnit(unit: string): string {
  const known = special[unit];
  if (known !== undefined) return known;
  const code = unit.charCodeAt(0);
  // Marks above Latin, Greek and Cyrillic letters. In other scripts, marks distinguish words.
  const base = code < 0x0530 || (code >= 0x1e00 && code < 0x2000) ? normalise(unit, 'NFD')[0]! : unit;
  const lower = base.toLowerCase();
  return lower.length === 1 ? lower : base;
}
