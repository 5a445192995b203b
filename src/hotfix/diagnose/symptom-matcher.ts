import { decodeText, encodeText } from '../../core/code-page.js';
import { HotfixkitError } from '../../core/errors.js';
import { LinearPattern } from '../../core/linear-pattern.js';
import { normalise } from '../../core/normalise.js';
import type { LogSymptom } from '../manifest/hotfix-facts.js';
import { type Manifest, manifestName } from '../manifest/manifest.js';
import type { LogEntry } from './log-entry.js';

/**
 * - `certain`: the error code in a wording that is known;
 * - `likely`: the code from the component that writes it, in a language that is not known; or a known wording whose code
 *   is cut off.
 */
export type Certainty = 'certain' | 'likely';

export interface SymptomMatch {
  certainty: Certainty;
  /** Language of the wording; null for an unknown wording. */
  language: string | null;
}

/** Bytes to look for, and how wide the characters are that they stand for. */
export interface Needle {
  bytes: Uint8Array;
  width: 'narrow' | 'little' | 'big';
}

/** ANSI code pages of languages, by the first part of the tag; the rest write 1252. */
const codePages: Readonly<Record<string, number>> = {
  zh: 936,
  'zh-tw': 950,
  'zh-hk': 950,
  'zh-hant': 950,
  ja: 932,
  ko: 949,
  vi: 1258,
  ru: 1251,
  uk: 1251,
  bg: 1251,
  cs: 1250,
  hu: 1250,
  pl: 1250,
  sk: 1250,
  sl: 1250,
  hr: 1250,
  ro: 1250,
  el: 1253,
  tr: 1254,
  he: 1255,
  ar: 1256,
  et: 1257,
  lv: 1257,
  lt: 1257,
  th: 874,
};

/** The ANSI code page that Windows uses for a language. */
export function codePageOf(language: string): number {
  const tag = language.toLowerCase();
  return codePages[tag] ?? codePages[tag.split('-')[0]!] ?? 1252;
}

interface Wording {
  language: string;
  /** Composed, in lower case, blanks squeezed, without the code. */
  text: string;
  pattern: LinearPattern | null;
}

/** One symptom of one article, prepared for searching logs. */
export class SymptomMatcher {
  readonly manifest: Manifest;
  readonly symptom: LogSymptom;
  /** Byte strings one of which is in every line that shows the symptom. */
  readonly needles: readonly Needle[];
  /** Code pages in which its wordings may be written. */
  readonly codePages: readonly number[];
  /** Spellings of the error code in logs, in lower case; empty if there is none. */
  readonly #codes: readonly string[];
  /** In lower case. */
  readonly #component: string | null;
  readonly #wordings: readonly Wording[];

