import { HotfixkitError } from '../../core/errors.js';
import { readAssignment, splitCommandWords, splitList } from '../command-line/command-words.js';
import type { PropertyTable } from '../language/property-table.js';

/** Name of the stream, a plain one: it is mangled like any other, without the mark of a table. */
export const ADMIN_PROPERTIES_STREAM = 'AdminProperties';

/** Characters that are read; the stream holds a handful of properties. */
const LENGTH_LIMIT = 1 << 20;

/**
 * Reads the stream AdminProperties of an administrative image: UTF-16LE up to a NUL, `NAME=value` as on a command line,
 * but the case of names is kept. An image counts on it only if its Word Count has the administrative bit.
 *
 * Throws `MSI_BAD_VALUE` where quotes do not pair or a word is not an assignment.
 */
export function parseAdminProperties(bytes: Uint8Array): Map<string, string> {
  const properties = new Map<string, string>();
  const words = splitCommandWords(decode(bytes), 'MSI_BAD_VALUE');
  for (let index = 0; index < words.length; ) {
    const assignment = readAssignment(words, index, () => false);
    if (assignment === null || assignment.name === '') {
      throw new HotfixkitError(
        'MSI_BAD_VALUE',
        'the saved properties of the image are not a list of NAME=value',
        {
          stream: ADMIN_PROPERTIES_STREAM,
          found: words[index]!.text.slice(0, 80),
          expected: 'NAME=value',
        },
      );
    }
    properties.set(assignment.name, assignment.value);
    index = assignment.next;
  }
  return properties;
}

function decode(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units: string[] = [];
  const count = Math.min(bytes.length >> 1, LENGTH_LIMIT);
  for (let index = 0; index < count; index++) {
    const unit = view.getUint16(index * 2, true);
    if (unit === 0) break;
    units.push(String.fromCharCode(unit));
  }
  return units.join('');
}

/**
 * The stream for an image: UTF-16LE, values quoted where blanks or quotes ask for it, a NUL at the end.
 *
 * Throws `MSI_BAD_VALUE` for a name that cannot be written, and for a value with a NUL in it.
 */
export function writeAdminProperties(properties: Iterable<readonly [string, string]>): Uint8Array {
  const parts: string[] = [];
  for (const [name, value] of properties) {
    if (!/^[^\s=\u200b"\u201c-\u201f\0^]+$/.test(name) || value.includes('\0')) {
      throw new HotfixkitError('MSI_BAD_VALUE', 'this property cannot be saved in the image', {
        stream: ADMIN_PROPERTIES_STREAM,
        entry: name,
      });
    }
    parts.push(`${name}=${quote(value)}`);
  }
  const text = `${parts.join(' ')}\0`;
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

function quote(value: string): string {
  return value !== '' && !/[\s\u200b"\u201c-\u201f^=]/.test(value)
    ? value
    : `"${value.replaceAll('"', '""')}"`;
}

/**
 * The properties that the package wants to see saved: those that its property AdminProperties lists, with the values of
 * this session (win32 docs, Msi/adminproperties). One that was cleared is saved empty, so that the installation does
 * not fall back on the Property table; one that nobody ever set is left out, and so is DISABLEMEDIA where
 * MSINODISABLEMEDIA is set (Msi/msinodisablemedia). Null where the package lists nothing: then the stream stays as it is.
 *
 * @param before what the source, an image itself, has saved: kept where this session says nothing of it
 */
export function adminPropertiesToSave(
  properties: PropertyTable,
  before: ReadonlyMap<string, string> = new Map(),
): Map<string, string> | null {
  const names = splitList(properties.get('AdminProperties'));
  if (names.length === 0) return null;
  const media = properties.get('MSINODISABLEMEDIA') === '';
  const known = names.filter(
    (name) => properties.source(name) !== null && (media || name !== 'DISABLEMEDIA'),
  );
  return new Map([...before, ...known.map((name) => [name, properties.get(name)] as const)]);
}
