import type { ByteSource } from '../../src/core/byte-source.js';
import { describeError } from '../../src/core/errors.js';
import { readContentFacts } from '../../src/package/content-facts.js';
import { type ListedFile, type ListOptions, listPackage } from '../../src/package/inspect/list-package.js';
import type { PackageFile } from '../../src/package/package-content.js';
import { placesOf } from '../name-order.js';
import type { ReadFiles, WorkProgress } from '../protocol.js';
import { pathIn } from '../ui/file-tree.js';
import { pageText } from './page-text.js';
import type { Session } from './session.js';

export type OnProgress = (progress: WorkProgress) => void;

/** The files of the package in rows, which the session keeps for later requests. */
export async function listFiles(session: Session, options: ListOptions): Promise<ReadFiles> {
  const opened = session.package;
  const { files, warnings } = await listPackage(opened, options);
  const order = placesOf(files.map((file) => pathIn(file, 'target').split('/').at(-1)!));
  session.files = contentsOf(files, opened.content.files);
  return {
    files: files.map((file, row) => ({
      ...file,
      row,
      isHere: session.files[row] !== null,
      order: order[row]!,
    })),
    warnings: warnings.map((one) => pageText(describeError(one))),
  };
}

/** The file of each row. Rows come in the order of the files, some of which are left out; what has no content comes last. */
export function contentsOf(
  rows: readonly Pick<ListedFile, 'key' | 'cabinet'>[],
  files: readonly PackageFile[],
): (PackageFile | null)[] {
  let next = 0;
  return rows.map(({ key, cabinet }) => {
    for (let at = next; at < files.length; at++) {
      const file = files[at]!;
      if (file.key !== key || file.cabinet !== cabinet) continue;
      next = at + 1;
      return file;
    }
    return null;
  });
}

/** Versions and platforms of executables, which are decoded for that. */
export function readFiles(session: Session, onProgress: OnProgress): Promise<ReadFiles> {
  return listFiles(session, {
    onProgress: ({ bytes, totalBytes }) => onProgress({ done: bytes, total: totalBytes }),
  });
}

/** The content of a file, checked against what the package states of it. */
export function takeFile(session: Session, row: number): Blob {
  return blobOf(session.fileAt(row).pieces());
}

/** Pieces are gathered into blobs of this many bytes, which the browser keeps on disk when they are many. */
const GATHER = 4 << 20;

/** A blob of pieces that are valid one at a time. */
export function blobOf(pieces: Iterable<Uint8Array>): Blob {
  const blobs: Blob[] = [];
  let kept: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const piece of pieces) {
    kept.push(new Uint8Array(piece));
    size += piece.length;
    if (size < GATHER) continue;
    blobs.push(new Blob(kept));
    kept = [];
    size = 0;
  }
  return new Blob([...blobs, ...kept]);
}

/** The bytes of a source in pieces. */
export function* piecesOf(source: ByteSource): Generator<Uint8Array> {
  for (let at = 0; at < source.size; at += GATHER) yield source.read(at, Math.min(GATHER, source.size - at));
}

/** SHA-256 of files, in the order of the rows. */
export async function hashFiles(
  session: Session,
  rows: readonly number[],
  onProgress: OnProgress,
): Promise<(string | null)[]> {
  const files = rows.map((row) => session.fileAt(row));
  const facts = await readContentFacts(session.package.content, [...new Set(files)], {
    hash: true,
    onProgress: ({ bytes, totalBytes }) => onProgress({ done: bytes, total: totalBytes }),
  });
  return files.map((file) => facts.get(file)?.sha256 ?? null);
}
