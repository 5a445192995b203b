import { addFacts } from '../../core/errors.js';
import type { CabinetFile } from '../../formats/cab/cabinet-folder.js';
import type { FilePart } from '../package-content.js';
import type { PatchContent } from './apply-patches.js';

/** A file and its content in patches. */
interface Patched {
  readonly key: string;
  readonly contents: readonly PatchContent[];
}

/** The member of a patch's cabinet that is the content for a File key. Throws what opening the cabinet throws. */
export function memberOf({ patch, cabinet }: PatchContent, key: string): CabinetFile {
  try {
    return patch.cabinets.member(cabinet, key);
  } catch (error) {
    throw addFacts(error, { file: patch.label });
  }
}

/**
 * Decodes the patches' content for files, each cabinet folder once: yields pieces of `whole` files, and puts content
 * for the others into `contents`, in the order of the patches.
 */
export function* decodeContents<File extends Patched>(
  whole: readonly File[],
  contents: ReadonlyMap<File, Uint8Array[]>,
): Generator<FilePart<File>, void, void> {
  type Item = { file: File; content: PatchContent; index: number | null };
  const items: Item[] = whole.map((file) => ({ file, content: file.contents[0]!, index: null }));
  for (const file of contents.keys())
    for (const [index, content] of file.contents.entries()) items.push({ file, content, index });
  const gatherer = new WholeFiles<Item>();
  for (const part of decodeMembersOf(items, ({ file, content }) => ({ content, key: file.key }))) {
    const { file, index } = part.file;
    if (index === null) {
      yield { ...part, file };
      continue;
    }
    const bytes = gatherer.add(part);
    if (bytes) contents.get(file)![index] = bytes;
  }
}

/** The members of the patches' cabinets for some files, folder by folder. */
function* decodeMembersOf<Item>(
  items: readonly Item[],
  contentOf: (item: Item) => { content: PatchContent; key: string },
): Generator<FilePart<Item>, void, void> {
  const bySet = new Map<unknown, Item[]>();
  for (const item of items) {
    const { content } = contentOf(item);
    const set = content.patch.cabinets.open(content.cabinet);
    const others = bySet.get(set);
    if (others) others.push(item);
    else bySet.set(set, [item]);
  }
  for (const group of bySet.values()) {
    const { patch, cabinet } = contentOf(group[0]!).content;
    try {
      yield* patch.cabinets.decode(cabinet, group, (item) => contentOf(item).key);
    } catch (error) {
      throw addFacts(error, { file: patch.label });
    }
  }
}

/** Puts the pieces of files together. */
export class WholeFiles<File> {
  readonly #open = new Map<File, Uint8Array[]>();

  /** The whole file after its last part; null until then. */
  add(part: FilePart<File>): Uint8Array | null {
    const chunks = this.#open.get(part.file) ?? [];
    if ('chunk' in part) {
      chunks.push(new Uint8Array(part.chunk));
      this.#open.set(part.file, chunks);
      return null;
    }
    this.#open.delete(part.file);
    return chunks.length === 1 ? chunks[0]! : joined(chunks);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
