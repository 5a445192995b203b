import { isSameName } from '../../../core/name-key.js';
import type { Sentence } from './article-sentences.js';

/** Programs that are looked for; no article names as many. */
export const MOST_NAMES = 200;

/** What a package definition holds. */
const LONGEST_COMMAND = 127;

/** A name without its extension, in lower case. */
export const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '').toLowerCase();

/** Places of a program in a folded text: its name with or without the extension. */
export function placesOf(folded: string, stem: string): { start: number; end: number }[] {
  const places = [];
  for (let at = folded.indexOf(stem); at >= 0; at = folded.indexOf(stem, at + stem.length)) {
    const end = at + stem.length;
    const isWhole = !/[a-z0-9_]/.test(folded[at - 1] ?? ' ') && !/[a-z0-9_]/.test(folded[end] ?? ' ');
    if (isWhole) places.push({ start: at, end });
  }
  return places;
}

/** A label before a command: "Command line: x.exe /all". */
const LABEL = /^[^:：\\/]{1,40}[:：]\s{0,4}/;

/** What a line runs, where it runs a program and says no more; null for other lines. */
export function commandOf({ plain, struck }: Sentence, name: string): string | null {
  const command = plain.replace(LABEL, '');
  const isIt =
    !struck &&
    command.length <= LONGEST_COMMAND &&
    command[name.length] === ' ' &&
    isSameName(command.slice(0, name.length), name) &&
    /^[\x20-\x7e]*$/.test(command) &&
    isArgument(command.slice(name.length).trim());
  return isIt ? command : null;
}

/** A line that runs a program. */
export const isCommand = (one: Sentence, name: string): boolean => commandOf(one, name) !== null;

/** One to some words that look like what one types behind a program. */
const isArgument = (text: string): boolean =>
  /^[/-]\S|\.(?:log|txt)"?$/i.test(text) && text.split(' ').length <= 12 && !/[.!?]$/.test(text);
