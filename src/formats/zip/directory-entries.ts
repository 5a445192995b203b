import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl';
import type { ByteSource } from '../../core/byte-source.js';
import type { DirectoryEntry } from './directory-entry.js';

/**
 * The entries of an archive's central directory, as yauzl reads them. Throws its errors, which say in a few words what is
 * wrong with the directory.
 *
 * @param archive without its comment
 * @param count the number of entries, whatever the end record says
 */
export function* directoryEntries(
  archive: ByteSource,
  count: number,
  _directoryOffset: number,
): Generator<DirectoryEntry, void, void> {
  let failure: unknown = null;
  let zip: ZipFile | undefined;
  const source = new WithoutComment(archive);
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false };
  fromRandomAccessReader(readerFor(source), source.size, options, (error, opened) => {
    failure = error;
    zip = opened;
  });
  if (failure !== null || zip === undefined) throw failure;
  // Its own count is that of the end record, which may be wrong.
  zip.entryCount = count;
  let next: Entry | null = null;
  zip.on('entry', (entry: Entry) => {
    next = entry;
  });
  zip.on('error', (error) => {
    failure = error;
  });
  for (let i = 0; i < count; i++) {
    next = null;
    zip.readEntry();
    if (failure !== null) throw failure;
    // yauzl reports an entry without a complete name later.
    if (next === null) throw new Error('an entry without a name');
    yield asEntry(next);
  }
}

function asEntry(entry: Entry): DirectoryEntry {
  return Object.assign(entry as unknown as DirectoryEntry, {
    modified: () => entry.getLastModDate({ timezone: 'UTC' }),
  });
}

/** An archive without its comment, in which yauzl would search for a second end record. */
class WithoutComment implements ByteSource {
  readonly size: number;
  readonly #archive: ByteSource;

  constructor(archive: ByteSource) {
    this.#archive = archive;
    this.size = archive.size;
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = this.#archive.read(offset, length).slice();
    // The last two bytes are the length of the comment.
    for (let at = this.size - 2; at < this.size; at++) {
      if (at >= offset && at < offset + length) bytes[at - offset] = 0;
    }
    return bytes;
  }
}

/**
 * Adapts a source for yauzl. A source returns bytes synchronously, so yauzl's callbacks have run when its calls return
 * and nothing here needs to wait.
 */
function readerFor(source: ByteSource): RandomAccessReader {
  // Its own type lets nobody make one.
  const reader = new (RandomAccessReader as unknown as new () => RandomAccessReader)();
  reader.read = (buffer, offset, length, position, callback) => {
    let error: Error | null = null;
    try {
      buffer.set(source.read(position, length), offset);
    } catch (cause) {
      error = cause instanceof Error ? cause : new Error(String(cause));
    }
    // yauzl takes a second argument for the number of bytes, which its types lack.
    (callback as (error: Error | null, length: number) => void)(error, length);
  };
  reader._readStreamForRange = () => {
    throw new Error('contents are not read through yauzl');
  };
  return reader;
}
