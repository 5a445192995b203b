import { StepCounter, WRITTEN_OUT } from './count-steps.js';
import type { CharacterSet, Node } from './parse.js';

/** A text on which the work of a regular expression grows faster than the text. */
export interface Growth {
  /** What is repeated, between what. */
  prefix: string;
  pump: string;
  suffix: string;
  /** Steps for a text of some length and for one four times as long. */
  steps: [number, number];
}

/** Characters of the longer of two texts. */
const LENGTH = 320;
/** Counted repetitions are endless for texts that are shorter; the texts are this many times as long as the largest. */
const BEYOND = 12;
/** Steps a character that no bounded expression reaches on such texts without being looked at closely. */
const SUSPICIOUS = 10;
/** Steps after which counting ends: what takes so many for so little text is no linear expression. */
const FAR_TOO_MANY = 1_000_000;
/** Four times the text may cost this much more: linear is 4, quadratic 16. */
const LINEAR = 6.5;

/** After this many steps without a finding an expression has been tried enough; few come near. */
const MOST_STEPS = 4_000_000;

/** An expression that can match in so few ways at one place looks at a bounded number of characters there. */
const FEW_WAYS = 500;

/** Characters that tell character classes apart; those of the expression itself are added. */
const pool = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'\u0085\u00a0\u00e9\u00b2\u0130\u0301\u200b\u200f\u2028\u201c\u3000\u4e2d\uac00\ufeff\ufffd\u0660\u0e01\u0436\u01c5',
];

/**
 * Feeds an expression runs of all kinds of characters that it tells apart, runs of what its repeated parts match, and
 * runs of beginnings of what it matches, behind what leads to each repetition and before what makes it fail. Null where
 * the work grows no faster than the text.
 */
export function superlinearGrowth(pattern: RegExp): Growth | null {
  const counter = new StepCounter(pattern);
  const parts = collect(counter.tree);
  if (waysOf(counter.tree) <= FEW_WAYS) return null;
  const counted = parts.repeats.map(({ node }) => (node.max <= WRITTEN_OUT ? node.max : 0));
  const size = Math.max(LENGTH, BEYOND * Math.max(0, ...counted));
  const letters = representatives(parts.sets, pattern);
  const sample = (node: Node, variant: number): string => sampleOf(node, letters, variant);
  const failing = letters
    .filter((letter) => !parts.sets.some((set) => set.has(letter.codePointAt(0)!)))
    .slice(0, 1);
  if (failing.length === 0) failing.push(letters.at(-1)!);

  const bodies = parts.repeats.flatMap(({ node }) =>
    [0, 1, 2, 3].map((variant) => sample(node.body, variant)),
  );
  const wholes = [0, 1, 2].map((variant) => sample(counter.tree, variant));
  const beginnings = wholes.flatMap((whole) =>
    Array.from({ length: Math.min(whole.length, 12) }, (_, i) => whole.slice(0, i + 1)),
  );
  const prefixes = unique([
    '',
    ...[0, 1, -1].flatMap((variant) =>
      parts.repeats.map(({ before }) => before.map((node) => sample(node, variant)).join('')),
    ),
  ]);
  const tails = wholes.map((whole) => whole.slice(-1));
  const suffixes = unique(['', ...failing, '\n', ...tails.slice(0, 2)]);
  const pumps = unique([...letters, ...bodies, ...beginnings, ...wholes]).filter((pump) => pump !== '');
  const few = letters.slice(0, 9);
  const pairs = few.flatMap((a) => few.filter((b) => a !== b).map((b) => a + b));

  for (const pump of pumps) {
    for (const prefix of prefixes.slice(0, 9)) {
      for (const suffix of suffixes) {
        if (counter.total > MOST_STEPS) return null;
        const growth = grows(counter, size, prefix, pump, suffix);
        if (growth !== null) return growth;
      }
    }
  }
  for (const pump of pairs) {
    for (const suffix of ['', ...failing]) {
      const growth = grows(counter, size, '', pump, suffix);
      if (growth !== null) return growth;
    }
  }
  return null;
}

