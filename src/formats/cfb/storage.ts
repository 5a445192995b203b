import type { ByteSource } from '../../core/byte-source.js';
import type { Warning } from '../../core/errors.js';
import { once } from './once.js';

/** How a stream is opened. */
export interface StreamOptions {
  /** The name of the stream in errors and warnings; default: its stored name. */
  label?: string;
  /** Receives the warnings of this stream; by default they go to those of the file. */
  onWarning?: (warning: Warning) => void;
}

/** A stream that has not been opened yet. */
export class StreamEntry {
  /** As stored, UTF-16. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The 128 bytes of its directory entry (MS-CFB 2.6.1); null for one that is of no file. */
  readonly stored: Uint8Array | null;
  readonly #open: () => ByteSource;
  #options: StreamOptions = {};

  constructor(
    name: string,
    size: number,
    open: (options: StreamOptions) => ByteSource,
    stored: Uint8Array | null = null,
  ) {
    this.name = name;
    this.size = size;
    this.stored = stored;
    this.#open = once(() => open(this.#options));
  }

  /** Random access to the bytes; the first call follows its chain and uses `options`. Throws `CFB_*`. */
  open(options: StreamOptions = {}): ByteSource {
    this.#options = options;
    return this.#open();
  }
}

/** The fields of a storage's directory entry (MS-CFB 2.6.1). Times are UTC; null if none is stored. */
export interface StorageProperties {
  name: string;
  clsid: string;
  created: Date | null;
  modified: Date | null;
  /** The 128 bytes of the entry; absent for a storage that is of no file. */
  stored?: Uint8Array | null;
}

/** A storage: a folder of streams and storages. Members are listed at the first access. */
export class Storage {
  /** As stored, UTF-16. */
  readonly name: string;
  /** `{GUID}` */
  readonly clsid: string;
  readonly created: Date | null;
  readonly modified: Date | null;
  /** The 128 bytes of its directory entry (MS-CFB 2.6.1); null for one that is of no file. */
  readonly stored: Uint8Array | null;
  readonly #members: () => { streams: Map<string, StreamEntry>; storages: Map<string, Storage> };

  constructor(
    properties: StorageProperties,
    load: () => { streams: readonly StreamEntry[]; storages: readonly Storage[] },
  ) {
    this.name = properties.name;
    this.clsid = properties.clsid;
    this.created = properties.created;
    this.modified = properties.modified;
    this.stored = properties.stored ?? null;
    this.#members = once(() => {
      const { streams, storages } = load();
      return {
        streams: new Map(streams.map((stream) => [stream.name, stream])),
        storages: new Map(storages.map((storage) => [storage.name, storage])),
      };
    });
  }

  /** By stored name, in the order of the directory. Throws `CFB_DIRECTORY_LOOP`, `CFB_BAD_DIRECTORY`. */
  get streams(): ReadonlyMap<string, StreamEntry> {
    return this.#members().streams;
  }

  /** By stored name. Throws as `streams` does. */
  get storages(): ReadonlyMap<string, Storage> {
    return this.#members().storages;
  }
}
