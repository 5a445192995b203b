import { type ByteSource, readAll } from '../../core/byte-source.js';
import type { StorageContent } from './compound-file-writer.js';
import { Storage, StreamEntry } from './storage.js';

/** A storage in memory, composed of streams and storages of other files, without reading or copying them. */
export function composeStorage(members: {
  clsid: string;
  /** Names as stored. */
  streams: Iterable<StreamEntry | { name: string; source: ByteSource }>;
  storages?: Iterable<Storage>;
}): Storage {
  const streams = [...members.streams].map((stream) =>
    stream instanceof StreamEntry
      ? stream
      : new StreamEntry(stream.name, stream.source.size, () => stream.source),
  );
  const storages = [...(members.storages ?? [])];
  return new Storage({ name: 'Root Entry', clsid: members.clsid, created: null, modified: null }, () => ({
    streams,
    storages,
  }));
}

/** All bytes of a storage and the storages in it, to be written. Throws `CFB_*`. */
export function storageContent(
  storage: Storage,
  keep: (name: string) => boolean = () => true,
): StorageContent {
  return {
    clsid: storage.clsid,
    streams: [...storage.streams.values()]
      .filter((entry) => keep(entry.name))
      .map((entry) => ({ name: entry.name, bytes: readAll(entry.open()) })),
    storages: [...storage.storages.values()].map((child) => ({
      name: child.name,
      content: storageContent(child),
    })),
  };
}
