import { columnTerms, noneTerms } from './lexicon.js';
import { isKnownExtension } from './read-name.js';
import { fold } from './row-text.js';
import { TermFinder } from './term-finder.js';

export interface FoundName {
  name: string;
  start: number;
  end: number;
}

/** What stands beside a name. */
export interface Facts {
  version: string | null;
  /** A size, a date or a time. */
  number: string | null;
  /** How many of size, date and time there are. */
  others: number;
}

/** Characters before or behind a name that may belong to it. */
export const LONGEST_PART = 120;

export const noFacts: Facts = { version: null, number: null, others: 0 };

const extensionStart = /\.[a-z]/i;

/** What no name has in it ends a run of characters. */
const runs = /[^\s|<>:"*?/\\,;=]{3,260}/g;
/** A name without marks, and its only extension. */
const plainName = /^[a-z\d_][a-z\d_-]*\.([a-z]{1,11})$/i;

/** The file names in a text, with or without a blank behind them. */
export function namesIn(text: string): FoundName[] {
  const names: FoundName[] = [];
  if (!extensionStart.test(text)) return names;
  runs.lastIndex = 0;
  for (let found = runs.exec(text); found !== null; found = runs.exec(text)) {
    const { 0: run, index } = found;
    if (!extensionStart.test(run)) continue;
    // Most runs with an extension are a name and nothing else.
    const extension = plainName.exec(run)?.[1];
    if (extension !== undefined) {
      if (isKnownExtension(extension) || isLikeExtension(extension))
        names.push({ name: run, start: index, end: index + run.length });
      continue;
    }
    const skipped = startOfName(run);
    const end = endOfName(run, skipped);
    if (end !== null) names.push({ name: run.slice(skipped, end), start: index + skipped, end: index + end });
  }
  return names;
}

/** Behind marks and brackets that only open: `("a.dll`. */
function startOfName(run: string): number {
  const quote = Math.max(
    run.lastIndexOf("'"),
    run.lastIndexOf('`'),
    run.lastIndexOf('“'),
    run.lastIndexOf('«'),
  );
  const bracket = run.includes(')') ? -1 : run.lastIndexOf('(');
  const from = Math.max(quote, bracket) + 1;
  const start = from < run.lastIndexOf('.') ? from : 0;
  return start + /^[^\p{L}\d_~$@%]*/u.exec(run.slice(start))![0].length;
}

/** Where the name in a run of characters ends: behind its last extension, before a number that touches it. */
function endOfName(run: string, start: number): number | null {
  let end: number | null = null;
  for (let dot = run.indexOf('.', start + 1); dot > 0; dot = run.indexOf('.', dot + 1)) {
    const word = /^[a-z][a-z\d_-]{0,10}/i.exec(run.slice(dot + 1, dot + 12))?.[0];
    if (word === undefined) continue;
    // Something may touch the extension: `a.dll6.0.6001.18000`, `a.dll_6.0`.
    const parts = [word, /^[a-z\d]+/i.exec(word)![0], /^[a-z]+/i.exec(word)![0]];
    const extension = parts.find(isKnownExtension);
    const stop = dot + 1 + (extension ?? word).length;
    const after = run.slice(stop);
    const isLast = /^[^\p{L}\d]*$|^[([]/u.test(after);
    if (extension !== undefined && (isLast || !/^\.?[a-z]/i.test(after))) return stop;
    if (isLast && isLikeExtension(word)) return stop;
    end = after.startsWith('.') && extension !== undefined ? stop : null;
  }
  return end;
}

/** An extension that no list has, but no domain either: `.NET` and `.com` are names of other things. */
const isLikeExtension = (text: string): boolean =>
  /^[a-z][a-z\d]{1,3}$/i.test(text) && !/^(?:net|org|gov|edu)$/i.test(text);

export function withoutNames(text: string, names: readonly FoundName[]): string {
  let rest = '';
  let place = 0;
  for (const { start, end } of names) {
    rest += `${text.slice(place, start)} `;
    place = end;
  }
  return rest + text.slice(place);
}

const dotted = /(?<!\d|\d[.,])\d{1,5}(?:(?:\.\d{1,5}){2,4}|(?:, ?\d{1,5}){3,4}|(?:\. \d{1,5}){3})/g;
/** A version of two numbers, which counts only where nothing else stands. */
const short = /(?<!\d|\d[.,])\d{1,3}\.\d{1,5}(?![\d.,]|\s?[kmg]i?b\b)/i;
const date =
  /\d{1,2}[-./ ]{1,2}\p{L}{3,12}[-./, ]{1,2}\d{2,4}|\p{L}{3,12} \d{1,2}, \d{4}|(?<!\d)\d{1,4}([-./])\d{1,2}\1\d{2,4}(?!\d)|\d{4} ?[年년]/u;
const time = /(?<![\d.])\d{1,2}[:時시]\d\d(?!\d)/;
const size =
  /(?<![\d.,])\d{1,3}(?:[.,' ]\d{3}){1,4}(?![\d.])|(?<![\d.,])\d{1,9}(?:[.,]\d{1,3})? ?(?:bytes?|octets?|[kmg]i?b|[kmg]o|байт\p{L}{0,2}|バイト|字节|位元組|바이트)(?!\p{L})|(?<![\p{L}\d.,:/-])\d{4,9}(?![\p{L}\d.,:/-])/iu;

export function factsIn(text: string): Facts {
  if (!/\d/.test(text)) return noFacts;
  const version =
    firstVersion(text) ??
    (text.length < LONGEST_PART &&
    /^[^\p{L}\d]{0,20}(?:v|build|version)?[^\p{L}\d]{0,20}\d{1,3}\.\d{1,5}[^\p{L}\d]{0,20}$/iu.test(text)
      ? (short.exec(text)?.[0] ?? null)
      : null);
  let number: string | null = null;
  let others = 0;
  for (const pattern of [size, date, time]) {
    const found = pattern.exec(text);
    if (found === null) continue;
    number ??= found[0];
    others++;
  }
  return { version, number, others };
}

function firstVersion(text: string): string | null {
  dotted.lastIndex = 0;
  for (let found = dotted.exec(text); found !== null; found = dotted.exec(text)) {
    if (!isOther(found[0])) return found[0];
  }
  return null;
}

/** Three numbers that are a date, or numbers that are groups of a size. */
function isOther(found: string): boolean {
  const parts = found.split(/[.,] ?/);
  if (parts.slice(1).every((part) => part.length === 3) && parts[0]!.length <= 3) return true;
  if (parts.length !== 3) return false;
  const [a, b, c] = parts as [string, string, string];
  const isYear = (part: string) => /^(?:19|20|25)\d\d$/.test(part);
  const isShort = [a, b, c].every((part) => part.length === 2 && Number(part) > 0);
  return (isYear(c) && Number(a) <= 31 && Number(b) <= 31) || (isYear(a) && Number(b) <= 12) || isShort;
}

/** Whether few words but those of file tables stand beside the values. */
export function isTerse(text: string, names: number): boolean {
  const most = 3 * names;
  const words = strangeWords(text, most + 4);
  return words <= most || (words <= most + 4 && factsIn(text).version !== null);
}

const terms = new TermFinder([...columnTerms, ...noneTerms].filter(({ folded }) => folded.length > 1));
const usual =
  /^(?:x86|x64|ia64|i386|amd64|arm|arm64|itanium|intel|based|bytes?|octets?|[kmg]i?b|[kmg]o|am|pm|utc|gmt|v|ver|gdr|qfe|ldr|rtm|sp|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/;

const noLetters = /[^\p{L}]+/uy;
const wordHere = /[\p{L}\p{M}\d'_-]{1,60}/uy;

/**
 * Words that are no values, headings of columns or names of processors. Five letters of a script without blanks count as a word.
 *
 * @param most a count above which it does not matter how many there are
 */
export function strangeWords(text: string, most: number): number {
  const folded = fold(text.replace(date, ' ').replace(/0x[\da-f]+|\b[\da-f]{16,128}\b/gi, ' '));
  let words = 0;
  let wide = 0;
  const count = (): number => words + Math.floor(wide / 5);
  for (let place = 0; place < folded.length && count() <= most; ) {
    noLetters.lastIndex = place;
    place += noLetters.exec(folded)?.[0].length ?? 0;
    wordHere.lastIndex = place;
    const word = wordHere.exec(folded)?.[0];
    if (word === undefined) break;
    const [term] = terms.at(folded, place);
    if (term !== undefined && !/^[a-z]/.test(folded.charAt(place + term.folded.length))) {
      place += term.folded.length;
      continue;
    }
    if (/^[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/.test(word)) {
      wide++;
      place++;
      continue;
    }
    if (!usual.test(word)) words++;
    place += word.length;
  }
  return count();
}

/** In brackets without numbers, which names of builds have: `(xpsp_sp2_gdr.050301-1519)`; or behind a dash. */
const remark = /\([^\d_()]*\)$|\s[-\u2013\u2014]\s.*$/u;

/** Whether a cell ends with a remark in words: "x86 (obsolete)". */
export const endsWithRemark = (text: string): boolean => strangeWords(remark.exec(text)?.[0] ?? '', 1) > 0;

export const hasFacts = ({ version, others }: Facts): boolean => version !== null || others > 0;