  constructor(manifest: Manifest, symptom: LogSymptom) {
    this.manifest = manifest;
    this.symptom = symptom;
    const forms = symptom.errorCode === null ? [] : formsOfCode(symptom.errorCode);
    this.#codes = forms.map((form) => form.toLowerCase());
    this.#component = symptom.component?.trim().toLowerCase() || null;
    this.#wordings = symptom.wordings.map(({ language, text, pattern }) => ({
      language,
      text: squeeze(stem(text)),
      pattern: pattern === undefined ? null : safePattern(pattern, manifest),
    }));
    this.codePages = [...new Set(symptom.wordings.map(({ language }) => codePageOf(language)))];
    this.needles = eachOnce([
      ...forms.flatMap((form) => [form.toLowerCase(), form.toUpperCase()]).flatMap((form) => inAscii(form)),
      ...symptom.wordings.flatMap(({ language, text }) => inEncodings(stem(text), codePageOf(language))),
    ]);
  }

  /**
   * Whether an entry shows the symptom; `readings` are the texts that its bytes may mean. Whoever asks several matchers of
   * one entry prepares the readings once, by {@link SymptomMatcher.squeezed}.
   */
  match(
    entry: LogEntry,
    readings: readonly string[],
    squeezed: () => readonly string[] = SymptomMatcher.squeezed(readings),
  ): SymptomMatch | null {
    const hasCode = squeezed().some((text) => this.#placeOfCode(text) >= 0);
    // Another error code at the same place is a different symptom.
    if (
      this.#codes.length > 0 &&
      !hasCode &&
      readings.some((text) => /0x[0-9a-f]{8}(?![0-9a-f])/i.test(text))
    ) {
      return null;
    }
    const wording = this.#wordingOf(squeezed());
    if (wording) {
      const certainty = hasCode || this.#codes.length === 0 ? 'certain' : 'likely';
      return { certainty, language: wording.language };
    }
    if (!hasCode || this.#component === null) return null;
    const fromComponent =
      entry.component !== null
        ? placeOfWord(entry.component.toLowerCase(), this.#component) >= 0
        : squeezed().some((text) => placeOfWord(text, this.#component!) >= 0);
    return fromComponent ? { certainty: 'likely', language: null } : null;
  }

  /** Readings in the form that is compared with wordings, computed at the first use. */
  static squeezed(readings: readonly string[]): () => readonly string[] {
    let made: readonly string[] | null = null;
    return () => {
      made ??= readings.map(squeeze);
      return made;
    };
  }

  /** Where the code begins in a text in lower case, -1 where it is not. */
  #placeOfCode(text: string): number {
    let first = -1;
    for (const code of this.#codes) {
      const place = placeOfWord(text, code, '0x');
      if (place >= 0 && (first < 0 || place < first)) first = place;
    }
    return first;
  }

  #wordingOf(texts: readonly string[]): Wording | null {
    for (const text of texts) {
      // A pattern is applied only to the words before the code.
      const code = Math.max(0, this.#placeOfCode(text));
      const near = text.slice(Math.max(0, code - 400), Math.max(600, code + 200)).slice(0, 600);
      const found = this.#wordings.find(
        (wording) => (wording.text !== '' && text.includes(wording.text)) || wording.pattern?.test(near),
      );
      if (found) return found;
    }
    return null;
  }
}

/** The symptoms of all articles. Every entry that may show a symptom is compared with each. */
const MOST_WORDINGS = 2000;

/**
 * The symptoms of manifests. Throws `MANIFEST_INVALID` for a pattern that could take for ever, and for more wordings than
 * a log can be searched for.
 */
export function symptomMatchers(manifests: readonly Manifest[]): SymptomMatcher[] {
  let wordings = 0;
  for (const manifest of manifests) {
    for (const symptom of manifest.facts?.symptoms ?? []) wordings += symptom.wordings.length;
    if (wordings > MOST_WORDINGS) {
      throw new HotfixkitError(
        'MANIFEST_INVALID',
        `${manifestName(manifest)}: the symptoms have too many wordings`,
        { expected: MOST_WORDINGS, found: wordings },
      );
    }
  }
  return manifests.flatMap((manifest) =>
    (manifest.facts?.symptoms ?? []).map((symptom) => new SymptomMatcher(manifest, symptom)),
  );
}

/** `0x80092024` as logs write it: hexadecimal, and as a signed or unsigned decimal number. */
function formsOfCode(code: string): string[] {
  const hex = /^0x([0-9a-f]{1,8})$/i.exec(code.trim());
  if (!hex) return code.trim() === '' ? [] : [code.trim()];
  const value = Number.parseInt(hex[1]!, 16);
  const signed = value > 0x7fffffff ? [String(value - 0x1_0000_0000)] : [];
  return [hex[1]!, String(value), ...signed].filter((form) => form.length >= 5);
}

/** A wording without its error code and what follows that. */
function stem(text: string): string {
  const code = text.search(/0x[0-9a-f]{4}/i);
  if (code < 0) return text.trim();
  const before = text.slice(0, code).trim();
  return /[([（]$/.test(before) ? before.slice(0, -1).trimEnd() : before;
}

function squeeze(text: string): string {
  return normalise(text, 'NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * Where a word begins in a text, both in lower case; -1 where it is not, or only within a longer one. With `prefix` the
 * word may have that in front of it.
 */
function placeOfWord(text: string, word: string, prefix = ''): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (endsInLetter(text.slice(at + word.length, at + word.length + 2), true)) continue;
    if (!endsInLetter(text.slice(Math.max(0, at - 2), at))) return at;
    const before = at - prefix.length;
    if (prefix !== '' && before >= 0 && text.startsWith(prefix, before)) {
      if (!endsInLetter(text.slice(Math.max(0, before - 2), before))) return before;
    }
  }
  return -1;
}

/** Whether the last character of a text, or its first, is a letter or a digit. */
function endsInLetter(text: string, atStart = false): boolean {
  return (atStart ? /^[\p{L}\p{N}]/u : /[\p{L}\p{N}]$/u).test(text);
}

function inAscii(text: string): Needle[] {
  return [{ bytes: Buffer.from(text, 'latin1'), width: 'narrow' }, ...inUtf16(text)];
}

function inUtf16(text: string): Needle[] {
  const little = Buffer.from(text, 'utf16le');
  return [
    { bytes: little, width: 'little' },
    { bytes: Buffer.from(little).swap16(), width: 'big' },
  ];
}

function inEncodings(text: string, codePage: number): Needle[] {
  if (text.length < 4) return [];
  const start = beginning(text);
  const ansi = encodeText(codePage === 1258 ? withMarksApart(start) : start, codePage);
  const isWhole = squeeze(decodeText(ansi, codePage)) === squeeze(start);
  return [
    { bytes: Buffer.from(start, 'utf8'), width: 'narrow' },
    ...(isWhole ? [{ bytes: ansi, width: 'narrow' } as const] : []),
    ...inUtf16(start),
  ];
}

/** Characters of a wording that are searched for. An entry with them is then compared with the whole wording. */
const NEEDLE = 40;

/** The beginning of a wording, ending where a character ends. */
function beginning(text: string): string {
  const units = [...text.slice(0, NEEDLE * 2)].slice(0, NEEDLE).join('');
  return text.length <= NEEDLE ? text : units;
}

/** Windows-1258 has the letters with circumflex, breve and horn; the five tones follow as separate characters. */
function withMarksApart(text: string): string {
  return normalise(text, 'NFD').replace(
    /(\p{L})(\u0323?)([\u0302\u0306\u031b])/gu,
    (_, letter: string, below: string, mark: string) => {
      return normalise(letter + mark, 'NFC') + below;
    },
  );
}

const MAX_PATTERN = 500;

/**
 * A pattern of a manifest: no repetition within a repetition, two open ones at most, no references back. Any pattern is
 * matched in linear time; this check keeps it as short as a wording.
 */
function safePattern(pattern: string, manifest: Manifest): LinearPattern {
  const bare = withoutClasses(pattern.replace(/\\./gsu, 'x'));
  const open = bare.match(/[*+]|\{\d+,\}/gu) ?? [];
  const nested = /\)(?:[*+]|\{\d)/u.test(bare);
  const large = [...bare.matchAll(/\{(\d+)(?:,(\d+))?\}/gu)].some((m) => Number(m[2] ?? m[1]) > 100);
  const refused =
    pattern.length > MAX_PATTERN || open.length > 2 || nested || large || /\\[1-9k]/u.test(pattern);
  try {
    if (!refused) return new LinearPattern(normalise(pattern, 'NFC'), { unicode: true });
  } catch (cause) {
    // What the expression is refused with; anything else is no matter of the expression.
    if (!(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause;
    throw new HotfixkitError(
      'MANIFEST_INVALID',
      `${manifestName(manifest)}: a symptom has a pattern that is not a supported regular expression`,
      { entry: pattern.slice(0, 100) },
      { cause },
    );
  }
  throw new HotfixkitError(
    'MANIFEST_INVALID',
    `${manifestName(manifest)}: a symptom has a pattern that could take too long; use at most two of * and +, and none on a group`,
    { entry: pattern.slice(0, 100) },
  );
}

/** A pattern whose escapes are gone already, with `x` for each class. */
function withoutClasses(pattern: string): string {
  let bare = '';
  let at = 0;
  for (let open = pattern.indexOf('['); open >= 0; open = pattern.indexOf('[', at)) {
    const close = pattern.indexOf(']', open);
    if (close < 0) break;
    bare += `${pattern.slice(at, open)}x`;
    at = close + 1;
  }
  return bare + pattern.slice(at);
}

/** The needles of several symptoms, each once. */
export function eachOnce(needles: readonly Needle[]): Needle[] {
  const seen = new Set<string>();
  return needles.filter(({ bytes, width }) => {
    const key = `${width} ${Buffer.from(bytes).toString('latin1')}`;
    return !seen.has(key) && seen.add(key);
  });
}