function grows(
  counter: StepCounter,
  size: number,
  prefix: string,
  pump: string,
  suffix: string,
): Growth | null {
  const text = (length: number) =>
    prefix + pump.repeat(Math.max(1, Math.floor(length / pump.length))) + suffix;
  // Words of many characters are repeated more often, so that their number counts and not their length.
  const length = size * (size > LENGTH ? 1 : Math.max(1, Math.min(6, pump.length / 4)));
  const long = counter.count(text(length), FAR_TOO_MANY);
  if (long <= SUSPICIOUS * length) return null;
  const short = counter.count(text(length / 4), FAR_TOO_MANY);
  return long === FAR_TOO_MANY || long > LINEAR * short
    ? { prefix, pump, suffix, steps: [short, long] }
    : null;
}

interface Parts {
  sets: CharacterSet[];
  /** Each repetition, with what has to match before it. */
  repeats: { node: Node & { kind: 'repeat' }; before: Node[] }[];
}

function collect(tree: Node): Parts {
  const parts: Parts = { sets: [], repeats: [] };
  const visit = (node: Node, before: Node[]): void => {
    switch (node.kind) {
      case 'set':
        parts.sets.push(node.set);
        return;
      case 'sequence':
        for (const [i, part] of node.parts.entries()) visit(part, [...before, ...node.parts.slice(0, i)]);
        return;
      case 'choice':
        for (const part of node.parts) visit(part, before);
        return;
      case 'repeat':
        parts.repeats.push({ node, before });
        visit(node.body, before);
        return;
      case 'group':
      case 'look':
        visit(node.body, before);
    }
  };
  visit(tree, []);
  return parts;
}

/** How many ways a part can match at one place, at most; few where it has no repetition to speak of. */
function waysOf(node: Node): number {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduce((ways, part) => ways * waysOf(part), 1);
    case 'choice':
      return node.parts.reduce((ways, part) => ways + waysOf(part), 0);
    case 'group':
    case 'look':
      return waysOf(node.body);
    case 'repeat': {
      const ways = waysOf(node.body);
      const span = node.max - node.min + 1;
      return ways === 1 ? span : ways ** Math.min(node.max, 1000) * span;
    }
    default:
      return 1;
  }
}

/** One character of each kind that the expression tells apart. */
function representatives(sets: readonly CharacterSet[], { source }: RegExp): string[] {
  const distinct = [...new Map(sets.map((set) => [set.source, set])).values()];
  const kinds = new Map<string, string>();
  for (const character of unique([...source.replace(/[^\p{L}\p{N}\s\p{P}]/gu, ''), ...'a0 \n.', ...pool])) {
    const kind = distinct.map((set) => (set.has(character.codePointAt(0)!) ? '1' : '0')).join('');
    if (!kinds.has(kind)) kinds.set(kind, character);
  }
  // Those that most sets have come first.
  return [...kinds]
    .sort(([a], [b]) => b.replaceAll('0', '').length - a.replaceAll('0', '').length)
    .map(([, character]) => character)
    .slice(0, 24);
}

/** A text that a part matches; `variant` chooses among alternatives and characters, from the end where it is negative. */
function sampleOf(node: Node, letters: readonly string[], variant: number): string {
  switch (node.kind) {
    case 'set': {
      const fitting = letters.filter((letter) => node.set.has(letter.codePointAt(0)!));
      return fitting.at(variant % Math.max(1, fitting.length)) ?? '';
    }
    case 'sequence':
      return node.parts.map((part) => sampleOf(part, letters, variant)).join('');
    case 'choice':
      return sampleOf(node.parts.at(variant % node.parts.length)!, letters, variant);
    case 'group':
      return sampleOf(node.body, letters, variant);
    case 'repeat':
      return sampleOf(node.body, letters, variant).repeat(Math.max(node.min, Math.abs(variant % 2)));
    default:
      return '';
  }
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
