import { readAll } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { WordCount } from '../../package/install/word-count.js';
import type { Product } from '../../package/patch/patched-package.js';
import { readAssignment, splitCommandWords, splitList } from '../command-line/command-words.js';
import type { PropertyTable } from '../language/property-table.js';

/** Name of the stream, a plain one: it is mangled like any other, without the mark of a table. */
export const ADMIN_PROPERTIES_STREAM = 'AdminProperties';

/** Maximum of characters read; the stream holds a handful of properties. */
const LENGTH_LIMIT = 1 << 20;

/**
 * Reads the stream AdminProperties of an administrative image: UTF-16LE up to a NUL, `NAME=value` as on a command line,
 * with case-sensitive names. It applies only to an image, whose Word Count has the administrative bit.
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

/** Present in every image made by Windows Installer, even if the package lists no properties to save. */
const IS_ADMIN_PACKAGE = 'IsAdminPackage';

/**
 * The stream of an image, in the form that Windows Installer writes it: UTF-16LE, `NAME="value"` and a blank for each
 * property, `IsAdminPackage="1"` first, a NUL at the end.
 *
 * Throws `MSI_BAD_VALUE` for a name that cannot be written, and for a value with a NUL in it.
 */
export function writeAdminProperties(properties: Iterable<readonly [string, string]>): Uint8Array {
  let text = '';
  for (const [name, value] of new Map([[IS_ADMIN_PACKAGE, '1'], ...properties, [IS_ADMIN_PACKAGE, '1']])) {
    if (!/^[^\s=\u200b"\u201c-\u201f\0^]+$/.test(name) || value.includes('\0')) {
      throw new HotfixkitError('MSI_BAD_VALUE', 'this property cannot be saved in the image', {
        stream: ADMIN_PROPERTIES_STREAM,
        entry: name,
      });
    }
    text += `${name}="${value.replaceAll('"', '""')}" `;
  }
  text += '\0';
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

/**
 * Reads the stream of a package; empty if absent, and for a package that is not an administrative image (Word
 * Count, bit 2), where it is ignored. Throws `MSI_BAD_VALUE`.
 */
export function savedAdminProperties({
  database,
  wordCount,
}: Pick<Product, 'database' | 'wordCount'>): ReadonlyMap<string, string> {
  if ((wordCount & WordCount.administrativeImage) === 0) return new Map();
  if (!database.streamNames().includes(ADMIN_PROPERTIES_STREAM)) return new Map();
  return parseAdminProperties(readAll(database.stream(ADMIN_PROPERTIES_STREAM)));
}

/**
 * The properties to save: those that the package's property AdminProperties lists, with the values of
 * this session (win32 docs, Msi/adminproperties). A cleared property is saved empty, so that the installation does
 * not fall back on the Property table; a property never set is left out, and so is DISABLEMEDIA if
 * MSINODISABLEMEDIA is set (Msi/msinodisablemedia). Null if the package lists nothing: then the stream is unchanged.
 *
 * @param before properties saved by the source, itself an image: kept unless this session sets them
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
