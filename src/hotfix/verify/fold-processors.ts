import { normalise } from '../../core/normalise.js';

/** Hyphens and dashes of all languages, and the minus sign. */
const dashes = /[\u058a\u05be\u1806\u2010-\u2015\u2043\u2212]/g;
/** Characters without a width: the soft hyphen, joiners, marks of direction. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** Digits of Arabic, Persian, the languages of India, Thai, Lao, Tibetan, Burmese and Khmer. */
const digits =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\u17e0-\u17e9]/g;
/** Cyrillic and Greek letters that look like those of names of processors. */
const lookalikes: Readonly<Record<string, string>> = {
  х: 'x',
  χ: 'x',
  і: 'i',
  ι: 'i',
  а: 'a',
  α: 'a',
  м: 'm',
};
/** The sign of multiplication in place of a letter. */
const times = /\u00d7(?=[- ]?(?:86|64|32)(?!\d))/g;
/** A short word before the number of a processor. */
const beforeNumber = /(?<!\p{L})\p{L}{1,3}(?=[- ]?(?:86|64|32)(?!\d))/gu;
const processorWord = /^(?:x|ix|ia|amd|arm)$/;

/**
 * A text as processors are looked for in it: in small letters of usual width, with ASCII hyphens and digits and without invisible
 * characters. A letter that only looks like the `x` of `x86` is one.
 */
export function foldProcessors(text: string): string {
  // Most texts are ASCII.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return normalise(text, 'NFKC')
    .toLowerCase()
    .replace(invisible, '')
    .replace(dashes, '-')
    .replace(/\s/g, ' ')
    .replace(digits, (digit) =>
      String((digit.charCodeAt(0) - (digit >= '\u0966' && digit < '\u0e50' ? 6 : 0)) & 15),
    )
    .replace(times, 'x')
    .replace(beforeNumber, (word) => {
      const folded = Array.from(word, (letter) => lookalikes[letter] ?? letter).join('');
      return processorWord.test(folded) ? folded : word;
    });
}
