import { remembered } from '../../core/remembered.js';
import { namesIn } from './row-facts.js';
import { normaliseText, rowText } from './row-text.js';

const LONGEST_TEXT = 4000;
const LONGEST_NAME = 260;

/** `SHA256(a.exe)= …`, as OpenSSL writes it. */
const algorithm = /\b(md5|sha-?\d{1,3})\(/gi;

/** The names of files in a line or cell. */
export function fileNames(text: string): readonly string[] {
  return mayHaveName(text) ? knownNames(text) : [];
}

/** A reader asks for the names of a line several times in a row. */
const knownNames = remembered(readNames, { most: 200, longest: LONGEST_TEXT });

function readNames(text: string): readonly string[] {
  const { text: plain } = rowText(normaliseText(text.slice(0, LONGEST_TEXT)).replace(algorithm, '$1 ('));
  return namesIn(plain).map(({ name }) => name.slice(0, LONGEST_NAME));
}

export const hasName = (text: string): boolean => fileNames(text).length > 0;

/** The file that a row or line is about: the only one that it names. */
export function onlyName(cells: readonly string[]): string | null {
  const names = new Set(cells.flatMap((cell) => fileNames(cell)));
  const [name, another] = names;
  return another === undefined ? (name ?? null) : null;
}

/** A text with a blank for each name of a file. */
export function withoutFileNames(text: string): string {
  let rest = text;
  for (const name of fileNames(text)) rest = rest.replaceAll(name, ' ');
  return rest;
}

/** An extension of Latin letters, or any stop in a text with other characters, which may stand for Latin ones. */
const mayHaveName = (text: string): boolean =>
  /\.[a-z]/i.test(text) || (/[.．。]/.test(text) && /[^\x00-\x7f]/.test(text));
