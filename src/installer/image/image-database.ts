import { readAll } from '../../core/byte-source.js';
import type { Warning } from '../../core/errors.js';
import { type StorageContent, writeCompoundFile } from '../../formats/cfb/compound-file-writer.js';
import type { Storage } from '../../formats/cfb/storage.js';
import type { Database } from '../../msi/database.js';
import { PropertyType, writePropertySet } from '../../msi/property-set.js';
import { encodeStreamName } from '../../msi/stream-name.js';
import { SummaryInformation, SummaryProperty } from '../../msi/summary-information.js';
import { WordCount } from '../../package/install/word-count.js';
import type { Product } from '../../package/patch/patched-package.js';
import {
  ADMIN_PROPERTIES_STREAM,
  savedAdminProperties,
  writeAdminProperties,
} from './admin-properties-stream.js';

/**
 * The stream with the Authenticode signature. Any change to the package invalidates it, so an image has none. The hash of
 * the metadata beside it, MsiDigitalSignatureEx, stays: Windows Installer leaves it in its images.
 */
const SIGNATURE = '\u0005DigitalSignature';

const SUMMARY = '\u0005SummaryInformation';

export interface ImageDatabaseOptions {
  shortNames: boolean;
  /** The user; becomes "Last Saved By". */
  user: string;
  /** Creation time of the image; becomes "Last Printed". */
  now: Date;
  /** Properties of the stream AdminProperties; null to keep those saved in the package, itself an image. */
  adminProperties?: ReadonlyMap<string, string> | null;
  /** Bit 3 of Word Count ("no elevation needed"): whether `/a` keeps it is undocumented; default `keep`. */
  elevationBit?: 'keep' | 'clear';
}

/**
 * The `.msi` of an administrative image: the package's own streams byte for byte, tables and string pool included,
 * without the signature and the cabinets, except those in table cells. The stream AdminProperties is
 * always present. In the summary information Word Count means "uncompressed administrative image" (bit 1 cleared, bit 2
 * set, bit 0 by the names used), Last Saved By is the user and Last Printed the time; Last Save time stays. Images
 * made by Windows Installer have all of this.
 *
 * Media and File rows stay as they are: bit 2 without bit 1 overrides the cabinets that they name.
 */
export function writeImageDatabase(pkg: Product, options: ImageDatabaseOptions): Uint8Array {
  const saved = encodeStreamName(ADMIN_PROPERTIES_STREAM, false);
  const dropped = new Set([SIGNATURE, SUMMARY, saved]);
  const cells = tablesWithStreams(pkg.database);
  for (const { Cabinet: cabinet } of pkg.media) {
    // A cabinet may be a binary cell of a table of its own (MakeMSI's Cabs): without it the row would refer to nothing.
    const name = cabinet?.startsWith('#') ? cabinet.slice(1) : null;
    if (name !== null && !cells.some((table) => name.startsWith(`${table}.`)))
      dropped.add(encodeStreamName(name, false));
  }
  const root = pkg.database.storage;
  const content = copyStorage(root, (name) => !dropped.has(name));
  content.streams.push({ name: SUMMARY, bytes: imageSummary(root, pkg.wordCount, options) });
  const properties = options.adminProperties ?? savedAdminProperties(pkg);
  content.streams.push({ name: saved, bytes: writeAdminProperties(properties) });
  return writeCompoundFile(content);
}

/** Says that the database of an image lacks the signature that its package has; empty where that has none. */
export function signatureRemoved({ database }: Product): Warning[] {
  if (!database.storage.streams.has(SIGNATURE)) return [];
  return [
    {
      code: 'PACKAGE_SIGNATURE_REMOVED',
      message: 'the package is signed; the database of the image is not, as on Windows: it is another file',
    },
  ];
}

function tablesWithStreams(database: Database): string[] {
  return database.tableNames.filter((name) =>
    database.table(name).columns.some(({ kind }) => kind === 'binary'),
  );
}

function imageSummary(root: Storage, wordCount: number, options: ImageDatabaseOptions): Uint8Array {
  const stream = root.streams.get(SUMMARY);
  const properties = new Map(stream ? SummaryInformation.parse(readAll(stream.open())).properties : []);
  const cleared = options.elevationBit === 'clear' ? WordCount.noElevation : 0;
  const kept = wordCount & ~(WordCount.compressed | WordCount.shortNames | cleared);
  const names = options.shortNames ? WordCount.shortNames : 0;
  const bits = kept | WordCount.administrativeImage | names;
  properties.set(SummaryProperty.wordCount, { type: PropertyType.i4, value: bits });
  properties.set(SummaryProperty.lastAuthor, { type: PropertyType.string, value: options.user });
  properties.set(SummaryProperty.lastPrinted, { type: PropertyType.filetime, value: options.now });
  return writePropertySet(properties);
}

function copyStorage(storage: Storage, keep: (name: string) => boolean): StorageContent {
  return {
    clsid: storage.clsid,
    streams: [...storage.streams.values()]
      .filter((entry) => keep(entry.name))
      .map((entry) => ({ name: entry.name, bytes: readAll(entry.open()) })),
    storages: [...storage.storages.values()].map((child) => ({
      name: child.name,
      content: copyStorage(child, () => true),
    })),
  };
}
