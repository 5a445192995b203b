import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource, readAll } from '../../src/core/byte-source.js';
import { decodeText } from '../../src/core/code-page.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { type StorageContent, writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { Storage, StreamEntry } from '../../src/formats/cfb/storage.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { Database } from '../../src/msi/database.js';
import { tableToIdt } from '../../src/msi/export-table.js';
import { encodeStreamName } from '../../src/msi/stream-name.js';
import type { SummaryInformation } from '../../src/msi/summary-information.js';
import { caught } from '../support/caught.js';
import { corpusDir, describeCorpusThoroughly, expectedDir, hasCorpus } from '../support/corpus.js';
import {
  buildDatabase,
  buildDatabaseStorage,
  buildSummary,
  type DatabasePlan,
  type TablePlan,
} from '../support/database-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { itThorough, runs } from '../support/thorough.js';

const open = (bytes: Uint8Array, options: { strict?: boolean; codePage?: number } = {}): Database =>
  Database.open(CompoundFile.open(new BufferSource(bytes), options).root, options);

const property: TablePlan = {
  name: 'Property',
  columns: [
    { name: 'Property', type: 's72', key: true },
    { name: 'Value', type: 'l0' },
  ],
  rows: [
    ['ProductName', 'Fördermittel'],
    ['ProductLanguage', '1031'],
  ],
};
const binary: TablePlan = {
  name: 'Binary',
  columns: [
    { name: 'Name', type: 's72', key: true },
    { name: 'Data', type: 'v0' },
  ],
  rows: [
    ['Icon', Uint8Array.of(1, 2, 3)],
    ['Big', new Uint8Array(10_000).fill(7)],
  ],
};
const sample: DatabasePlan = {
  codePage: 1252,
  tables: [
    property,
    binary,
    {
      name: 'Keys',
      columns: [
        { name: 'A', type: 's72', key: true },
        { name: 'B', type: 'i4', key: true },
        { name: 'Data', type: 'V0' },
      ],
      rows: [
        ['x', 7, Uint8Array.of(9)],
        ['x', -7, null],
      ],
    },
    { name: 'Empty', columns: [{ name: 'K', type: 'i2', key: true }], rows: [] },
  ],
  streams: [
    { name: 'product.cab', bytes: new Uint8Array(5000).fill(1) },
    { name: '\u0005DigitalSignature', bytes: Uint8Array.of(4) },
  ],
  storages: [{ name: 'T1', content: { clsid: '{000C1082-0000-0000-C000-000000000046}', streams: [] } }],
  summary: { codePage: 1252, title: 'Installation Database', wordCount: 2 },
};

