/** The 64 characters that are packed two into one UTF-16 unit. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';
const VALUE = new Map([...ALPHABET].map((character, value) => [character, value]));

/** U+3800 + a + 64 b stands for two characters, U+4800 + a for one, U+4840 in front marks a table. */
const PAIR = 0x3800;
const SINGLE = 0x4800;
const TABLE = 0x4840;

/** A stream name as people and tables know it, to the UTF-16 units that a directory entry holds. */
export function encodeStreamName(name: string, isTable: boolean): string {
  let raw = isTable ? String.fromCharCode(TABLE) : '';
  // The property set and signature streams keep their names.
  if (name.startsWith('\u0005')) return raw + name;
  for (let i = 0; i < name.length; i++) {
    const first = VALUE.get(name[i]!);
    if (first === undefined) {
      raw += name[i];
      continue;
    }
    const second = i + 1 < name.length ? VALUE.get(name[i + 1]!) : undefined;
    if (second === undefined) {
      raw += String.fromCharCode(SINGLE + first);
    } else {
      raw += String.fromCharCode(PAIR + first + 64 * second);
      i++;
    }
  }
  return raw;
}

/** The inverse of {@link encodeStreamName}. */
export function decodeStreamName(raw: string): { name: string; isTable: boolean } {
  const isTable = raw.charCodeAt(0) === TABLE;
  let name = '';
  for (let i = isTable ? 1 : 0; i < raw.length; i++) {
    const unit = raw.charCodeAt(i);
    if (unit >= PAIR && unit < SINGLE) {
      const value = unit - PAIR;
      name += ALPHABET[value & 63]! + ALPHABET[value >> 6]!;
    } else if (unit >= SINGLE && unit < TABLE) {
      name += ALPHABET[unit - SINGLE]!;
    } else {
      name += raw[i];
    }
  }
  return { name, isTable };
}
