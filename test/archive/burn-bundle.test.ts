import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { NeighbourFile, Neighbours } from '../../src/archive/archive-format.js';
import type { Container } from '../../src/archive/container.js';
import { openContainer } from '../../src/archive/open-container.js';
import { UnpackBudget, type UnpackOptions } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { caught } from '../support/caught.js';
import {
  type BundlePlan,
  bundle,
  bundleWithEngine,
  type ChainPlan,
  detachedCabinets,
} from '../support/container-builder.js';
import { buildZip } from '../support/zip-builder.js';

type Beside = Readonly<Record<string, Uint8Array | string | 'link'>>;

/** What lies beside a bundle, and how many files of it are open. */
class Folder implements Neighbours {
  readonly #files: Beside;
  opened = 0;

  constructor(files: Beside) {
    this.#files = files;
  }

  open(): null {
    return null;
  }

  find(name: string): NeighbourFile | 'link' | null {
    const content = this.#files[name.replace(/\\/g, '/')];
    if (content === undefined) return null;
    if (content === 'link') return 'link';
    const bytes = Buffer.from(content);
    const modified = new Date(0);
    return {
      size: bytes.length,
      modified,
      open: () => {
        this.opened++;
        return Object.assign(new BufferSource(bytes), { close: () => this.opened-- });
      },
    };
  }
}

