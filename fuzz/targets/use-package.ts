import { BufferSource } from '../../src/core/byte-source.js';
import { describeError } from '../../src/core/errors.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import type { Storage } from '../../src/formats/cfb/storage.js';
import { describePackage } from '../../src/hotfix/describe/describe-package.js';
import { planAdministrativeInstallation } from '../../src/installer/image/administrative-plan.js';
import type { Database } from '../../src/msi/database.js';
import { tableToCsv, tableToIdt, tableToJson } from '../../src/msi/export-table.js';
import { planExtract } from '../../src/package/extract/extract-plan.js';
import { listPackage } from '../../src/package/inspect/list-package.js';
import { databaseOf } from '../../src/package/node/diff-packages.js';
import { encodeTableFile } from '../../src/package/node/write-tables.js';
import { openPackage } from '../../src/package/open-package.js';
import { Broken, tolerate, tolerateLater } from '../target.js';

/** Bytes of content that are decoded of one case: more takes time and shows nothing new. */
export const MOST = 24 * 1024 * 1024;
/** Rows and entries that are looked at of one case. */
const MANY = 20_000;
/** With more files than this only the plans are made. */
const FEW = 3000;

const unsafe = /(^|\/)\.\.?(\/|$)|^[\\/]|[\\:*?"<>|\x00-\x1f\x7f]|[. ](\/|$)/;
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])([ .]|$)/i;

/** Throws {@link Broken} for paths that leave the output folder, name a device, or would overwrite each other. */
export function checkPaths(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '' || unsafe.test(path) || path.split('/').some((part) => device.test(part))) {
      throw new Broken('unsafe-path', JSON.stringify(path.slice(0, 200)));
    }
    const key = path.toLowerCase();
    if (seen.has(key)) throw new Broken('double-path', JSON.stringify(path.slice(0, 200)));
    seen.add(key);
  }
}

export interface Using {
  option: () => boolean;
  password?: string;
}

/** Does what the commands do with a package: describes, lists, plans and decodes it, and reads its tables. */
export async function usePackage(path: string, { option, password }: Using): Promise<void> {
  const opened = openPackage(path, {
    orContainer: true,
    ...(option() && option() ? { strict: true } : {}),
    ...(option() ? { renameUnsafe: true } : {}),
    ...(password === undefined ? {} : { password }),
  });
  try {
    const { content } = opened;
    tolerate(() => JSON.stringify(describePackage(opened)));
    const size = content.files.reduce((sum, file) => sum + file.size, 0);
    if (content.files.length < FEW) {
      await tolerateLater(() => listPackage(content, { hash: size < MOST }));
      for (const layout of ['target', 'source', 'flat', 'key'] as const) {
        const plan = tolerate(() => planExtract(content, { layout, onConflict: 'rename', deltas: true }));
        if (plan) checkPaths(plan.files.map((file) => file.path));
      }
      if (content.kind === 'msi') {
        const plan = tolerate(() => planAdministrativeInstallation(content, { packageName: 'x.msi' }));
        if (plan) checkPaths(plan.files.map((file) => file.path));
      }
      tolerate(() => content.check(content.files));
      let left = MOST;
      for (const batch of tolerate(() => content.batches(content.files)) ?? []) {
        if (left > 0) tolerate(() => (left -= drain(content.decode(batch), left)));
      }
      for (const warning of content.warnings) describeError(warning);
    }
    const database = tolerate(() => databaseOf(content));
    if (database) useDatabase(database, false);
  } finally {
    opened.close();
  }
}

/** Goes through what is decoded, up to a limit; bytes. */
export function drain(parts: Iterable<{ chunk: Uint8Array } | object>, limit = MOST): number {
  let size = 0;
  for (const part of parts) {
    if ('chunk' in part) size += part.chunk.length;
    if (size > limit) break;
  }
  return size;
}

/** Reads summary, names and every table, and writes the tables in every format. */
export function useDatabase(database: Database, write: boolean): void {
  tolerate(() => database.summaryInformation());
  tolerate(() => database.streamNames());
  tolerate(() => database.tableStreamNames());
  const names = [...database.tableNames, '_Tables', '_Columns', '_Streams', '_Storages'];
  for (const name of names.slice(0, 400)) {
    tolerate(() => {
      const table = database.table(name);
      let count = 0;
      for (const _ of table.rows()) if (++count > MANY) break;
      if (!write || count > FEW) return;
      tableToCsv(table);
      tableToIdt(table, database.codePage);
      JSON.stringify(tableToJson(table));
      encodeTableFile(table, 'text', database.codePage);
    });
  }
}

/** Reads every stream of a compound file, the large ones in part. */
export function useCompoundFile(bytes: Uint8Array, strict: boolean): void {
  const file = CompoundFile.open(new BufferSource(bytes), { strict });
  let left = MOST;
  let count = 0;
  const visit = (storage: Storage): void => {
    for (const entry of storage.streams.values()) {
      if (++count > MANY || left < 0) return;
      tolerate(() => {
        const source = entry.open();
        const size = Math.min(source.size, 1 << 20);
        source.read(0, size);
        left -= size;
        if (source.size > size) source.read(source.size - 1, 1);
      });
    }
    for (const inner of storage.storages.values()) tolerate(() => visit(inner));
  };
  visit(file.root);
}
