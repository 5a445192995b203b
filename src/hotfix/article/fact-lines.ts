import type { Block } from './article-blocks.js';
import { factTables } from './fact-tables.js';
import { columnOf } from './lexicon.js';
import { nameOf } from './read-name.js';

/** Longest heading of a fact, in characters. */
const LONGEST_HEADING = 40;
/** Longest line that is a fact, in characters. */
const LONGEST = 400;
/** Most facts of one run. */
const MOST = 2000;

/**
 * Blocks in which lines that state the facts of a file are rows of a table: `File name: a.msp`, `Version: 1.2.3.4`, or each heading
 * in the line above its value.
 */
export function withFactLines(blocks: readonly Block[]): Block[] {
  const result: Block[] = [];
  for (let at = 0; at < blocks.length; ) {
    const { facts, end } = factsFrom(blocks, at);
    if (isOfFiles(facts)) result.push({ kind: 'cells', rows: facts });
    else for (let line = at; line < end; line++) result.push(blocks[line]!);
    at = end;
  }
  return result;
}

/** The facts from a place on, and where they end: behind the line at this place at least. */
function factsFrom(blocks: readonly Block[], start: number): { facts: string[][]; end: number } {
  const facts: string[][] = [];
  let known = { facts: 0, end: start + 1 };
  for (let at = start; facts.length < MOST; ) {
    const found = factAt(blocks, at);
    if (found === null) break;
    at = found.end;
    facts.push(found.fact);
    // Other lines with a colon belong to a file only between its facts.
    if (columnOf(found.fact[0]!) !== null) known = { facts: facts.length, end: at };
    else if (facts.length === 1) break;
    if (isBlank(blocks[at])) at++;
  }
  facts.length = known.facts;
  return { facts, end: known.end };
}

/** Whether a file is named, and something of it. */
const isOfFiles = (facts: string[][]): boolean => facts.some(namesFile) && factTables(facts) !== null;

/** The heading and the value at a place, and where the next line is. */
function factAt(blocks: readonly Block[], at: number): { fact: string[]; end: number } | null {
  const text = lineOf(blocks[at]);
  const fact = factIn(text);
  if (fact !== null) return { fact, end: at + 1 };
  const value = lineOf(blocks[at + 1]).trim();
  if (value === '' || columnOf(text) === null || columnOf(value) !== null || factIn(value) !== null)
    return null;
  return { fact: [text.trim(), value], end: at + 2 };
}

/** A heading and its value on one line, also in a list or in bold: `- **Version:** 1.2.3.4`. */
function factIn(line: string): string[] | null {
  const text = line.replaceAll('**', '').trim();
  const colon = text.search(/[:：]/);
  const heading = text
    .slice(0, Math.max(0, colon))
    .replace(/^[-*•·] /, '')
    .replaceAll('__', '')
    .trim();
  // Names of files have underscores too.
  const value = text
    .slice(colon + 1)
    .replace(/^__(?=\s)/, '')
    .trim();
  return heading === '' || heading.length > LONGEST_HEADING || value === '' ? null : [heading, value];
}

function namesFile([heading = '', value = '']: readonly string[]): boolean {
  return columnOf(heading)?.meaning === 'name' && nameOf(value)?.cost === 0 && !/\s/.test(value);
}

const isBlank = (block: Block | undefined): boolean => block?.kind === 'line' && block.text.trim() === '';

const lineOf = (block: Block | undefined): string =>
  block?.kind === 'line' && block.text.length <= LONGEST ? block.text : '';
