import { HotfixkitError, type Warning } from '../../core/errors.js';
import { listed, plural } from '../../core/plural.js';
import { printable } from '../../core/visible-text.js';
import { isCompoundFile } from '../../formats/cfb/compound-file.js';
import type { Database } from '../../msi/database.js';
import { databaseKindOfClass } from '../../msi/database-kind.js';
import type { PackageFile } from '../package-content.js';
import type { Product } from '../patch/patched-package.js';

/** `MSCF` and `PK\3\4` */
const signatures = [0x4d534346, 0x504b0304];
/** Bytes of a signature; that of a compound file is the longest. */
const HEAD = 8;

/**
 * `PACKAGE_NOT_SEARCHED` for archives and packages in streams of a database that are no cabinets of its Media table (of the Binary table, as a
 * rule), and for packages in storages of it: a custom action may install what is in them.
 */
export function archiveStreams({ database, compoundFile, media, files }: Product): Warning[] {
  const all: readonly PackageFile[] = files;
  // A merge module has its cabinet without a Media table.
  const cabinets = new Set([...media.map(({ Cabinet }) => Cabinet), ...all.map(({ cabinet }) => cabinet)]);
  const streams = database.streamNames().filter((name) => {
    if (cabinets.has(`#${name}`)) return false;
    return isArchive(headOf(database, name));
  });
  const storages = [...compoundFile.root.storages.values()].filter(
    ({ clsid }) => databaseKindOfClass(clsid) === 'msi',
  );
  const names = [...streams, ...storages.map(({ name }) => name)].map(printable);
  if (names.length === 0) return [];
  const what = names.length === 1 ? 'is an archive or package and was' : 'are archives or packages and were';
  const message = `${plural(names.length, 'stream')} of the database ${what} not looked at: ${listed(names)}; streams saves them`;
  return [{ code: 'PACKAGE_NOT_SEARCHED', message }];
}

/** Nothing of a stream that is damaged, which the package says itself. */
function headOf(database: Database, name: string): Uint8Array {
  try {
    const stream = database.stream(name);
    return stream.read(0, Math.min(HEAD, stream.size));
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return new Uint8Array();
    throw error;
  }
}

function isArchive(head: Uint8Array): boolean {
  if (head.length < HEAD) return false;
  return isCompoundFile(head) || signatures.includes(new DataView(head.buffer, head.byteOffset).getUint32(0));
}