describe('a database', () => {
  const database = open(buildDatabase(sample), { strict: true });

  it('has tables, in the order of _Tables', () => {
    expect(database.kind).toBe('msi');
    expect(database.codePage).toBe(1252);
    expect(database.tableNames).toEqual(['Property', 'Binary', 'Keys', 'Empty']);
    expect(database.hasTable('Property')).toBe(true);
    expect(database.hasTable('property')).toBe(false);
    expect(database.hasTable('constructor')).toBe(false);
    expect(database.warnings).toEqual([]);
  });

  it('has rows', () => {
    expect([...database.table('Property').records()]).toEqual([
      { Property: 'ProductName', Value: 'Fördermittel' },
      { Property: 'ProductLanguage', Value: '1031' },
    ]);
    expect(database.table('Empty').rowCount).toBe(0);
    expect(caught(() => database.table('File'))).toMatchObject({
      code: 'MSI_NO_TABLE',
      facts: { entry: 'File' },
    });
  });

  it('has streams in binary columns', () => {
    const [icon, big] = [...database.table('Binary').rows()].map((row) => row[1] as BinaryCell);
    expect([icon!.streamName, big!.streamName]).toEqual(['Binary.Icon', 'Binary.Big']);
    expect([...readAll(icon!.open())]).toEqual([1, 2, 3]);
    expect(big!.size).toBe(10_000);
    const [, , data] = [...database.table('Keys').rows()].find((row) => row[1] === 7)!;
    expect((data as BinaryCell).streamName).toBe('Keys.x.7');
    expect([...readAll((data as BinaryCell).open())]).toEqual([9]);
  });

  it('has streams of its own', () => {
    expect(database.streamNames().sort()).toEqual([
      '\u0005DigitalSignature',
      '\u0005SummaryInformation',
      'Binary.Big',
      'Binary.Icon',
      'Keys.x.7',
      'product.cab',
    ]);
    expect(database.stream('product.cab').size).toBe(5000);
    expect(caught(() => database.stream('other.cab'))).toMatchObject({
      code: 'MSI_NO_STREAM',
      facts: { stream: 'other.cab' },
    });
  });

  it('has summary information', () => {
    expect(database.summaryInformation()).toMatchObject({ title: 'Installation Database', wordCount: 2 });
    expect(open(buildDatabase({ tables: [] })).summaryInformation().title).toBeNull();
  });

  it('describes itself in system tables', () => {
    expect([...database.table('_Tables').rows()].flat()).toEqual(['Property', 'Binary', 'Keys', 'Empty']);
    expect([...database.table('_Columns').records()]).toContainEqual({
      Table: 'Property',
      Number: 2,
      Name: 'Value',
      Type: 0x0f00,
    });
    expect([...database.table('_Storages').rows()].map((row) => row[0])).toEqual(['T1']);
    const streams = new Map([...database.table('_Streams').rows()].map(([name, data]) => [name, data]));
    expect([...streams.keys()].sort()).toEqual(database.streamNames().sort());
    expect((streams.get('product.cab') as BinaryCell).size).toBe(5000);
  });

  it.each([
    ['msi', 'msi'],
    ['msp', 'msp'],
    ['mst', 'mst'],
    ['{11111111-2222-3333-4444-555555555555}', 'unknown'],
  ])('%s is told by its class', (clsid, kind) => {
    const plan = clsid.startsWith('{') ? { clsid } : { kind: clsid as 'msi' };
    expect(open(buildDatabase({ tables: [], ...plan })).kind).toBe(kind);
  });

  it('of a transform has no tables of its own: they hold changes', () => {
    const transform = open(buildDatabase({ ...sample, kind: 'mst' }));
    expect(transform.tableNames).toEqual([]);
    expect([transform.hasTable('Property'), transform.hasTable('_Tables')]).toEqual([false, false]);
    expect(caught(() => transform.table('_Columns')).code).toBe('MSI_NO_TABLE');
    expect(transform.table('_Streams').rowCount).toBe(6);
    expect(transform.summaryInformation().title).toBe('Installation Database');
  });

  it('may have references of three bytes', () => {
    const long = open(buildDatabase({ ...sample, longStringRefs: true }), { strict: true });
    expect(long.strings.referenceSize).toBe(3);
    expect([...long.table('Property').rows()]).toEqual([...database.table('Property').rows()]);
    expect([...long.table('Keys').rows()].map((row) => row.slice(0, 2))).toEqual([
      ['x', -7],
      ['x', 7],
    ]);
  });

  itThorough('may have more strings than two bytes number, and strings of any length', () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => [`p${i}`, i === 5 ? 'v'.repeat(200_000) : 'v']);
    const large = open(buildDatabase({ tables: [{ ...property, rows }] }), { strict: true });
    const read = [...large.table('Property').rows()];
    expect(read).toHaveLength(70_000);
    expect(read[69_999]).toEqual(['p69999', 'v']);
    expect((read[5]![1] as string).length).toBe(200_000);
  });

  it.each([
    [1252, 'Größe €'],
    [932, '日本語のファイル'],
    [936, '简体中文'],
    [949, '한국어'],
    [950, '繁體中文'],
    [1251, 'Русский'],
    [874, 'ไทย'],
    [1255, 'עברית'],
    [65001, 'é日本 👍'],
    [65000, 'a+b – 日'],
  ])('may be in code page %d', (codePage, text) => {
    const bytes = buildDatabase({ codePage, tables: [{ ...property, rows: [['P', text]] }] });
    expect([...open(bytes, { strict: true }).table('Property').rows()]).toEqual([['P', text]]);
  });

  it('may be in a code page that the caller knows better', () => {
    const bytes = buildDatabase({ codePage: 1251, tables: [{ ...property, rows: [['P', 'Рус']] }] });
    expect([...open(bytes, { codePage: 1252 }).table('Property').rows()]).toEqual([['P', 'Ðóñ']]);
  });
});

