import { HotfixkitError, type Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { Database } from '../../msi/database.js';
import { cellText, tableToJson } from '../../msi/export-table.js';
import type { Table } from '../../msi/table.js';
import { view } from '../../msi/view.js';
import { damageOf } from '../../package/damage.js';
import { openTransforms } from '../../package/inspect/describe-patch.js';
import { databaseOf } from '../../package/node/diff-packages.js';
import { encodeTableFile, writeTableFiles } from '../../package/node/write-tables.js';
import { warningsOf } from '../../package/not-searched.js';
import { isPatch } from '../../package/package.js';
import { chosenFormat } from '../chosen-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { tables as definition } from '../definitions/tables.js';
import { ExitStatus } from '../exit-status.js';
import { withJson, withPackage } from '../open.js';
import { damageJson } from '../outcomes.js';
import { openTransform, splitTransformPath, withBase } from '../transform-path.js';
import { showTransform } from '../transform-tables.js';

export const tables: Command<typeof definition> = {
  run(context, { database: given, name: names }, options) {
    const output = options.output;
    if (output === '-') {
      throw new HotfixkitError(
        'USAGE',
        'tables are printed to standard output without -o; -o names a folder',
      );
    }
    const json = context.json && output === undefined;
    const written = output === undefined ? undefined : (options.format ?? (context.json ? 'json' : 'text'));
    const format = written ?? chosenFormat(json, options.format);
    const { path, transform: name } = splitTransformPath(given);
    return withPackage(context, path, options, async (opened) => {
      const isTransform = await withBase(context, options, (base) => {
        const found = openTransform(opened, name, base);
        if (found) showTransform(context, options, { ...found, warnings: warningsOf(opened) }, names);
        return found !== null;
      });
      if (isTransform) return ExitStatus.done;
      const database = databaseOf(opened.content);
      if (!database)
        throw new HotfixkitError('MSI_NOT_A_DATABASE', 'this package is not a database, so it has no tables');
      const where = options.where;
      const damage = damageOf(opened);
      const status = damage ? ExitStatus.input : ExitStatus.done;
      if (names.length === 0 && output === undefined) {
        listTables(context, database, damage, { ...withJson(opened.content), warnings: warningsOf(opened) });
        if (isPatch(opened.content)) {
          const transforms = [...openTransforms(opened.content).keys()];
          context.note(`transforms: ${transforms.map((one) => `${given}#${one}`).join('  ')}`);
        }
        return status;
      }
      const wanted = (names.length > 0 ? names : database.tableNames).map((name) => {
        return view(database.table(tableName(database, name)), where === undefined ? {} : { where });
      });
      if (output !== undefined) {
        const { written: files, warnings } = await writeTableFiles(
          wanted,
          format,
          database.codePage,
          output,
          {
            signal: context.signal,
            flush: options.flush,
          },
        );
        context.warnBeside(warnings);
        context.answer({ output, files, warnings: warningsOf(opened) }, () => files);
        return status;
      }
      if (context.json || format === 'json') {
        const [first] = wanted;
        const all = Object.fromEntries(wanted.map((table) => [table.name, tableToJson(table)]));
        context.data(wanted.length === 1 ? tableToJson(first!) : all);
      } else if (format === 'text') {
        for (const [i, table] of wanted.entries())
          context.lines([...(i > 0 ? [''] : []), ...printTable(context, table)]);
      } else {
        for (const table of wanted) context.bytes(encodeTableFile(table, format, database.codePage));
      }
      return status;
    });
  },
};

/** Table names are case-sensitive; people are not. */
function tableName(database: Database, name: string): string {
  if (database.hasTable(name)) return name;
  return database.tableNames.find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
}

function listTables(
  context: Context,
  database: Database,
  damage: Warning | null,
  additions: ReturnType<typeof withJson> & { warnings: readonly Warning[] },
): void {
  const all = database.tableNames.map((name) => database.table(name));
  context.answer(
    {
      ...additions,
      tables: all.map((table) => ({
        name: table.name,
        rows: table.rowCount,
        columns: table.columns.map(({ name, typeCode, key }) => ({ name, type: typeCode, key })),
      })),
      ...(damage ? { error: damageJson(damage) } : {}),
    },
    () =>
      context.table(
        [{ title: 'Table' }, { title: 'Rows', align: 'right' }, { title: 'Columns (* = key)' }],
        all.map((table) => [
          table.name,
          String(table.rowCount),
          table.columns.map(({ name, key, typeCode }) => `${name}${key ? '*' : ''} ${typeCode}`).join(', '),
        ]),
      ),
  );
}

function printTable(context: Context, table: Table): string[] {
  const columns = table.columns.map(({ name, kind }) => {
    return kind === 'integer' ? { title: name, align: 'right' as const } : { title: name };
  });
  const lines = context.table(
    columns,
    [...table.rows()].map((row) => row.map(cellText)),
  );
  return [context.paint('dim', `${table.name} (${plural(table.rowCount, 'row')})`), ...lines];
}
