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

/**
 * Merges the `PATCH` property and others into a line of client installation properties. Existing text and its order
 * stay. Other patches of `PATCH` stay before the new ones; a path to the same file name elsewhere is replaced. A
 * property with another value is replaced.
 *
 * `patches` are full Windows paths.
 */
export function mergeInstallationProperties(
  line: string,
  patches: readonly string[],
  others: Readonly<Record<string, string>> = {},
): MergedProperties {
  const items = split(line);
  const changes: string[] = [];
  if (patches.length > 0) mergePatches(items, patches, changes);
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

function mergePatches(items: Item[], patches: readonly string[], changes: string[]): void {
  const item = find(items, 'PATCH');
  const there = (item?.value ?? '')
    .split(';')
    .map((path) => path.trim())
    .filter((path) => path !== '');
  const merged = [...there];
  for (const patch of patches) {
    if (merged.some((path) => fold(path) === fold(patch))) continue;
    const same = merged.findIndex((path) => fold(fileName(path)) === fold(fileName(patch)));
    if (same === -1) {
      merged.push(patch);
      changes.push(`PATCH: ${patch} added`);
    } else {
      changes.push(`PATCH: ${merged[same]} replaced by ${patch}`);
      merged[same] = patch;
    }
  }
  if (changes.length === 0) return;
  const value = merged.join(';');
  put(items, item, { name: 'PATCH', value, text: `${item?.name ?? 'PATCH'}="${value}"` });
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
    // An unclosed quotation mark would include the text after it.
    const text = match.split('"').length % 2 === 0 ? `${match}"` : match.trimEnd();
    items.push({ name: name ?? null, value: (value ?? '').replaceAll('"', ''), text });
  }
  return items;
}

const fold = (text: string): string => text.toUpperCase();
const fileName = (path: string): string => path.split(/[\\/]/).pop()!;