describe('diagnostics and damage', () => {
  const raw = (name: string): string => encodeStreamName(name, true);

  /** The sample with one of its streams changed, added (by raw name) or left out. */
  function changed(changes: Record<string, Uint8Array | null>, plan = sample): Uint8Array {
    const content: StorageContent = buildDatabaseStorage(plan);
    content.streams = content.streams.filter(({ name }) => !(name in changes));
    for (const [name, bytes] of Object.entries(changes)) if (bytes) content.streams.push({ name, bytes });
    return writeCompoundFile(content);
  }

  function stream(name: string, plan = sample): Uint8Array {
    return buildDatabaseStorage(plan)
      .streams.find((s) => s.name === raw(name))!
      .bytes.slice();
  }

  it.each<[string, Uint8Array, object]>([
    ['no string pool', changed({ [raw('_StringPool')]: null }), { code: 'MSI_NOT_A_DATABASE' }],
    ['no string data', changed({ [raw('_StringData')]: null }), { code: 'MSI_NOT_A_DATABASE' }],
    [
      'half a string pool',
      changed({ [raw('_StringData')]: stream('_StringData').slice(0, 20) }),
      { code: 'MSI_BAD_STRING_POOL', facts: { stream: '_StringData' } },
    ],
    [
      'part of a row of _Columns',
      changed({ [raw('_Columns')]: stream('_Columns').slice(0, -3) }),
      { code: 'MSI_BAD_TABLE', facts: { stream: '_Columns' } },
    ],
    [
      'a column without a name',
      changed({ [raw('_Columns')]: new Uint8Array(8).fill(1, 0, 4) }),
      { code: 'MSI_BAD_STRING_ID', facts: { stream: '_Columns' } },
    ],
    [
      'a row of nothing in _Columns',
      changed({ [raw('_Columns')]: new Uint8Array(8) }),
      { code: 'MSI_BAD_COLUMN', facts: { stream: '_Columns' } },
    ],
    [
      'more columns than anybody needs',
      changed({ [raw('_Columns')]: new Uint8Array(8 * 300_000) }),
      { code: 'MSI_BAD_COLUMN', facts: { stream: '_Columns', found: 300_000 } },
    ],
  ])('%s: cannot be opened', (_name, bytes, error) => {
    expect(caught(() => open(bytes))).toMatchObject(error);
  });

  it.each([
    ['_StringPool', 'MSI_BAD_STRING_POOL'],
    ['_StringData', 'MSI_BAD_STRING_POOL'],
    ['_Tables', 'MSI_BAD_TABLE'],
    ['_Columns', 'MSI_BAD_TABLE'],
  ])('%s of 2 GiB is refused before anything is read of it', (name, code) => {
    const { root } = CompoundFile.open(new BufferSource(buildDatabase(sample)));
    const trap: ByteSource = {
      size: 2 ** 31,
      read: () => {
        throw new Error('read');
      },
    };
    const streams = [...root.streams.values()].map((entry) =>
      entry.name === raw(name) ? new StreamEntry(entry.name, trap.size, () => trap) : entry,
    );
    const storage = new Storage(root, () => ({ streams, storages: [] }));
    expect(caught(() => Database.open(storage))).toMatchObject({
      code,
      facts: { stream: name, found: '2147483648 bytes' },
    });
  });

  it('more tables than a database can have cannot be opened', () => {
    const tables = new Uint8Array(2 * 300_000);
    expect(caught(() => open(changed({ [raw('_Tables')]: tables })))).toMatchObject({
      code: 'MSI_BAD_TABLE',
      facts: { stream: '_Tables', found: 300_000 },
    });
  });

  it('rows of all tables together may be too many, each table counted once when it is read', () => {
    const tables = ['A', 'B', 'C'].map((name) => ({
      name,
      columns: [{ name: 'Key', type: 'i2', key: true }],
      rows: [[1], [2], [3]],
    }));
    const opened = (maxRows: number): Database =>
      Database.open(CompoundFile.open(new BufferSource(buildDatabase({ tables }))).root, { maxRows });
    const read = (database: Database, name: string): number => [...database.table(name).rows()].length;
    // Three tables and three columns describe them.
    const enough = opened(15);
    for (const name of ['A', 'A', 'B', 'C', 'B']) expect(read(enough, name)).toBe(3);
    const less = opened(14);
    expect(less.table('C').rowCount).toBe(3);
    for (const name of ['A', 'B', 'A']) expect(read(less, name)).toBe(3);
    expect(caught(() => read(less, 'C'))).toMatchObject({
      code: 'MSI_BAD_TABLE',
      facts: { stream: 'C', expected: '14 at most', found: 15 },
    });
  });

  it('no tables at all', () => {
    const bytes = changed({ [raw('_Tables')]: null, [raw('_Columns')]: null });
    expect(open(bytes, { strict: true }).tableNames).toEqual([]);
  });

  it('a table whose columns are damaged spoils that table only', () => {
    const columns = stream('_Columns');
    const rows = columns.length / 8;
    // The Number of the last column (Empty.K) becomes 2.
    new DataView(columns.buffer).setUint16(4 * rows - 2, 0x8002, true);
    const database = open(changed({ [raw('_Columns')]: columns }));
    expect(database.table('Property').rowCount).toBe(2);
    expect(caught(() => database.table('Empty'))).toMatchObject({
      code: 'MSI_BAD_COLUMN',
      facts: { stream: '_Columns', entry: 'Empty.K', expected: 1, found: 2 },
    });
  });

  it('integers of size 0 and 1, which real packages have, take two bytes', () => {
    // The Type of the last column (Empty.K): a key of one byte, or of none.
    for (const [type, code] of [
      [0x2501, 'i1'],
      [0x2500, 'i0'],
    ] as const) {
      const columns = stream('_Columns');
      new DataView(columns.buffer).setUint16(columns.length - 2, type ^ 0x8000, true);
      const rows = Uint8Array.of(0x05, 0x80, 0x07, 0x80);
      const database = open(changed({ [raw('_Columns')]: columns, [raw('Empty')]: rows }), { strict: true });
      expect([...database.table('Empty').rows()]).toEqual([[5], [7]]);
      expect(database.table('Empty').columns[0]!.typeCode).toBe(code);
    }
  });

  it('part of a row spoils that table only', () => {
    const database = open(changed({ [raw('Property')]: stream('Property').slice(1) }));
    expect(caught(() => database.table('Property'))).toMatchObject({
      code: 'MSI_BAD_TABLE',
      facts: { stream: 'Property' },
    });
    expect(database.table('Binary').rowCount).toBe(2);
  });

  it('a table without columns passes with a warning, unless strict', () => {
    const bytes = changed({ [raw('_Columns')]: null });
    const database = open(bytes);
    expect(database.tableNames).toEqual([]);
    expect(database.warnings[0]).toMatchObject({ code: 'MSI_BAD_COLUMN', entry: 'Property' });
    expect(caught(() => open(bytes, { strict: true })).code).toBe('MSI_BAD_COLUMN');
  });

  it.each([
    ['product.cab', 'product.cab', 5000],
    [
      '\u0005SummaryInformation',
      `\u0005${encodeStreamName('SummaryInformation', false)}`,
      buildSummary(sample.summary!).length,
    ],
  ])('two streams of one name pass with a warning, unless strict: %j', (name, second, size) => {
    const bytes = changed({ [second]: new Uint8Array(3) });
    const database = open(bytes);
    expect(database.streamNames().filter((listed) => listed === name)).toHaveLength(1);
    expect(database.warnings).toMatchObject([{ code: 'CFB_BAD_DIRECTORY', stream: name }]);
    expect(database.stream(name).size).toBe(size);
    expect(caught(() => open(bytes, { strict: true })).code).toBe('CFB_BAD_DIRECTORY');
  });

  it('a binary cell without its stream is refused when it is opened', () => {
    const database = open(changed({ [encodeStreamName('Binary.Icon', false)]: null }));
    const [cell] = [...database.table('Binary').rows()].map((row) => row[1] as BinaryCell);
    expect(caught(() => cell!.open())).toMatchObject({
      code: 'MSI_NO_STREAM',
      facts: { stream: 'Binary.Icon' },
    });
  });

  it('broken summary information is a warning when it is asked for, or refused', () => {
    const bytes = changed({ '\u0005SummaryInformation': new Uint8Array(30) });
    expect(caught(() => open(bytes, { strict: true }).summaryInformation())).toMatchObject({
      code: 'MSI_BAD_SUMMARY',
      facts: { stream: '\u0005SummaryInformation' },
    });
    const database = open(bytes);
    expect(database.summaryInformation().damage).toMatchObject({ properties: null });
    expect(database.warnings).toMatchObject([
      { code: 'MSI_BAD_SUMMARY', stream: '\u0005SummaryInformation' },
    ]);
  });

  it('what the compound file has to say of a stream names it as people do', () => {
    const bytes = buildDatabase(sample);
    const view = new DataView(bytes.buffer);
    const entry = findEntry(bytes, encodeStreamName('product.cab', false));
    view.setUint32(entry + 0x78, 4500, true);
    const shorter = open(bytes);
    expect(shorter.stream('product.cab').size).toBe(4500);
    expect(shorter.warnings).toMatchObject([{ code: 'CFB_CHAIN_LONG', stream: 'product.cab' }]);
    view.setUint32(entry + 0x78, 9000, true);
    expect(caught(() => open(bytes).stream('product.cab'))).toMatchObject({
      code: 'CFB_CHAIN_SHORT',
      facts: { stream: 'product.cab' },
    });
    view.setUint32(findEntry(bytes, raw('_StringPool')) + 0x74, 0x00ffffff, true);
    expect(caught(() => open(bytes)).facts.stream).toBe('_StringPool');
  });

  it('any bytes cut or changed end in values or a coded error, soon', () => {
    const images = [sample, { ...sample, longStringRefs: true }, { ...sample, kind: 'msp' as const }].map(
      buildDatabase,
    );
    const change = fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(...images),
        fc.array(change, { maxLength: 20 }),
        fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
        (image, changes, part) => {
          const bytes = image.slice(0, Math.ceil(part * image.length));
          for (const [at, byte] of changes) bytes[Math.floor(at * bytes.length)] = byte;
          const start = performance.now();
          readEverything(bytes);
          expect(performance.now() - start).toBeLessThan(15_000);
        },
      ),
      { seed: 1, numRuns: runs(1500) },
    );
  });

  itThorough('any bytes of the tables changed do so too', () => {
    const names = ['_StringPool', '_StringData', '_Columns', '_Tables', 'Property', 'Keys', 'Binary'];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (name, changes) => {
          const bytes = stream(name);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          readEverything(changed({ [raw(name)]: bytes }));
        },
      ),
      { seed: 2, numRuns: runs(500) },
    );
  });

  function readEverything(bytes: Uint8Array): void {
    const attempt = (body: () => void): void => {
      try {
        body();
      } catch (error) {
        if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      }
    };
    attempt(() => {
      const database = open(bytes);
      for (const name of [...database.tableNames, '_Tables', '_Columns', '_Streams', '_Storages']) {
        attempt(() => tableToIdt(database.table(name), database.codePage));
        attempt(() => {
          for (const row of database.table(name).rows()) {
            for (const cell of row) if (cell instanceof BinaryCell) attempt(() => readAll(cell.open()));
          }
        });
      }
      for (const name of database.streamNames()) attempt(() => readAll(database.stream(name)));
      attempt(() => database.summaryInformation());
    });
  }
});

