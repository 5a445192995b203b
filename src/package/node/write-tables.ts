import { join } from 'node:path';
import { readAll } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { pathKey, safePath } from '../../core/safe-path.js';
import { BinaryCell } from '../../msi/binary-cell.js';
import {
  binaryFileName,
  noStreams,
  type TableFormat,
  tableToCsv,
  tableToIdt,
  tableToJson,
  tableToText,
} from '../../msi/export-table.js';
import type { Table } from '../../msi/table.js';
import { beginOutput, type OutputOptions } from '../../node/output-transaction.js';

/** A table as bytes in one of the formats; `text` is tab-separated lines under the column names. */
export function encodeTableFile(table: Table, format: TableFormat, codePage: number): Uint8Array {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  switch (format) {
    case 'idt':
      return tableToIdt(table, codePage, (cell) => safePath(binaryFileName(table, cell)).path);
    case 'csv':
      return encode(tableToCsv(table));
    case 'json':
      return encode(`${JSON.stringify(tableToJson(table), null, 2)}\n`);
    case 'text':
      return encode(tableToText(table));
  }
}

/**
 * Writes one file for each table below `folder`: `Name.idt`, `.csv`, `.json` or `.txt`; with `idt` the streams of
 * binary columns in a folder `Name` beside it, as MsiDatabaseExport does. All or nothing; existing files are replaced.
 * Throws `PATH_COLLISION` where two tables or streams would be one file.
 */
export async function writeTableFiles(
  tables: readonly Table[],
  format: TableFormat,
  codePage: number,
  folder: string,
  options: OutputOptions = {},
): Promise<{ written: string[]; warnings: Warning[] }> {
  const output = await beginOutput(folder, options);
  const written: string[] = [];
  const warnings: Warning[] = [];
  const names = new Map<string, string>();
  const write = (name: string, bytes: Uint8Array): void => {
    const { path, warning } = safePath(name);
    const other = names.get(pathKey(path));
    if (other !== undefined) {
      throw new HotfixkitError(
        'PATH_COLLISION',
        `two tables would have the same file name: ${JSON.stringify(other)} and ${JSON.stringify(name)}; export them one by one, each to its own folder`,
        { file: join(folder, path), entry: name },
      );
    }
    names.set(pathKey(path), name);
    if (warning) warnings.push(warning);
    output.writeFile(path, bytes);
    written.push(path);
  };
  try {
    for (const table of tables) {
      write(`${table.name}.${format === 'text' ? 'txt' : format}`, encodeTableFile(table, format, codePage));
      if (format !== 'idt' || !table.columns.some((column) => column.kind === 'binary')) continue;
      const missing: string[] = [];
      for (const row of table.rows()) {
        for (const cell of row) {
          if (!(cell instanceof BinaryCell)) continue;
          const stream = cell.openIfPresent();
          if (stream) write(`${table.name}/${binaryFileName(table, cell)}`, readAll(stream));
          else missing.push(cell.streamName);
        }
      }
      if (missing.length > 0) warnings.push(noStreams(table, missing));
    }
    warnings.push(...(await output.commit()));
    return { written, warnings };
  } catch (error) {
    throw output.failed(error);
  }
}
