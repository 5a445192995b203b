import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../../src/formats/cfb/storage-content.js';
import { Database } from '../../../src/msi/database.js';
import { TableFormats } from '../../../src/msi/export-table.js';
import { encodeStreamName } from '../../../src/msi/stream-name.js';
import { diffDatabases } from '../../../src/package/node/diff-packages.js';
import { encodeTableFile, writeTableFiles } from '../../../src/package/node/write-tables.js';
import { caughtLater } from '../../support/caught.js';
import { corpusDir, describeCorpus, expectedDir } from '../../support/corpus.js';
import { buildDatabase } from '../../support/database-builder.js';
import { columnsOf } from '../../support/installer-schema.js';
import { text, textTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const database = Database.open(
  CompoundFile.open(
    new BufferSource(
      buildDatabase({
        codePage: 1252,
        tables: [
          {
            name: 'Property',
            columns: columnsOf('Property'),
            rows: [
              ['Größe', 'one, "two"'],
              ['Plain', 'x'],
            ],
          },
          { name: 'Binary', columns: columnsOf('Binary'), rows: [['ca.dll', text('library')]] },
        ],
      }),
    ),
  ).root,
);
const tables = () => database.tableNames.map((name) => database.table(name));

describe('writeTableFiles', () => {
  it.each([
    ['csv', 'Property.csv', 'Property,Value\r\nGröße,"one, ""two"""\r\nPlain,x\r\n'],
    ['text', 'Property.txt', 'Property\tValue\nGröße\tone, "two"\nPlain\tx\n'],
  ] as const)('%s', async (format, name, content) => {
    const folder = join(tempFolder(), 'new');
    expect((await writeTableFiles(tables(), format, database.codePage, folder)).written).toContain(name);
    expect(textTree(folder)[name]!.replaceAll('\r\n', '\n')).toBe(content.replaceAll('\r\n', '\n'));
  });

  it('warns of rows whose streams are gone, and writes the others', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `lost${i}`);
    const bytes = buildDatabase({
      tables: [
        {
          name: 'Binary',
          columns: columnsOf('Binary'),
          rows: [['kept', text('kept')], ...names.map((name) => [name, text(name)] as [string, Uint8Array])],
        },
      ],
    });
    const content = storageContent(CompoundFile.open(new BufferSource(bytes)).root);
    const gone = new Set(names.map((name) => encodeStreamName(`Binary.${name}`, false)));
    content.streams = content.streams.filter(({ name }) => !gone.has(name));
    const damaged = Database.open(CompoundFile.open(new BufferSource(writeCompoundFile(content))).root);
    const folder = tempFolder();
    const { written, warnings } = await writeTableFiles([damaged.table('Binary')], 'idt', 1252, folder);
    expect(written).toEqual(['Binary.idt', 'Binary/kept.ibd']);
    expect(warnings).toMatchObject([{ code: 'MSI_NO_STREAM', stream: 'Binary.lost0' }]);
    expect(warnings[0]!.message).toMatch(/Binary\.lost9 and 2 more$/);
    const whole = Database.open(CompoundFile.open(new BufferSource(bytes)).root);
    const diff = diffDatabases(whole, damaged);
    expect(diff.rows).toHaveLength(12);
    expect(diff.rows[0]!.after).toEqual({ Data: 'no stream' });
    expect(diff.warnings).toMatchObject([{ code: 'MSI_NO_STREAM' }]);
    expect(diffDatabases(damaged, damaged)).toMatchObject({
      same: true,
      warnings: [{ code: 'MSI_NO_STREAM' }],
    });
  });

  it('json', async () => {
    const folder = tempFolder();
    expect((await writeTableFiles(tables(), 'json', database.codePage, folder)).written.sort()).toEqual([
      'Binary.json',
      'Property.json',
    ]);
    expect(JSON.parse(textTree(folder)['Property.json']!)).toEqual([
      { Property: 'Größe', Value: 'one, "two"' },
      { Property: 'Plain', Value: 'x' },
    ]);
  });

  it('idt with the streams of binary columns in a folder beside it', async () => {
    const folder = tempFolder();
    await writeTableFiles(tables(), 'idt', database.codePage, folder);
    const tree = textTree(folder);
    expect(Object.keys(tree)).toEqual(['Binary.idt', 'Binary/ca.dll.ibd', 'Property.idt']);
    expect(tree['Binary/ca.dll.ibd']).toBe('library');
    expect(tree['Binary.idt']).toContain('ca.dll\tca.dll.ibd');
    const idt = readFileSync(join(folder, 'Property.idt'), 'latin1');
    // The code page stands before the name of the table where the table needs one.
    expect(idt.split('\r\n').slice(0, 4)).toEqual([
      'Property\tValue',
      's72\tl0',
      '1252\tProperty\tProperty',
      'Größe\tone, "two"',
    ]);
  });

  const named = (...names: string[]) => {
    const plan = names.map((name) => ({
      name,
      columns: columnsOf('Property'),
      rows: [['a\tb\nc', `\u001b[31m${name}`]],
    }));
    const bytes = buildDatabase({ codePage: 1252, tables: plan });
    const db = Database.open(CompoundFile.open(new BufferSource(bytes)).root);
    return names.map((name) => db.table(name));
  };

  it('text keeps one row on one line, and nothing in it acts', async () => {
    const folder = tempFolder();
    await writeTableFiles(named('Own'), 'text', 1252, folder);
    expect(textTree(folder)['Own.txt']).toBe('Property\tValue\na\\tb\\nc\t\\x1b[31mOwn\n');
  });

  it.each([
    ['Own', 'OWN'],
    ['A:b', 'A?b'],
    ['A/b', 'A\\b'],
  ])('refuses tables that would be one file: %s and %s', async (...names) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    const error = await caughtLater(() => writeTableFiles(named(...names), 'csv', 1252, folder));
    expect(error.code).toBe('PATH_COLLISION');
    for (const name of names) expect(error.message).toContain(JSON.stringify(`${name}.csv`));
    expect(textTree(folder)).toEqual({ 'mine.txt': 'mine' });
  });

  it('says where a table got another name', async () => {
    const folder = tempFolder();
    const { written, warnings } = await writeTableFiles(named('../Own'), 'csv', 1252, folder);
    expect(written).toEqual(['xx/Own.csv']);
    expect(warnings).toMatchObject([{ code: 'PATH_RENAMED', entry: '../Own.csv' }]);
  });

  it('replaces what is there and leaves nothing else', async () => {
    const folder = tempFolder();
    await writeTableFiles(tables(), 'csv', database.codePage, folder);
    await writeTableFiles(tables(), 'csv', database.codePage, folder);
    expect(Object.keys(textTree(folder))).toEqual(['Binary.csv', 'Property.csv']);
  });
});

describeCorpus('real tables', () => {
  it.each([
    ['lessmsi/NUnit-2.5.2.9222.msi', 'File'],
    ['lessmsi/vcredist.msi', 'Directory'],
    ['lessmsi/putty-0.68-installer.msi', 'Media'],
  ])('%s: %s as msiinfo exports it', (path, name) => {
    const bytes = readFileSync(join(corpusDir, path));
    const db = Database.open(CompoundFile.open(new BufferSource(bytes)).root);
    const expected = readFileSync(join(expectedDir, path, `tables/${name}.idt`));
    const found = encodeTableFile(db.table(name), 'idt', db.codePage);
    const lines = (data: Uint8Array) => Buffer.from(data).toString('latin1').split('\r\n').filter(Boolean);
    expect(lines(found).slice(3).sort()).toEqual(lines(expected).slice(3).sort());
    expect(TableFormats).toContain('idt');
  });
});
