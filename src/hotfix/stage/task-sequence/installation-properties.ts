import { HotfixkitError } from '../../../core/errors.js';
import { insertByNumber } from '../../../package/patch/article-number.js';

/** One `NAME=value` of a line of client installation properties, or something else (a switch) as it stands. */
interface Item {
  /** As typed; null for what is no property. */
  name: string | null;
  /** Without quotation marks around it. */
  value: string;
  text: string;
}

export interface MergedProperties {
  text: string;
  /** A text of the changes; empty if there are none. */
  changes: string[];
}

/** A patch that the line is to do without. */
export interface LeftOutPath {
  /** Full Windows path. */
  path: string;
  /** One sentence without a full stop. */
  reason: string;
}

/**
 * Merges the `PATCH` property and others into a line of client installation properties. Existing text and its order
 * stay. `patches` are full Windows paths in their order. A path to the same file name elsewhere is replaced, one that is
 * `leftOut` goes; other patches of the line stay, each before the first one with a higher number of its article, those without
 * a number at the start. A property with another value is replaced.
 *
 * Throws `TASK_SEQUENCE_UNCLEAR` for a line of which Windows and its author may understand something else.
 */
export function mergeInstallationProperties(
  line: string,
  patches: readonly string[],
  others: Readonly<Record<string, string>> = {},
  leftOut: readonly LeftOutPath[] = [],
): MergedProperties {
  const items = split(line);
  refuseUnclear(line, items, ['PATCH', ...Object.keys(others)]);
  const changes: string[] = [];
  if (patches.length > 0) mergePatches(items, patches, leftOut, changes);
  for (const [name, value] of Object.entries(others)) {
    const item = find(items, name);
    if (item?.value === value) continue;
    const text = `${item?.name ?? name}=${/[\s";]/.test(value) || value === '' ? `"${value}"` : value}`;
    changes.push(item ? `${name} changed from ${item.value || 'nothing'} to ${value}` : `${name} added`);
    put(items, item, { name, value, text });
  }
  if (changes.length === 0) return { text: line, changes };
  return { text: items.map(({ text }) => text).join(' '), changes };
}

/** The paths in the `PATCH` of a line. */
export function patchesInLine(line: string): string[] {
  return pathsIn(find(split(line), 'PATCH'));
}

function pathsIn(item: Item | undefined): string[] {
  return (item?.value ?? '')
    .split(';')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

function mergePatches(
  items: Item[],
  patches: readonly string[],
  leftOut: readonly LeftOutPath[],
  changes: string[],
): void {
  const item = find(items, 'PATCH');
  const there = pathsIn(item);
  const isSame = (a: string) => (b: string) => fold(a) === fold(b);
  const isNamesake = (a: string) => (b: string) => fold(fileName(a)) === fold(fileName(b));
  const replaced = new Set<string>();
  const unread: string[] = [];
  for (const path of there) {
    if (patches.some(isSame(path))) continue;
    const namesake = patches.find(isNamesake(path));
    const out = leftOut.find((other) => isNamesake(path)(other.path));
    if (namesake !== undefined) {
      changes.push(`PATCH: ${path} replaced by ${namesake}`);
      replaced.add(namesake);
    } else if (out) changes.push(`PATCH: ${path} left out: ${out.reason}`);
    else if (!unread.some(isSame(path))) unread.push(path);
  }
  for (const patch of patches) {
    if (!there.some(isSame(patch)) && !replaced.has(patch)) changes.push(`PATCH: ${patch} added`);
  }
  // What is there stays as it is spelled.
  const ours = patches.map((patch) => there.find(isSame(patch)) ?? patch);
  const merged = insertByNumber(ours, unread, 'first');
  if (changes.length === 0) {
    if (merged.length === there.length && merged.every((path, i) => isSame(path)(there[i]!))) return;
    changes.push(`PATCH: in the order ${merged.map(fileName).join(', ')}`);
  }
  const value = merged.join(';');
  put(items, item, { name: 'PATCH', value, text: `${item?.name ?? 'PATCH'}="${value}"` });
}

/** What is there stays as it is only where it is certain what it says. */
function refuseUnclear(line: string, items: readonly Item[], names: readonly string[]): void {
  if (line.split('"').length % 2 === 0) {
    throw unclear(
      'a quotation mark is not closed, so that it is unclear where its value ends: close it',
      line,
    );
  }
  for (const name of names) {
    const same = items.filter((item) => item.name !== null && fold(item.name) === fold(name));
    if (same.length < 2) continue;
    const advice = fold(name) === 'PATCH' ? 'put all paths into one, with ; between them' : 'keep one';
    throw unclear(`${name} is given ${same.length} times: ${advice}`, same.map(({ text }) => text).join(' '));
  }
  const stray = items.find(({ name, text }) => name === null && /\.msp\b/i.test(text) && !/^[/-]/.test(text));
  if (stray) {
    throw unclear(
      'this patch stands outside of PATCH="…": put all paths between its quotation marks, with ; between them',
      stray.text,
    );
  }
}

function unclear(message: string, found: string): HotfixkitError {
  return new HotfixkitError('TASK_SEQUENCE_UNCLEAR', `in the installation properties, ${message}`, {
    found: found.slice(0, 300),
  });
}

function put(items: Item[], old: Item | undefined, item: Item): void {
  if (old) items[items.indexOf(old)] = item;
  else items.push(item);
}

function find(items: readonly Item[], name: string): Item | undefined {
  return items.find((item) => item.name !== null && fold(item.name) === fold(name));
}

/** Splits at blanks outside quotation marks; blanks around `=` belong to the property. */
function split(line: string): Item[] {
  const items: Item[] = [];
  // A value may follow after a blank, unless the next word is a property.
  const word =
    /([A-Za-z_][\w.]*)\s*=(?:\s+(?![A-Za-z_][\w.]*\s*=))?((?:"[^"]*"?|[^\s"])*)|(?:"[^"]*"?|[^\s"])+/g;
  for (const [match, name, value] of line.matchAll(word)) {
    items.push({ name: name ?? null, value: (value ?? '').replaceAll('"', ''), text: match.trimEnd() });
  }
  return items;
}

const fold = (text: string): string => text.toUpperCase();
const fileName = (path: string): string => path.split(/[\\/]/).pop()!;