/** Place of a directory entry, found by the bytes of its name. */
function findEntry(bytes: Uint8Array, name: string): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset).indexOf(Buffer.from(`${name}\0`, 'utf16le'));
}

function hasProgram(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

describe.skipIf(!hasProgram('msiinfo'))('msiinfo reads what is built', () => {
  const write = (plan: DatabasePlan): string => {
    const path = join(tempFolder(), 'built.msi');
    writeFileSync(path, buildDatabase(plan));
    return path;
  };
  // It puts the streams of a table into a folder where it stands.
  const msiinfo = (...args: string[]): string =>
    execFileSync('msiinfo', args, {
      cwd: tempFolder(),
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  it.each([false, true])('tables and streams, long references %s', (longStringRefs) => {
    const path = write({ ...sample, longStringRefs });
    const tables = msiinfo('tables', path)
      .split('\n')
      .filter((name) => name !== '' && !name.startsWith('_'));
    expect(tables).toEqual(['Property', 'Binary', 'Keys', 'Empty']);
    expect(msiinfo('export', path, 'Keys')).toBe(
      'A\tB\tData\r\ns72\ti4\tV0\r\nKeys\tA\tB\r\nx\t-7\t\r\nx\t7\tKeys.x.7\r\n',
    );
    expect(msiinfo('streams', path).trim().split('\n').sort()).toEqual(
      open(readFileSync(path)).streamNames().sort(),
    );
    expect(msiinfo('suminfo', path)).toContain('Title: Installation Database');
  });

  it('strings of 64 KiB and more', () => {
    // Written as Windows does; three references and a high word of one, so that no other reading fits.
    const long = 'L'.repeat(70_000);
    const rows = [
      ['A', long],
      ['B', long],
      ['C', long],
      ['D', 'after'],
    ];
    const exported = msiinfo('export', write({ tables: [{ ...property, rows }] }), 'Property');
    expect(
      exported
        .split('\r\n')
        .slice(3, 7)
        .map((line) => line.length),
    ).toEqual([70_002, 70_002, 70_002, 7]);
    expect(exported).toContain('D\tafter\r\n');
  });
});

/** Signed by a tool that left the summary information behind a second time, under a packed name. */
const twoSummaries = 'lessmsi/putty-0.68-installer.msi';

/** Expected values are there for every database that msiinfo could open. */
const expectedNames = hasCorpus
  ? readdirSync(expectedDir, { recursive: true, encoding: 'utf8' })
      .filter((path) => /[\\/]tables$/.test(path))
      .map((path) => path.replace(/[\\/]tables$/, '').replaceAll('\\', '/'))
      .sort()
  : [];

describeCorpusThoroughly('databases of the corpus', () => {
  const openCorpus = (name: string): Database =>
    open(readFileSync(join(corpusDir, name)), { strict: name !== twoSummaries });
  const summaryTwice = { code: 'CFB_BAD_DIRECTORY', stream: '\u0005SummaryInformation' };
  let tables = 0;

  describe.each(expectedNames)('%s', (name) => {
    it('has the tables that msiinfo exports', () => {
      const database = openCorpus(name);
      const folder = join(expectedDir, name, 'tables');
      const files = readdirSync(folder);
      // The independent export leaves out what begins with an underscore: _Validation and the system tables.
      const names = database.tableNames.filter((table) => !table.startsWith('_'));
      expect(names.map((table) => `${table}.idt`).sort()).toEqual(files.sort());
      for (const file of files) {
        const table = database.table(file.replace(/\.idt$/, ''));
        const ours = tableToIdt(table, database.codePage, (cell) => cell.streamName);
        // msiinfo leaves control characters inside a cell as they are, where the documentation of the format ("Control
        // Character Translation") asks for others, which we write: these are turned back before comparing.
        const text = withoutCodePage(decodeText(ours, database.codePage), database.codePage).replace(
          /[\u0010\u0011\u0015\u0018\u0019\u001b]/g,
          untranslated,
        );
        const expected = shortNumbers(decodeText(readFileSync(join(folder, file)), 65001));
        if (text !== expected) expect([file, text]).toEqual([file, expected]);
        tables++;
      }
      expect(database.warnings).toMatchObject(name === twoSummaries ? [summaryTwice] : []);
    });

    it('has the summary information that msiinfo prints', () => {
      const expected = readFileSync(join(expectedDir, name, 'suminfo.txt'), 'utf8');
      expect(asMsiinfoPrints(openCorpus(name).summaryInformation())).toBe(expected);
    });

    it('has the streams that msiinfo lists', () => {
      const expected = readFileSync(join(expectedDir, name, 'streams.txt'), 'utf8')
        .split('\n')
        .filter(Boolean);
      // Two streams cannot have one name: the second summary information of this one goes unlisted here.
      const once = name === twoSummaries ? [...new Set(expected)] : expected;
      expect(openCorpus(name).streamNames().sort()).toEqual(once.sort());
    });

    it('has typed rows', () => {
      const database = openCorpus(name);
      const rows = (table: string): number => (database.hasTable(table) ? database.table(table).rowCount : 0);
      const counts: [string, number][] = [
        ['Component', database.rows('Component').length],
        ['Condition', database.rows('Condition').length],
        ['CreateFolder', database.rows('CreateFolder').length],
        ['CustomAction', database.rows('CustomAction').length],
        ['Directory', database.rows('Directory').length],
        ['Feature', database.rows('Feature').length],
        ['FeatureComponents', database.rows('FeatureComponents').length],
        ['File', database.rows('File').length],
        ['LaunchCondition', database.rows('LaunchCondition').length],
        ['Media', database.rows('Media').length],
        ['MsiFileHash', database.rows('MsiFileHash').length],
        ['MsiPatchHeaders', database.rows('MsiPatchHeaders').length],
        ['MsiPatchMetadata', database.rows('MsiPatchMetadata').length],
        ['MsiPatchSequence', database.rows('MsiPatchSequence').length],
        ['Patch', database.rows('Patch').length],
        ['PatchPackage', database.rows('PatchPackage').length],
        ['Property', database.rows('Property').length],
        ['AdminExecuteSequence', database.rows('AdminExecuteSequence').length],
        ['InstallExecuteSequence', database.rows('InstallExecuteSequence').length],
      ];
      for (const [table, count] of counts) expect([table, count]).toEqual([table, rows(table)]);
    });
  });

  it('are over seventy, with over a thousand tables', () => {
    expect(expectedNames.length).toBeGreaterThan(70);
    expect(tables).toBeGreaterThan(1000);
  });

  it('have transforms within patches, which open too', () => {
    let transforms = 0;
    for (const name of expectedNames.filter((path) => path.endsWith('.msp'))) {
      for (const storage of openCorpus(name).storage.storages.values()) {
        const transform = Database.open(storage, { strict: true });
        expect([transform.kind, transform.tableNames]).toEqual(['mst', []]);
        expect(transform.strings.count).toBeGreaterThan(0);
        transforms++;
      }
    }
    expect(transforms).toBeGreaterThan(8);
  });

  it('that are no compound files any more are refused', () => {
    const opened = expectedNames.map((name) => join(corpusDir, name));
    const others = readdirSync(corpusDir, { recursive: true, encoding: 'utf8' })
      .map((path) => join(corpusDir, path))
      .filter((path) => /\.(msi|msp|msm|cub)$/.test(path) && !opened.includes(path));
    const damaged = others.filter((path) => brokenFiles.some((name) => join(corpusDir, name) === path));
    expect(damaged).toHaveLength(brokenFiles.length);
    for (const path of damaged) expect(caught(() => open(readFileSync(path))).code).toMatch(/^CFB_/);
    // Of the others other facts are known than their tables; one is cut, in its last cabinet.
    for (const path of others.filter((one) => !damaged.includes(one))) {
      const database = open(readFileSync(path));
      for (const name of database.tableNames) expect([...database.table(name).rows()]).toBeDefined();
    }
  });
});

const brokenFiles = [
  'wix3/BuildingPackages_Authoring_FragmentTests_MultipleFragments_expected.msi',
  'wix3/BuildingPackages_Features_RefAndGroupTests_FeatureGroupContainingMergeRef_MergeModule.msm',
];

/**
 * The third line of an archive with characters beyond ASCII begins with their code page (win32 docs,
 * Msi/archive-files); msiinfo writes UTF-8 and leaves it out.
 */
function withoutCodePage(text: string, codePage: number): string {
  const lines = text.split('\r\n');
  lines[2] = lines[2]!.replace(new RegExp(`^${codePage}\t`), '');
  return lines.join('\r\n');
}

/**
 * Columns of one byte are stored as those of two. msiinfo reads the two bytes and takes off what is added to numbers of
 * four: 6 becomes -2147450874.
 */
function shortNumbers(text: string): string {
  const lines = text.split('\r\n');
  const columns = lines[1]!.split('\t').flatMap((type, i) => (/^i1$/i.test(type) ? [i] : []));
  if (columns.length === 0) return text;
  return lines
    .map((line, i) => {
      const cells = line.split('\t');
      for (const column of i < 3 ? [] : columns)
        if (cells[column]) cells[column] = String(Number(cells[column]) + 0x80000000 - 0x8000);
      return cells.join('\t');
    })
    .join('\r\n');
}

function untranslated(character: string): string {
  return { '\u0010': '\t', '\u0011': '\r', '\u0015': '\0', '\u0018': '\f', '\u0019': '\n', '\u001b': '\b' }[
    character
  ]!;
}

/** The lines of `msiinfo suminfo`; its machine kept UTC. */
function asMsiinfoPrints(summary: SummaryInformation): string {
  const number = (value: number | null): string | null =>
    value === null ? null : `${value} (${(value >>> 0).toString(16)})`;
  const time = (date: Date | null): string | null =>
    date
      ?.toUTCString()
      .replace(/^(...), (\d\d) (...) (\d{4}) (.*) GMT$/, (_all, day, dd, month, year, clock) => {
        return `${day} ${month} ${dd.replace(/^0/, ' ')} ${clock} ${year}`;
      }) ?? null;
  const lines: [string, string | null][] = [
    ['Title', summary.title],
    ['Subject', summary.subject],
    ['Author', summary.author],
    ['Keywords', summary.keywords],
    ['Comments', summary.comments],
    ['Template', summary.template],
    ['Last author', summary.lastAuthor],
    ['Revision number (UUID)', summary.revision],
    ['Last printed', time(summary.lastPrinted)],
    ['Created', time(summary.created)],
    ['Last saved', time(summary.lastSaved)],
    ['Version', number(summary.pageCount)],
    ['Source', number(summary.wordCount)],
    ['Restrict', number(summary.charCount)],
    ['Application', summary.appName],
    ['Security', number(summary.security)],
  ];
  return lines.map(([name, value]) => (value === null ? '' : `${name}: ${value}\n`)).join('');
}
