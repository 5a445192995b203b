import { availablePart, missingBytes } from '../../core/cut-source.js';
import { startsLikeCabinet } from '../../formats/cab/cf-header.js';
import type { Database } from '../../msi/database.js';

/** A stream or storage of a compound file. */
export interface ListedStream {
  /** Decoded. */
  name: string;
  /** Bytes; null for a storage. */
  size: number | null;
  kind: 'cabinet' | 'binary' | 'summary' | 'signature' | 'storage' | 'other';
  /** Bytes missing at its end because the file is truncated; absent if complete. */
  missingBytes?: number;
}

/** Streams and storages of a database; tables are left out and shown as tables. */
export function listStreams(database: Database): ListedStream[] {
  const streams = database.streamNames().map((name): ListedStream => {
    const stream = database.stream(name);
    const there = availablePart(stream);
    const missing = missingBytes(stream);
    return {
      name,
      size: stream.size,
      kind: kindOf(database, name, there.read(0, Math.min(4, there.size))),
      ...(missing > 0 ? { missingBytes: missing } : {}),
    };
  });
  const storages = [...database.storage.storages.keys()].map(
    (name): ListedStream => ({ name, size: null, kind: 'storage' }),
  );
  return [...streams, ...storages];
}

function kindOf(database: Database, name: string, head: Uint8Array): ListedStream['kind'] {
  if (name === '\u0005SummaryInformation' || name === '\u0005DocumentSummaryInformation') return 'summary';
  if (name === '\u0005DigitalSignature' || name === '\u0005MsiDigitalSignatureEx') return 'signature';
  if (startsLikeCabinet(head)) return 'cabinet';
  return database.hasTable(name.split('.')[0]!) ? 'binary' : 'other';
}
