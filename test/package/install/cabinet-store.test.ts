import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { Database } from '../../../src/msi/database.js';
import { CabinetStore } from '../../../src/package/install/cabinet-store.js';
import type { OpenedSource, SourceFolder } from '../../../src/package/install/source-folder.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';
import { text } from '../../support/package-folder.js';
import { join } from '../../support/zip-builder.js';

const noise = Uint8Array.from({ length: 5000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 13);
const files = [
  { key: 'a', name: 'a', bytes: text('first') },
  { key: 'Big', name: 'big', bytes: noise },
  { key: 'last', name: 'last', bytes: noise.subarray(0, 2000) },
];

/** A folder in memory that counts what is open. */
class MemoryFolder implements SourceFolder {
  readonly path = 'beside';
  readonly #files: Map<string, Uint8Array>;
  opened = 0;
  open_ = 0;

  constructor(loose: Map<string, Uint8Array>) {
    this.#files = new Map([...loose].map(([name, bytes]) => [name.toLowerCase(), bytes]));
  }

  open(relative: string): OpenedSource | null {
    const bytes = this.#files.get(relative.toLowerCase());
    if (!bytes) return null;
    this.opened++;
    this.open_++;
    return Object.assign(new BufferSource(bytes), { close: () => this.open_-- });
  }

  find(): null {
    return null;
  }

  size(relative: string): number | null {
    return this.#files.get(relative.toLowerCase())?.length ?? null;
  }

  modified(): null {
    return null;
  }
}

function storeOf(plan: Omit<PackagePlan, 'files'>): { store: CabinetStore; folder: MemoryFolder } {
  const { msi, loose } = buildPackage({ ...plan, files });
  const folder = new MemoryFolder(loose);
  const database = Database.open(CompoundFile.open(new BufferSource(msi)).root);
  return { store: new CabinetStore(database, folder, false), folder };
}

describe('CabinetStore', () => {
  it('tells embedded cabinets by letter case, and the others not', () => {
    expect(storeOf({}).store.has('#files.cab')).toBe(true);
    expect(storeOf({}).store.has('#FILES.CAB')).toBe(false);
    expect(storeOf({ cabinets: 'external' }).store.has('FILES.cab')).toBe(true);
    expect(storeOf({ cabinets: 'external' }).store.has('#files.cab')).toBe(false);
    expect(storeOf({}).store.has('files.cab')).toBe(false);
  });

  it('describes without the mark of an embedded one', () => {
    expect(storeOf({}).store.describe('#files.cab')).toMatchObject({
      name: 'files.cab',
      embedded: true,
      present: true,
      methods: ['mszip'],
      files: 3,
      folders: 1,
    });
    const stored = {
      cabinets: 'external',
      cabinetOptions: { 'files.cab': { method: 'none', filesPerFolder: 1 } },
    };
    expect(storeOf(stored as never).store.describe('files.cab')).toMatchObject({
      name: 'files.cab',
      embedded: false,
      methods: ['none'],
      folders: 3,
    });
    expect(storeOf({}).store.describe('#absent.cab')).toEqual({
      name: 'absent.cab',
      embedded: true,
      present: false,
      size: null,
      methods: [],
      files: null,
      folders: null,
    });
  });

  it('is damaged only where it is needed', () => {
    const { store } = storeOf({ streams: { 'bogus.cab': text('bogus') } });
    expect(caught(() => store.describe('#bogus.cab'))).toMatchObject({
      code: 'CAB_BAD_SIGNATURE',
      facts: { stream: 'bogus.cab' },
    });
    expect(store.describe('#bogus.cab', false)).toMatchObject({ present: true, size: 5, files: null });
  });

  it('prefers an exact name to one that differs in letter case', () => {
    const { store } = storeOf({});
    expect(store.member('#files.cab', 'Big').name).toBe('Big');
    expect(store.member('#files.cab', 'BIG').name).toBe('Big');
    expect(caught(() => store.member('#files.cab', 'other'))).toMatchObject({
      code: 'PACKAGE_NOT_IN_CABINET',
      facts: { stream: 'files.cab', entry: 'other' },
    });
    expect(caught(() => store.open('absent.cab'))).toMatchObject({
      code: 'PACKAGE_NO_CABINET',
      facts: { entry: 'absent.cab' },
    });
  });

  it.each<{
    name: string;
    members: string[];
    keys: string[];
    ask: string;
    taken: string;
    message: string | null;
  }>([
    { name: 'one member', members: ['a'], keys: ['a'], ask: 'a', taken: 'a1', message: null },
    { name: 'one in another letter case', members: ['A'], keys: ['a'], ask: 'a', taken: 'A1', message: null },
    { name: 'two for two keys', members: ['A', 'a'], keys: ['A', 'a'], ask: 'a', taken: 'a2', message: null },
    {
      name: 'two of one name',
      members: ['a', 'b', 'a'],
      keys: ['a', 'b'],
      ask: 'a',
      taken: 'a1',
      message:
        'the cabinet has 2 members of this name; "a" with 2 bytes is taken, and Windows may take another',
    },
    {
      name: 'two in different letter case',
      members: ['A', 'a'],
      keys: ['a'],
      ask: 'a',
      taken: 'a2',
      message:
        'the cabinet has 2 members of this name; "a" with 2 bytes is taken, and Windows may take another',
    },
    {
      name: 'one in a folder',
      members: ['x\\a', 'a'],
      keys: ['a'],
      ask: 'a',
      taken: 'a2',
      message:
        'the cabinet has 2 members of this name; "a" with 2 bytes is taken, and Windows may take another',
    },
    {
      name: 'one in a folder that is a key',
      members: ['x/a', 'a'],
      keys: ['a', 'x/a'],
      ask: 'a',
      taken: 'a2',
      message: null,
    },
    {
      name: 'one for two keys',
      members: ['A'],
      keys: ['A', 'a'],
      ask: 'a',
      taken: 'A1',
      message:
        'the cabinet has no member of this name, only "A", which is taken although another row of the File table has that key',
    },
  ])('says where Windows may take another member: $name', ({ members, keys, ask, taken, message }) => {
    const cabinet = buildCabinet({
      folders: [
        { method: 'none', files: members.map((name, i) => ({ name, bytes: text(`${name}${i + 1}`) })) },
      ],
    });
    const { msi } = buildPackage({
      files: keys.map((key) => ({ key, name: `${key}.dll`, bytes: text('xx'), cabinet: '#other.cab' })),
      streams: { 'my.cab': cabinet },
    });
    const database = Database.open(CompoundFile.open(new BufferSource(msi)).root);
    const store = new CabinetStore(database, null, false);
    for (let twice = 0; twice < 2; twice++) store.member('#my.cab', ask);
    const parts = [...store.decode('#my.cab', [ask], (key) => key)];
    const bytes = parts.flatMap((part) => ('chunk' in part ? [...part.chunk] : []));
    expect(String.fromCharCode(...bytes)).toBe(taken);
    const warning = { code: 'PACKAGE_MEMBER_UNCERTAIN', message, stream: 'my.cab', entry: ask };
    expect(store.warnings).toEqual(message === null ? [] : [warning]);
  });

  it('names an archive behind a cabinet', () => {
    const [one, two] = [buildPackage({ files }), buildPackage({ files })].map(({ msi }) => {
      const database = Database.open(CompoundFile.open(new BufferSource(msi)).root);
      const { size, read } = database.stream('files.cab');
      return read.call(database.stream('files.cab'), 0, size).slice();
    });
    const { msi } = buildPackage({ files, streams: { 'my.cab': join(one!, two!) } });
    const store = new CabinetStore(Database.open(CompoundFile.open(new BufferSource(msi)).root), null, false);
    store.open('#my.cab');
    expect(store.warnings).toMatchObject([
      {
        code: 'PACKAGE_NOT_SEARCHED',
        stream: 'my.cab',
        offset: one!.length,
        message: expect.stringMatching(/^another cabinet lies behind/),
      },
    ]);
  });

  it.each(['external', 'embedded'] as const)('opens a spanning set (%s) once', (cabinets) => {
    const name = cabinets === 'external' ? 'files.cab' : '#files.cab';
    const { store } = storeOf({ cabinets, cabinetOptions: { [name]: { method: 'none', partBytes: 2000 } } });
    const [first, second] =
      cabinets === 'external' ? ['files1.cab', 'files3.cab'] : ['#files1.cab', '#files3.cab'];
    expect(store.open(first!).files.map((file) => file.name)).toEqual(['a', 'Big', 'last']);
    expect(store.open(second!)).toBe(store.open(first!));
    expect(Buffer.from(store.open(first!).readFile(store.member(first!, 'Big'))).equals(noise)).toBe(true);
  });

  it('closes what it opened', () => {
    const { store, folder } = storeOf({ cabinets: 'external', mediaSplit: 2 });
    store.open('files1.cab');
    store.describe('files2.cab');
    expect(folder.open_).toBeGreaterThan(0);
    store.close();
    expect(folder.open_).toBe(0);
  });
});