function open(bytes: Uint8Array, beside: Beside | Folder = {}, options: UnpackOptions = {}): Container {
  const folder = beside instanceof Folder ? beside : new Folder(beside);
  return openContainer(new BufferSource(bytes), 'setup.exe', new UnpackBudget(options), 1, folder)!;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Everything but the manifest, read one by one and all together. */
function contents(container: Container): Record<string, string> {
  const members = container.files.filter(({ path }) => path !== 'UX/manifest.xml');
  const all = new Map(members.map(({ path }) => [path, '']));
  for (const part of container.decode(members)) {
    if ('chunk' in part) all.set(part.file.path, all.get(part.file.path)! + textOf(part.chunk));
  }
  for (const member of members) {
    expect(textOf(member.bytes())).toBe(all.get(member.path));
    expect(textOf(member.source().read(0, member.size))).toBe(all.get(member.path));
  }
  return Object.fromEntries(all);
}

const two: ChainPlan[] = [
  {
    id: 'One',
    kind: 'Msi',
    payloads: ['0:a.msi#1', '0:data.cab#1'],
    attributes: { ProductCode: '{A}', Version: '1.2', InstallCondition: 'VersionNT64 AND "x" < 3' },
  },
  { id: 'Two', kind: 'Msi', payloads: ['0:b.msi', '0:Data.CAB#2'] },
];
const clashing: BundlePlan = {
  version: 3,
  ux: { 'ba.dll': 'ux' },
  containers: [{ 'a.msi#1': 'A', 'data.cab#1': 'AAAA', 'b.msi': 'B', 'Data.CAB#2': 'BBBB' }],
  chain: two,
};

describe.each([3, 4, 5] as const)('a bundle of WiX %i', (version) => {
  it('keeps the payloads of packages apart where their names clash, letter case aside', () => {
    const container = open(bundle({ ...clashing, version }));
    expect(contents(container)).toEqual({
      'UX/ba.dll': 'ux',
      'One/a.msi': 'A',
      'One/data.cab': 'AAAA',
      'Two/b.msi': 'B',
      'Two/Data.CAB': 'BBBB',
    });
    expect(container.warnings).toEqual([]);
  });

  it('says what it is and what it installs', () => {
    const { bundle: said } = open(bundle({ ...clashing, version }));
    expect(said).toMatchObject({
      id: '{1}',
      name: 'A & B Suite',
      version: '1.2.3.4',
      publisher: 'Somebody',
      upgradeCodes: ['{2}'],
      containers: [{ id: 'C0', attached: true, present: true, file: null }],
      chain: [
        {
          id: 'One',
          kind: 'msi',
          productCode: '{A}',
          version: '1.2',
          installCondition: 'VersionNT64 AND "x" < 3',
          payload: { name: 'a.msi', path: 'One/a.msi', place: 'attached', present: true, container: 'C0' },
        },
        { id: 'Two', productCode: null, payload: { path: 'Two/b.msi' } },
      ],
    });
  });

  const spread: BundlePlan = {
    version,
    containers: [{ 'one.msi': 'first' }],
    detached: [
      { file: 'sub\\packages.cab', files: { 'two.msi': 'second' }, url: 'http://example.com/p.cab' },
    ],
    external: [{ name: 'redist\\three.exe', content: 'third', url: 'http://example.com/three.exe' }],
  };
  const beside = {
    'sub/packages.cab': detachedCabinets(spread)['sub\\packages.cab']!,
    'redist/three.exe': 'third',
  };

  it('reads containers and payloads beside it', () => {
    const folder = new Folder(beside);
    const budget = new UnpackBudget();
    const container = openContainer(new BufferSource(bundle(spread)), 'x.exe', budget, 1, folder)!;
    expect(contents(container)).toEqual({
      'one.msi': 'first',
      'two.msi': 'second',
      'redist/three.exe': 'third',
    });
    expect(container.warnings).toEqual([]);
    expect(container.bundle!.chain.map(({ payload }) => payload)).toMatchObject([
      { place: 'attached', present: true },
      { place: 'detached', present: true, file: 'sub/packages.cab', path: 'two.msi' },
    ]);
    budget.close();
    expect(folder.opened).toBe(0);
  });

  it('names what is not beside it, and where to get it', () => {
    const container = open(bundle(spread));
    expect(contents(container)).toEqual({ 'one.msi': 'first' });
    expect(container.warnings).toMatchObject([
      { code: 'PACKAGE_NO_CABINET', entry: 'sub/packages.cab' },
      { code: 'PACKAGE_NO_FILE', entry: 'redist/three.exe' },
    ]);
    expect(container.warnings[0]!.message).toMatch(/"C1" with 1 payload.*http:\/\/example.com\/p.cab/);
    expect(container.warnings[1]!.message).toMatch(/http:\/\/example.com\/three.exe/);
    expect(container.absent!.map(({ name }) => name)).toEqual(['two.msi', 'redist/three.exe']);
    expect(container.bundle!.chain[1]!.payload).toEqual({
      name: 'two.msi',
      place: 'detached',
      present: false,
      path: null,
      container: 'C1',
      file: 'sub/packages.cab',
      downloadUrl: 'http://example.com/p.cab',
    });
  });

  it.each([
    [
      'in the attached container',
      'one.msi',
      'FileSize',
      (text: string) => text.replace('FileSize="5"', 'FileSize="6"'),
      beside,
    ],
    ['in the attached container', 'one.msi', 'Hash', wrongHash('one.msi'), beside],
    ['in a detached container', 'two.msi', 'Hash', wrongHash('two.msi'), beside],
    ['of its user interface', 'UX/ba.dll', 'Hash', wrongHash('ba.dll'), beside],
    ['beside it', 'redist/three.exe', 'Hash', undefined, { ...beside, 'redist/three.exe': 'thirD' }],
    ['beside it', 'redist/three.exe', 'FileSize', undefined, { ...beside, 'redist/three.exe': 'longer' }],
  ])('refuses a payload %s that is another one than stated: %s, %s', (_, path, structure, alter, there) => {
    const plan = { ...spread, ux: { 'ba.dll': 'uxuxux' }, ...(alter ? { alter } : {}) };
    const container = open(bundle(plan), there);
    const member = container.files.find((one) => one.path === path)!;
    const entry = path.replace('UX/', '');
    for (const read of [
      () => member.bytes(),
      () => member.source(),
      () => [...member.pieces()],
      () => [...container.decode([member])],
      () => [...container.decode(container.files)],
      () => {
        container.prefetch([member]);
        member.source();
      },
    ]) {
      expect(caught(read)).toMatchObject({
        code: 'BUNDLE_PAYLOAD_DIFFERS',
        kind: 'input',
        facts: { entry, structure, expected: expect.anything(), found: expect.anything() },
      });
    }
    // The others are as they were.
    for (const other of container.files) if (other !== member) other.bytes();
  });

  it('looks at the first bytes of what is another one than stated', () => {
    const container = open(bundle({ ...spread, alter: wrongHash('one.msi') }), beside);
    const heads = container.heads(container.files, 3, (_, head) => textOf(head));
    expect(Object.fromEntries([...heads].map(([{ path }, head]) => [path, head]))).toMatchObject({
      'one.msi': 'fir',
      'two.msi': 'sec',
      'redist/three.exe': 'thi',
    });
  });
});

/** Makes the hash of a payload another one. */
function wrongHash(name: string): (manifest: string) => string {
  return (manifest) =>
    manifest.replace(
      new RegExp(`(FilePath="${name}" FileSize="\\d+" Hash=")(.)`),
      (_, before: string, digit: string) => before + (digit === '0' ? '1' : '0'),
    );
}

/** Up to the multiple of eight where a signature begins. */
function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, new Uint8Array((8 - (bytes.length % 8)) % 8)]);
}

