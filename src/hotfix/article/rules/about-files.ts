import type { ManifestWarning } from '../../manifest/manifest.js';
import type { Around } from '../find-tables.js';
import { namesIn, withoutNames } from '../row-facts.js';
import { rowText } from '../row-text.js';
import { partsOf, withoutMarker } from './article-sentences.js';
import { countWords } from './clauses.js';
import type { TextPart, TextPlace } from './file-topics.js';
import { namesOf, type TextAround, TextJudge } from './judge-text.js';
import type { RuleWords } from './rule-words.js';
import { withoutMarks } from './struck-text.js';

/** What an article has around its tables, and what was read from it. */
export interface TextAroundTables extends Omit<TextAround, 'names'> {
  around: readonly Around[];
}

/** Sentences that a warning quotes, and characters of each. */
const QUOTED = 3;
const LONGEST_QUOTED = 160;
/** Sentences that are looked at. */
const MOST_SENTENCES = 10_000;

/**
 * `ARTICLE_TEXT_UNCLEAR` for sentences about the files of the tables that are neither used nor of a form that is known to say nothing
 * against the tables. There is no end to the ways to contradict a table, so the known forms are the listed ones.
 */
export function warningsOfText(text: TextAroundTables): ManifestWarning[] {
  const judge = new TextJudge({ ...text, names: namesInSentences(text.around) });
  const places = placesOf(text.around, text.words);
  const open = new Set<string>();
  const contradictions = new Map<string, string>();
  let count = 0;
  for (const one of text.around) {
    for (const sentence of one.kind === 'table' ? [] : sentencesOf(one)) {
      // What is not looked at is not understood either.
      if (++count > MOST_SENTENCES)
        return [...contradictionsIn(contradictions), ...unknownIn([...open, sentence.text])];
      const claims = judge.claims.read(sentence.text, sentence.isTitle);
      if (judge.isRead(sentence, claims)) continue;
      const place = places.get(one) ?? 'elsewhere';
      if (claims.contradiction !== null) contradictions.set(claims.contradiction, sentence.text);
      else if (judge.isUnclear(sentence, claims, place)) open.add(sentence.text);
    }
  }
  return [...contradictionsIn(contradictions), ...unknownIn([...open])];
}

function sentencesOf({ text, ...line }: Exclude<Around, { kind: 'table' }>): TextPart[] {
  const parts = partsOf(withoutMarks(text))
    .map(withoutMarker)
    .filter((part) => part !== '');
  const isMarked = line.kind === 'line' && line.heading;
  const isTitle = (part: string): boolean => (isMarked || parts.length === 1) && !END_OF_SENTENCE.test(part);
  return parts.map((part) => ({
    text: part,
    folded: ` ${rowText(part).folded.replace(ADDRESS, ' ')} `,
    isCell: line.kind === 'row',
    isTitle: line.kind === 'row' || isTitle(part),
  }));
}

/** Names of products stand in sentences too, where the article is about them. */
function namesInSentences(around: readonly Around[]): ReadonlySet<string> {
  const sentences = around.flatMap((one) =>
    one.kind === 'line' && END_OF_SENTENCE.test(one.text) ? partsOf(one.text) : [],
  );
  return new Set(sentences.slice(0, MOST_SENTENCES).flatMap((one) => [...namesOf(one)]));
}

