import { decodeText, encodeText } from '../bytes/code-page.js';
import { HotfixkitError } from '../errors.js';
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
  /** Language of the wording; null where it is none that is known. */
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
  pattern: RegExp | null;
}

/** One symptom of one article, made ready for looking through logs. */
export class SymptomMatcher {
  readonly manifest: Manifest;
  readonly symptom: LogSymptom;
  /** Byte strings one of which is in every line that shows the symptom. */
  readonly needles: readonly Needle[];
  /** Code pages in which its wordings may be written. */
  readonly codePages: readonly number[];
  readonly #code: RegExp | null;
  readonly #component: RegExp | null;
  readonly #wordings: readonly Wording[];

  constructor(manifest: Manifest, symptom: LogSymptom) {
    this.manifest = manifest;
    this.symptom = symptom;
    const forms = symptom.errorCode === null ? [] : formsOfCode(symptom.errorCode);
    const alternatives = forms.map(escapeRegExp).join('|');
    this.#code =
      forms.length === 0
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])(?:0x)?(?:${alternatives})(?![\\p{L}\\p{N}])`, 'iu');
    this.#component =
      symptom.component === null
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(symptom.component)}(?![\\p{L}\\p{N}])`, 'iu');
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

  /** Whether an entry shows the symptom; `readings` are the texts that its bytes may mean. */
  match(entry: LogEntry, readings: readonly string[]): SymptomMatch | null {
    const hasCode = this.#code !== null && readings.some((text) => this.#code!.test(text));
    // Another error at the same place is another matter.
    if (this.#code !== null && !hasCode && readings.some((text) => /0x[0-9a-f]{8}(?![0-9a-f])/i.test(text))) {
      return null;
    }
    const wording = this.#wordingOf(readings);
    if (wording) {
      const certainty = hasCode || this.#code === null ? 'certain' : 'likely';
      return { certainty, language: wording.language };
    }
    if (!hasCode || this.#component === null) return null;
    const fromComponent =
      entry.component !== null && this.#component.test(entry.component)
        ? true
        : entry.component === null && readings.some((text) => this.#component!.test(text));
    return fromComponent ? { certainty: 'likely', language: null } : null;
  }

  #wordingOf(readings: readonly string[]): Wording | null {
    for (const reading of readings) {
      const text = squeeze(reading);
      // What a pattern looks at is bounded: the words before the code.
      const code = Math.max(0, this.#code ? text.search(this.#code) : 0);
      const near = text.slice(Math.max(0, code - 400), Math.max(600, code + 200)).slice(0, 600);
      const found = this.#wordings.find(
        (wording) => (wording.text !== '' && text.includes(wording.text)) || wording.pattern?.test(near),
      );
      if (found) return found;
    }
    return null;
  }
}

/** The symptoms of manifests. Throws `MANIFEST_INVALID` for a pattern that could take for ever. */
export function symptomMatchers(manifests: readonly Manifest[]): SymptomMatcher[] {
  return manifests.flatMap((manifest) =>
    (manifest.facts?.symptoms ?? []).map((symptom) => new SymptomMatcher(manifest, symptom)),
  );
}

/** `0x80092024` as logs write it: hexadecimal, and as a signed or unsigned decimal number. */
function formsOfCode(code: string): string[] {
  const hex = /^0x([0-9a-f]{1,8})$/i.exec(code.trim());
  if (!hex) return [code.trim()];
  const value = Number.parseInt(hex[1]!, 16);
  const signed = value > 0x7fffffff ? [String(value - 0x1_0000_0000)] : [];
  return [hex[1]!, String(value), ...signed].filter((form) => form.length >= 5);
}

/** A wording without its error code and what stands behind that. */
function stem(text: string): string {
  return text.split(/\s*[([（]?\s*0x[0-9a-f]{4,8}/i)[0]!.trim();
}

function squeeze(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
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
  const ansi = encodeText(codePage === 1258 ? withMarksApart(text) : text, codePage);
  const isWhole = squeeze(decodeText(ansi, codePage)) === squeeze(text);
  return [
    { bytes: Buffer.from(text, 'utf8'), width: 'narrow' },
    ...(isWhole ? [{ bytes: ansi, width: 'narrow' } as const] : []),
    ...inUtf16(text),
  ];
}

/** Windows-1258 has the letters with circumflex, breve and horn, and writes the five tones behind them. */
function withMarksApart(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(\p{L})(\u0323?)([\u0302\u0306\u031b])/gu, (_, letter: string, below: string, mark: string) => {
      return (letter + mark).normalize('NFC') + below;
    });
}

const MAX_PATTERN = 500;

/**
 * A pattern of a manifest as a regular expression that ends in bounded time on bounded text: no repetition within a
 * repetition, two open ones at most, no references back.
 */
function safePattern(pattern: string, manifest: Manifest): RegExp {
  const bare = pattern.replace(/\\./gsu, 'x').replace(/\[[^\]]*\]/gu, 'x');
  const open = bare.match(/[*+]|\{\d+,\}/gu) ?? [];
  const nested = /\)(?:[*+]|\{\d)/u.test(bare);
  const large = [...bare.matchAll(/\{(\d+)(?:,(\d+))?\}/gu)].some((m) => Number(m[2] ?? m[1]) > 100);
  const refused =
    pattern.length > MAX_PATTERN || open.length > 2 || nested || large || /\\[1-9k]/u.test(pattern);
  try {
    if (!refused) return new RegExp(pattern.normalize('NFC'), 'iu');
  } catch (cause) {
    throw new HotfixkitError(
      'MANIFEST_INVALID',
      `${manifestName(manifest)}: a symptom has a pattern that is no regular expression`,
      { entry: pattern.slice(0, 100) },
      { cause },
    );
  }
  throw new HotfixkitError(
    'MANIFEST_INVALID',
    `${manifestName(manifest)}: a symptom has a pattern that could take too long; at most two of * and +, none around a group`,
    { entry: pattern.slice(0, 100) },
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, (character) => `\\${character}`);
}

/** The needles of several symptoms, each once. */
export function eachOnce(needles: readonly Needle[]): Needle[] {
  const seen = new Set<string>();
  return needles.filter(({ bytes, width }) => {
    const key = `${width} ${Buffer.from(bytes).toString('latin1')}`;
    return !seen.has(key) && seen.add(key);
  });
}