const noHashes = (manifest: string): string => manifest.replace(/(<Payload[^>]*) Hash="\w*"/g, '$1');

describe('openBurnBundle', () => {
  it('says that content cannot be checked without a hash of a known kind', () => {
    const alters = [
      (text: string) => text.replace(/ Hash="\w*"/g, ''),
      (text: string) => text.replace(/ Hash="\w*"/g, ' Hash="00"'),
    ];
    for (const alter of alters) {
      const container = open(bundle({ ...clashing, alter }));
      expect(contents(container)).toMatchObject({ 'One/data.cab': 'AAAA', 'Two/Data.CAB': 'BBBB' });
      expect(container.warnings).toMatchObject([{ code: 'BUNDLE_PAYLOAD_UNCHECKED' }]);
      expect(container.warnings[0]!.message).toContain('4 payloads');
    }
  });

  describe('an attached container as a whole, for files without a hash', () => {
    const hash = (name: string) => (text: string) => {
      const attached = bundleWithEngine(clashing).attached[0]!;
      const digest = createHash(name).update(attached).digest('hex');
      return noHashes(text).replace(/(<Container[^>]* Hash=)"\w*"/, `$1"${digest}"`);
    };
    const otherDigit = (text: string): string =>
      text.replace(/(<Container[^>]* Hash=")(.)/, (_, before: string, digit: string) => {
        return before + (digit === '0' ? '1' : '0');
      });

    it.each(['sha1', 'sha256', 'sha512'])('compares with its %s', (name) => {
      const sound = open(bundle({ ...clashing, alter: hash(name) }));
      expect(contents(sound)).toMatchObject({ 'One/data.cab': 'AAAA', 'Two/Data.CAB': 'BBBB' });
      expect(sound.warnings).toEqual([]);
      const other = open(bundle({ ...clashing, alter: (text) => otherDigit(hash(name)(text)) }));
      for (const member of other.files.filter(({ path }) => !path.startsWith('UX/'))) {
        for (const read of [
          () => member.bytes(),
          () => member.source(),
          () => [...other.decode([member])],
          () => {
            other.prefetch([member]);
            member.source();
          },
        ]) {
          expect(caught(read)).toMatchObject({
            code: 'BUNDLE_PAYLOAD_DIFFERS',
            facts: { entry: 'C0', structure: 'Hash' },
          });
        }
      }
    });

    it('warns of another size, which Burn takes from the section of the bundle', () => {
      const longer = (text: string): string => text.replace(/(<Container[^>]*FileSize=)"\d+"/, '$1"9999"');
      const differs = { code: 'BUNDLE_PAYLOAD_DIFFERS', structure: 'FileSize', expected: '9999 bytes' };
      const checked = open(bundle({ ...clashing, alter: longer }));
      expect(checked.warnings).toMatchObject([{ ...differs, entry: 'C0' }]);
      expect(contents(checked)).toMatchObject({ 'One/data.cab': 'AAAA' });
      const without = (text: string): string => longer(text.replace(/ Hash="\w*"/g, ''));
      const unchecked = open(bundle({ ...clashing, alter: without }));
      expect(unchecked.warnings).toMatchObject([differs, { code: 'BUNDLE_PAYLOAD_UNCHECKED' }]);
      expect(contents(unchecked)).toMatchObject({ 'One/data.cab': 'AAAA', 'Two/Data.CAB': 'BBBB' });
    });

    it('is compared for files that the manifest does not name', () => {
      const unnamed = (text: string): string =>
        text.replace(/<Payload [^>]*FilePath="b.msi"[^>]*>/, '').replace('<PayloadRef Id="0:b.msi"/>', '');
      const sound = open(bundle({ ...clashing, alter: unnamed }));
      expect(contents(sound)).toMatchObject({ a2: 'B' });
      expect(sound.warnings).toMatchObject([
        {
          code: 'BUNDLE_PAYLOAD_UNCHECKED',
          entry: 'a2',
          message: expect.stringContaining('does not name 1 file'),
        },
      ]);
      const container = open(bundle({ ...clashing, alter: (text) => otherDigit(unnamed(text)) }));
      const member = container.files.find(({ path }) => path === 'a2')!;
      expect(caught(() => member.bytes())).toMatchObject({ code: 'BUNDLE_PAYLOAD_DIFFERS' });
      // The others have their own hashes.
      expect(textOf(container.files.find(({ path }) => path === 'One/a.msi')!.bytes())).toBe('A');
    });
  });

  const detached: BundlePlan = {
    version: 3,
    containers: [],
    detached: [{ file: 'p.cab', files: { 'two.msi': 'second' } }],
  };
  const cabinet = detachedCabinets(detached)['p.cab']!;

  it('checks a container as a whole for payloads without a hash', () => {
    expect(contents(open(bundle({ ...detached, alter: noHashes }), { 'p.cab': cabinet }))).toEqual({
      'two.msi': 'second',
    });
    const other = detachedCabinets({ ...detached, detached: [{ file: 'p.cab', files: { x: 'another' } }] });
    const longer = detachedCabinets({
      ...detached,
      detached: [{ file: 'p.cab', files: { x: 'another', y: 'file' } }],
    });
    const alter = (text: string): string =>
      noHashes(text)
        .replace('FileSize="6"', 'FileSize="7"')
        .replace(/(<Container[^>]*FileSize=)"\d+"/, '$1"999"');
    for (const [there, structure] of [
      [other['p.cab']!, 'Hash'],
      [longer['p.cab']!, 'FileSize'],
    ] as const) {
      const bytes = bundle({
        ...detached,
        alter: (text) =>
          structure === 'Hash' ? alter(text).replace('"999"', `"${there.length}"`) : alter(text),
      });
      const container = open(bytes, { 'p.cab': there });
      const member = container.files.find(({ path }) => path === 'two.msi')!;
      expect(caught(() => member.bytes())).toMatchObject({
        code: 'BUNDLE_PAYLOAD_DIFFERS',
        facts: { entry: 'p.cab', structure },
      });
    }
  });

  it.each([
    ['is a link', 'p.cab', { 'p.cab': 'link' }, /symbolic link/],
    ['leads out of the folder', '..\\p.cab', { '../p.cab': cabinet }, /leads out of the folder/],
    ['is deeper and leads out', 'a\\..\\..\\p.cab', { 'a/../../p.cab': cabinet }, /leads out/],
    ['is absolute', '\\p.cab', { '/p.cab': cabinet, 'p.cab': cabinet }, /leads out/],
    ['has a drive', 'C:\\p.cab', { 'C:/p.cab': cabinet }, /leads out/],
    ['is the bundle', 'SETUP.exe', { 'SETUP.exe': cabinet }, /the bundle itself/],
    [
      'is no cabinet',
      'p.cab',
      { 'p.cab': 'text that is longer than the header of a cabinet' },
      /cannot be read/,
    ],
    ['is cut', 'p.cab', { 'p.cab': cabinet.subarray(0, 50) }, /cannot be read/],
  ] as [string, string, Beside, RegExp][])(
    'does not take a container that %s',
    (_, file, beside, message) => {
      const container = open(
        bundle({ ...detached, detached: [{ ...detached.detached![0]!, file }] }),
        beside,
      );
      expect(Object.keys(contents(container))).toEqual([]);
      expect(container.warnings[0]!.message).toMatch(message);
      expect(container.bundle!.chain[0]!.payload).toMatchObject({ present: false, place: 'detached' });
    },
  );

  it.each([
    ['is a link', 'e.exe', { 'e.exe': 'link' }, /symbolic link/],
    ['leads out of the folder', '..\\e.exe', { '../e.exe': 'x' }, /leads out of the folder/],
    ['is the bundle', 'setup.EXE', { 'setup.EXE': 'x' }, /the bundle itself/],
  ] as [string, string, Beside, RegExp][])(
    'does not take an external payload that %s',
    (_, name, beside, message) => {
      const container = open(
        bundle({ version: 4, containers: [], external: [{ name, content: 'x' }] }),
        beside,
      );
      expect(Object.keys(contents(container))).toEqual([]);
      expect(container.warnings[0]!.message).toMatch(message);
    },
  );

  it('finds an external payload where SourcePath says, and calls it what FilePath says', () => {
    const alter = (text: string): string => text.replace('FilePath="x.exe"', 'FilePath="dir\\y.exe"');
    const plan: BundlePlan = {
      version: 3,
      containers: [],
      external: [{ name: 'x.exe', content: 'x' }],
      alter,
    };
    expect(contents(open(bundle(plan), { 'x.exe': 'x' }))).toEqual({ 'dir/y.exe': 'x' });
    expect(contents(open(bundle(plan), { 'dir/y.exe': 'x' }))).toEqual({ 'dir/y.exe': 'x' });
  });

  describe('without its attached containers', () => {
    const plan: BundlePlan = {
      version: 3,
      ux: { 'ba.dll': 'ux' },
      containers: [{ 'a.msi': 'A' }, { 'b.msi': 'B' }],
    };
    const certificate = new Uint8Array(400).fill(7);

    it.each([
      ['never signed', bundleWithEngine(plan).engine],
      ['signed', bundleWithEngine({ ...plan, signature: certificate }).engine],
      ['with padding', padded(bundleWithEngine(plan).engine)],
    ])('is the engine that Windows keeps: %s', (_, engine) => {
      const container = open(engine);
      expect(contents(container)).toEqual({ 'UX/ba.dll': 'ux' });
      expect(container.warnings).toMatchObject([
        { code: 'PACKAGE_NO_CABINET', entry: 'C0' },
        { code: 'PACKAGE_NO_CABINET', entry: 'C1' },
      ]);
      expect(container.warnings[0]!.message).toMatch(/engine of the bundle alone/);
      expect(container.bundle!.chain).toMatchObject([
        { id: 'a.msi', payload: { present: false, place: 'attached', container: 'C0' } },
        { id: 'b.msi', payload: { present: false } },
      ]);
    });

    it('is the engine that was signed by itself, of which the section does not tell', () => {
      const engine = padded(bundleWithEngine(plan).engine);
      const view = new DataView(engine.buffer, engine.byteOffset);
      const directories = view.getUint32(0x3c, true) + 24 + 96;
      view.setUint32(directories + 32, engine.length, true);
      view.setUint32(directories + 36, 5000, true);
      const signed = Buffer.concat([engine, new Uint8Array(5000)]);
      expect(open(signed).warnings[0]!.message).toMatch(/engine of the bundle alone/);
    });

    it('is an incomplete download where it ends inside one of them', () => {
      for (const signature of [new Uint8Array(), certificate]) {
        const whole = bundle({ ...plan, signature });
        const { engine, attached } = bundleWithEngine({ ...plan, signature });
        for (let length = engine.length + 9; length < whole.length; length += 7) {
          if (length === engine.length + attached[0]!.length) continue;
          const error = caught(() => open(whole.subarray(0, length)));
          expect(error).toMatchObject({ code: 'CONTAINER_CORRUPT', facts: { structure: '.wixburn' } });
          expect(error.message).toContain(`ends ${whole.length - length} bytes too early`);
          expect(error.message).toContain('download is incomplete');
        }
      }
      const inSignature = bundleWithEngine({ ...plan, signature: certificate }).engine;
      expect(caught(() => open(inSignature.subarray(0, -100))).message).toContain('too early');
      expect(caught(() => open(inSignature.subarray(0, -500))).message).toContain('too early');
    });

    it('is an incomplete download where it ends between two of them', () => {
      const { engine, attached } = bundleWithEngine(plan);
      const error = caught(() => open(Buffer.concat([engine, attached[0]!])));
      expect(error.code).toBe('CONTAINER_CORRUPT');
      expect(error.message).toContain(`ends ${attached[1]!.length} bytes too early`);
    });

    it('is described as far as it goes where that is asked for', () => {
      const whole = bundle({ ...plan, signature: certificate });
      const { engine } = bundleWithEngine({ ...plan, signature: certificate });
      const kept = [engine.length - 400, engine.length];
      for (let length = engine.length - 100; length < whole.length; length += 7) {
        const bytes = whole.subarray(0, length);
        const container = open(bytes, {}, { orDamaged: true });
        expect(container.bundle).toMatchObject({
          id: '{1}',
          version: '1.2.3.4',
          chain: [{ id: 'a.msi' }, { id: 'b.msi' }],
        });
        // The engine alone, as Windows keeps it.
        if (kept.includes(length)) continue;
        expect(caught(() => open(bytes, {}, { orDamaged: true, strict: true })).code).toBe(
          'CONTAINER_CORRUPT',
        );
        expect(container.damage?.message).toContain(`ends ${whole.length - length} bytes too early`);
        expect(container.warnings).toContainEqual(container.damage);
      }
      expect(open(whole, {}, { orDamaged: true }).damage).toBeNull();
    });
  });

  it('shares a payload of several packages', () => {
    const container = open(
      bundle({
        version: 3,
        containers: [
          { 'a.msi': 'A', 'b.msi': 'B', 'x.cab': 'X', 'c.msi': 'C', 'r.txt#1': '1', 'r.txt#2': '2' },
        ],
        chain: [
          { id: 'A', kind: 'Msi', payloads: ['0:a.msi', '0:x.cab', '0:r.txt#1'] },
          { id: 'B', kind: 'Msi', payloads: ['0:b.msi', '0:x.cab', '0:r.txt#2'] },
          { id: 'C', kind: 'Msi', payloads: ['0:c.msi', '0:x.cab'] },
        ],
      }),
    );
    expect(contents(container)).toEqual({
      'A/a.msi': 'A',
      'B/b.msi': 'B',
      'x.cab': 'X',
      'A/x.cab': 'X',
      'B/x.cab': 'X',
      'c.msi': 'C',
      'A/r.txt': '1',
      'B/r.txt': '2',
    });
  });

  it('refuses two payloads of one package that have one name, unless they are to be numbered', () => {
    const plan: BundlePlan = {
      version: 4,
      containers: [{ 'a.msi': 'A', 'x.txt#1': '1', 'X.txt#2': '2' }],
      chain: [{ id: 'A', kind: 'Msi', payloads: ['0:a.msi', '0:x.txt#1', '0:X.txt#2'] }],
    };
    expect(caught(() => open(bundle(plan))).code).toBe('CONTAINER_DUPLICATE_NAME');
    expect(contents(open(bundle(plan), {}, { renameUnsafe: true }))).toEqual({
      'A/a.msi': 'A',
      'A/x.txt': '1',
      'A/X (2).txt': '2',
    });
  });

  it.each([
    ['a payload', '<Payload Id="0:a.msi" FilePath="z" SourcePath="a0"/>', 'Payload'],
    ['a container', '<Container Id="C0" FilePath="z"/>', 'Container'],
  ])('refuses %s whose Id is there twice', (_, more, structure) => {
    const bytes = bundle({ version: 3, containers: [{ 'a.msi': 'A' }], more });
    expect(caught(() => open(bytes))).toMatchObject({ code: 'CONTAINER_CORRUPT', facts: { structure } });
  });

  it('refuses a payload whose path leads out', () => {
    const bytes = bundle({ version: 3, containers: [{ '..\\a.msi': 'A' }] });
    expect(caught(() => open(bytes)).code).toBe('CONTAINER_UNSAFE_NAME');
  });

  it('names payloads that its container does not have, and references to none', () => {
    const container = open(
      bundle({
        version: 3,
        containers: [{ 'a.msi': 'A' }],
        more: '<Payload Id="p" FilePath="lost.msi" SourcePath="a9" Packaging="embedded" Container="C0"/><Payload Id="q" FilePath="q.msi" SourcePath="a8" Packaging="embedded" Container="nowhere"/>',
        chain: [
          { id: 'A', kind: 'Msi', payloads: ['p'] },
          { id: 'B', kind: 'Exe', payloads: ['none'] },
        ],
      }),
    );
    expect(container.warnings).toMatchObject([
      { code: 'PACKAGE_NO_FILE', entry: 'lost.msi' },
      { code: 'PACKAGE_NO_FILE', entry: 'q.msi' },
      { code: 'CONTAINER_CORRUPT', entry: 'none' },
    ]);
    expect(container.bundle!.chain).toMatchObject([{ payload: { present: false } }, { payload: null }]);
  });

  it('refuses more containers than can be kept open', () => {
    const more = Array.from({ length: 300 }, (_, i) => `<Container Id="X${i}" FilePath="x.cab"/>`).join('');
    const bytes = bundle({ version: 3, containers: [], more });
    expect(caught(() => open(bytes)).code).toBe('CONTAINER_TOO_MANY');
  });

  it('refuses to read one file beside it under thousands of names', () => {
    const content = new Uint8Array(2 ** 20);
    const more = Array.from(
      { length: 300 },
      (_, i) => `<Payload Id="p${i}" FilePath="p${i}" SourcePath="x.bin" Packaging="external"/>`,
    ).join('');
    const container = open(bundle({ version: 3, containers: [], more }), { 'x.bin': content });
    expect(caught(() => [...container.decode(container.files)]).code).toBe('CONTAINER_RATIO');
    expect(container.files.at(-1)!.bytes()).toHaveLength(content.length);
  });

  it('says that a container is unpacked by an extension', () => {
    const more = '<Container Id="X" Type="Extension" ExtensionId="e" FilePath="x.bin"/>';
    const container = open(bundle({ version: 5, containers: [{ 'a.msi': 'A' }], more }), {
      'x.bin': 'no cabinet, whatever it is',
    });
    expect(container.warnings).toMatchObject([{ code: 'CONTAINER_UNSUPPORTED', entry: 'x.bin' }]);
  });
});

describe('what lies behind the last container of a bundle', () => {
  const plain: BundlePlan = { version: 3, ux: { 'ba.dll': 'ux' }, containers: [{ 'a.msi': 'A' }] };
  const zip = buildZip({ files: [{ name: 'b.msi', bytes: 'behind' }] });
  const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

  it('is among its files', () => {
    const container = open(join(bundle(plain), zip));
    expect(container.files.map(({ path }) => path)).toEqual([
      'UX/manifest.xml',
      'UX/ba.dll',
      'a.msi',
      'b.msi',
    ]);
    expect(container).toMatchObject({ kind: 'burn', bundle: { name: open(bundle(plain)).bundle!.name } });
  });

  it('is nothing where it is a signature or padding', () => {
    const signed = join(bundle(plain), new Uint8Array(600));
    expect(open(signed).title).toBe('WiX bundle');
    expect(open(signed).files).toHaveLength(3);
  });
});
