import type { ByteSource } from '../bytes/byte-source.js';

/** What a storage asks of the file it lies in. */
export interface StorageLoader {
  /** The members of the storage with this directory entry. */
  load(index: number): { streams: StreamEntry[]; storages: Storage[] };
}

/** A stream that has not been opened yet. */
export class StreamEntry {
  /** As stored, UTF-16. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly #open: () => ByteSource;
  #source: ByteSource | null = null;

  constructor(name: string, size: number, open: () => ByteSource) {
    this.name = name;
    this.size = size;
    this.#open = open;
  }

  /** Random access to the bytes; its chain is followed the first time. Throws `CFB_*`. */
  open(): ByteSource {
    this.#source ??= this.#open();
    return this.#source;
  }
}

export interface StorageProperties {
  name: string;
  clsid: string;
  created: Date | null;
  modified: Date | null;
}

/** A storage: a folder of streams and storages. Members are listed when they are first asked for. */
export class Storage {
  readonly name: string;
  /** `{GUID}` */
  readonly clsid: string;
  readonly created: Date | null;
  readonly modified: Date | null;
  readonly #loader: StorageLoader;
  readonly #index: number;
  #members: { streams: Map<string, StreamEntry>; storages: Map<string, Storage> } | null = null;

  constructor(properties: StorageProperties, loader: StorageLoader, index: number) {
    this.name = properties.name;
    this.clsid = properties.clsid;
    this.created = properties.created;
    this.modified = properties.modified;
    this.#loader = loader;
    this.#index = index;
  }

  /** By stored name. Throws `CFB_DIRECTORY_LOOP`, `CFB_BAD_DIRECTORY`. */
  get streams(): ReadonlyMap<string, StreamEntry> {
    return this.#load().streams;
  }

  get storages(): ReadonlyMap<string, Storage> {
    return this.#load().storages;
  }

  #load(): { streams: Map<string, StreamEntry>; storages: Map<string, Storage> } {
    if (!this.#members) {
      const { streams, storages } = this.#loader.load(this.#index);
      this.#members = {
        streams: new Map(streams.map((stream) => [stream.name, stream])),
        storages: new Map(storages.map((storage) => [storage.name, storage])),
      };
    }
    return this.#members;
  }
}
