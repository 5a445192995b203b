import { HotfixkitError } from '../../core/errors.js';
import { readDelta } from '../../formats/pa19/read-delta.js';
import type { Database } from '../../msi/database.js';
import { DatabaseEditor } from '../../msi/database-editor.js';
import type { PatchContent } from './apply-patches.js';
import { decodeContents, memberOf } from './patch-contents.js';

/**
 * The last of `states` with the sizes of File that patches did not state.
 *
 * A transform has only what differs from the product that the patch was made for. Where an earlier patch has changed the size
 * of a file and a later one gives it its former size again, the transform of the later one has no size, and that of the
 * earlier one stays in the row. Then the size is that of the content; only one that the file had before is taken. An image may
 * have been patched before, and nothing says which sizes its files had: for its files, a size that no patch states is not known.
 *
 * @param states the database as it was, and after each patch
 */
export function withStatedSizes(
  states: readonly Database[],
  contents: ReadonlyMap<string, readonly PatchContent[]>,
  isImage: boolean,
): Database {
  const last = states.at(-1)!;
  // With one patch, nothing was changed before it.
  if (states.length < 3 && !isImage) return last;
  const sizes = states.map(
    (database) => new Map(database.rows('File').map(({ File, FileSize }) => [File, FileSize])),
  );
  const doubtful = new Map<string, { stated: number; earlier: ReadonlySet<number> | null }>();
  for (const key of contents.keys()) {
    const had = sizes.map((one) => one.get(key));
    const stated = had.at(-1)!;
    const earlier = new Set(had.filter((size): size is number => size !== undefined && size !== stated));
    const isUnknown = isImage && earlier.size === 0 && had[0] === stated;
    if (earlier.size > 0 || isUnknown) doubtful.set(key, { stated, earlier: isUnknown ? null : earlier });
  }
  const changes = new Map<string, number>();
  for (const [key, size] of sizesOf([...doubtful.keys()], contents)) {
    const { stated, earlier } = doubtful.get(key)!;
    if (size !== stated && (earlier === null || earlier.has(size))) changes.set(key, size);
  }
  if (changes.size === 0) return last;
  const editor = new DatabaseEditor(last);
  const table = editor.table('File');
  const column = table.columnIndex('FileSize');
  for (const [key, size] of changes) table.update([key], new Map([[column, size]]));
  return editor.finish();
}

/**
 * The sizes of files with their content from patches, without those whose last delta cannot be read, which is said when it is
 * applied. Folders with such deltas are decoded for this, once for all of them. Throws what decoding throws.
 */
function sizesOf(
  keys: readonly string[],
  contents: ReadonlyMap<string, readonly PatchContent[]>,
): Map<string, number> {
  const sizes = new Map<string, number>();
  const deltas = new Map<{ key: string; contents: PatchContent[] }, Uint8Array[]>();
  for (const key of keys) {
    const last = contents.get(key)!.at(-1)!;
    if (last.delta === null) sizes.set(key, memberOf(last, key).size);
    else deltas.set({ key, contents: [last] }, []);
  }
  for (const _ of decodeContents([], deltas));
  for (const [{ key }, [bytes]] of deltas) {
    try {
      sizes.set(key, readDelta(bytes!).newSize);
    } catch (error) {
      if (!(error instanceof HotfixkitError && error.kind === 'input')) throw error;
    }
  }
  return sizes;
}