/** Addresses, and paths of a web site. */
const ADDRESS = /\bhttps?:\/\/\S{1,1000}|(?<!\S)\(?[\w.-]{1,60}(?:\/[\w.-]{1,80}){2,20}/g;
const END_OF_SENTENCE = /[.。!！?？;]["'”»)\]]*$/;

const contradictionsIn = (found: ReadonlyMap<string, string>): ManifestWarning[] =>
  [...found].slice(0, QUOTED).map(([what, sentence]) => ({
    code: 'ARTICLE_TEXT_UNCLEAR',
    message: `the article contradicts its table: ${what}: ${quoted(sentence)}`,
    found: sentence.slice(0, 300),
  }));

function unknownIn(found: readonly string[]): ManifestWarning[] {
  if (found.length === 0) return [];
  const more = found.length > QUOTED ? `, and ${found.length - QUOTED} more` : '';
  const listed = found.slice(0, QUOTED).map(quoted).join(', ');
  return [
    {
      code: 'ARTICLE_TEXT_UNCLEAR',
      message: `the article says of its files what this program does not understand: ${listed}${more}`,
      found: found[0]!.slice(0, 300),
    },
  ];
}

const quoted = (sentence: string): string =>
  JSON.stringify(
    sentence
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, LONGEST_QUOTED),
  );

/**
 * Where lines stand that are not just elsewhere. The section of a table is from the heading above it to the next heading behind it that is
 * not of files too, and up to the table that follows.
 */
function placesOf(around: readonly Around[], words: RuleWords): ReadonlyMap<Around, TextPlace> {
  const isOfFiles = (text: string): boolean => words.has(` ${rowText(text).folded} `, 'fileWord');
  const places = new Map<Around, TextPlace>();
  let isOfProblem = false;
  for (const one of around) {
    if (isHeading(one)) isOfProblem = startsProblem(words, one.text);
    else if (one.kind === 'table') isOfProblem = false;
    // "This hotfix corrects the following problems:"
    else if (leadsInProblems(words, one.text)) isOfProblem = true;
    if (isOfProblem) places.set(one, 'problem');
  }
  for (const [i, one] of around.entries()) {
    if (one.kind !== 'table') continue;
    for (const line of above(around, i, isOfFiles)) places.set(line, 'table');
    for (const line of below(around, i, isOfFiles)) places.set(line, 'table');
  }
  return places;
}

/** "SYMPTOMS", "Ursache" */
function startsProblem(words: RuleWords, text: string): boolean {
  const folded = ` ${rowText(text).folded} `;
  return [0, 1].includes(words.placeOf(folded, 'problemHeading')) && countWords(folded) <= MOST_OF_PROBLEM;
}
const MOST_OF_PROBLEM = 4;

const leadsInProblems = (words: RuleWords, text: string): boolean =>
  /[:：]\s*$/.test(text) && words.has(` ${rowText(text).folded} `, 'solves');

/** Headings between a table and the sentence that leads it in. */
const MOST_HEADINGS = 3;
/** Lines above a table that are looked at. */
const MOST_ABOVE = 40;

function above(around: readonly Around[], table: number, isOfFiles: (text: string) => boolean): Around[] {
  const lines: Around[] = [];
  let headings = 0;
  let sentences = 0;
  for (let i = table - 1; i >= 0 && lines.length < MOST_ABOVE; i--) {
    const one = around[i]!;
    if (one.kind === 'table') break;
    lines.push(one);
    if (isHeading(one) && isOfFiles(one.text)) break;
    if (isHeading(one) ? sentences > 0 || ++headings >= MOST_HEADINGS : sentences > 0 && isLabel(one)) break;
    if (!isHeading(one)) sentences++;
  }
  return lines;
}

function below(around: readonly Around[], table: number, isOfFiles: (text: string) => boolean): Around[] {
  const lines: Around[] = [];
  for (let i = table + 1; i < around.length; i++) {
    const one = around[i]!;
    if (one.kind === 'table' || (isHeading(one) && !isOfFiles(one.text))) break;
    lines.push(one);
  }
  return lines;
}

/** "File Information:" */
const isLabel = (one: Around): boolean =>
  one.kind === 'line' && /^\p{Lu}[\p{L} ]{2,40}[:：]$/u.test(one.text.trim());

const LONGEST_HEADING = 60;
/** By its mark, or a short line that is no sentence, no label and no list of files. */
const isHeading = (one: Around): one is Extract<Around, { kind: 'line' }> =>
  one.kind === 'line' &&
  (one.heading ||
    (one.text.length <= LONGEST_HEADING &&
      /^[\p{Lu}\p{Lo}][^:：=()[\]]*$/u.test(one.text) &&
      !/[.。!?,;]$|\d\.\d/.test(one.text) &&
      !hasOnlyNames(one.text)));

/** "Agent.dll, Server.dll", in a list of files */
function hasOnlyNames(text: string): boolean {
  const names = namesIn(text);
  return names.length > 0 && !/[\p{L}\d]/u.test(withoutNames(text, names));
}
