/** A key that an object of a JSON text has twice. */
export interface DuplicateKey {
  key: string;
  /** Where its object is: `sections[0].files[3]`; empty for the outermost one. */
  path: string;
  /** Line of the second one, from 1 on. */
  line: number;
}

interface Level {
  /** Keys so far; null for a list. */
  keys: Set<string> | null;
  /** The key or the index that is being read. */
  at: string | number;
}

/**
 * The first key that an object has twice; null if none. `JSON.parse` keeps the last one without a word. The text must be
 * valid JSON: only its strings, brackets and commas are looked at.
 */
export function duplicateKey(json: string): DuplicateKey | null {
  const levels: Level[] = [];
  let expectsKey = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    const level = levels.at(-1);
    switch (character) {
      case '{':
        levels.push({ keys: new Set(), at: '' });
        expectsKey = true;
        break;
      case '[':
        levels.push({ keys: null, at: 0 });
        expectsKey = false;
        break;
      case '}':
      case ']':
        levels.pop();
        expectsKey = false;
        break;
      case ',':
        if (level && typeof level.at === 'number') level.at++;
        expectsKey = level?.keys != null;
        break;
      case '"': {
        const end = endOfString(json, at);
        if (expectsKey && level?.keys) {
          // The same key may be written with escapes.
          const key = JSON.parse(json.slice(at, end)) as string;
          if (level.keys.has(key)) {
            return { key, path: pathOf(levels.slice(0, -1)), line: lineAt(json, at) };
          }
          level.keys.add(key);
          level.at = key;
          expectsKey = false;
        }
        at = end - 1;
        break;
      }
    }
  }
  return null;
}

/** Behind the closing quotation mark. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function pathOf(levels: readonly Level[]): string {
  return levels.map(({ at }, i) => (typeof at === 'number' ? `[${at}]` : i === 0 ? at : `.${at}`)).join('');
}

function lineAt(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
