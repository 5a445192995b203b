import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { buildCabinet, buildCabinetSet } from '../support/cabinet-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { hostilePackage, hostileText, ROOT, rootedAt, snapshot } from '../support/hostile.js';
import { buildPackage, type PackagePlan } from '../support/package-builder.js';
import { standInPath, text, writeTree } from '../support/package-folder.js';
import { buildClient, buildSmallPatch } from '../support/patch-scenario.js';
import { readTree, tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

/*
 * What a command writes lies below the folders that its user named, whatever a package says. Each case runs in a folder of
 * its own, some levels down; everything above and beside the output has to be as it was.
 *
 * HOTFIXKIT_CONTAINMENT_RUNS makes more cases than the suite has time for.
 */
const factor = Number(process.env.HOTFIXKIT_CONTAINMENT_RUNS ?? 1);
const runs = (count: number) => ({ seed: 20260, numRuns: count * factor });

/** The current folder counts as well: a relative path that is taken for one lands there. */
const before = process.cwd();
interface Place {
  /** Nothing outside `out` may change in it. */
  root: string;
  /** Where packages lie. */
  source: string;
  out: string;
}

/** What a command said, all of it. */
type Said = Awaited<ReturnType<typeof hotfixkit>>;

/** Runs commands in a fresh place and looks at what has changed outside the output; `look` sees what is in it then. */
async function contained(
  prepare: (place: Place) => readonly string[][],
  look: (place: Place, said: readonly Said[]) => void = () => undefined,
): Promise<number[]> {
  const root = tempFolder();
  const place = { root, source: join(root, 'a/b/source'), out: join(root, 'a/b/c/out') };
  for (const folder of [place.source, place.out, join(root, 'a/b/cwd'), join(root, 'etc')]) {
    mkdirSync(folder, { recursive: true });
  }
  writeTree(root, { 'etc/passwd': 'root', 'a/b/c/file.txt': 'mine', 'a/b/file.txt': 'mine' });
  process.chdir(join(root, 'a/b/cwd'));
  try {
    const commands = prepare(place);
    const seen = snapshot(root, place.out);
    const said: Said[] = [];
    for (const argv of commands) {
      const outcome = await hotfixkit(argv, { env: { HOME: join(root, 'home'), TEMP: join(root, 'temp') } });
      said.push(outcome);
      expect(outcome.stderr, argv.join(' ')).not.toContain('bug of hotfixkit');
      expect(snapshot(root, place.out), argv.join(' ')).toEqual(seen);
    }
    look(place, said);
    return said.map(({ status }) => status);
  } finally {
    process.chdir(before);
    rmSync(root, { recursive: true, force: true });
  }
}

/** Counts how commands end. */
function outcomes(): { add(statuses: readonly number[]): void; done(): number } {
  const counts = new Map<number, number>();
  return {
    add: (statuses) => {
      for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
    },
    done: () => {
      if (factor > 1) process.stderr.write(`${JSON.stringify([...counts])}\n`);
      return (counts.get(0) ?? 0) + (counts.get(1) ?? 0);
    },
  };
}

/** A package as bytes; null for texts that no database can hold. */
function built(plan: PackagePlan): Uint8Array | null {
  try {
    return buildPackage(plan).msi;
  } catch {
    // The builder refuses what the format has no room for, such as a key twice.
    return null;
  }
}

const everything = (path: string, out: string): string[][] => [
  ...['target', 'source', 'flat', 'key'].map((layout) => {
    const how = ['--layout', layout, '--on-conflict', 'rename', '--overwrite', 'always'];
    return ['extract', path, '-o', join(out, 'extract'), ...how];
  }),
  ['msiexec', '/a', path, '/qn', '/l*v', join(out, 'a.log'), `TARGETDIR=${join(out, 'image')}`],
  ['msiexec', '/a', path, '/qn', `ROOTDRIVE=${join(out, 'drive')}`, 'SHORTFILENAMES=1'],
  ['msiexec', '/a', path, '/qn', 'TARGETDIR='],
  ['prepare', path, '--kb', '977203', '--force', '-o', join(out, 'prepared')],
  ['tables', path, '--format', 'idt', '-o', join(out, 'tables')],
  ['tables', path, '--format', 'csv', '-o', join(out, 'tables')],
];

describe.skipIf(process.platform === 'win32')(
  'nothing is written outside the folders that were named',
  () => {
    it('by a package with hostile properties, folders, names and actions', async () => {
      const ended = outcomes();
      await fc.assert(
        fc.asyncProperty(hostilePackage, async (plan) => {
          const statuses = await contained(({ root, source, out }) => {
            const msi = built(rootedAt(plan, root));
            if (msi === null) return [];
            writeFileSync(join(source, 'package.msi'), msi);
            return everything(join(source, 'package.msi'), out);
          });
          ended.add(statuses);
        }),
        runs(25),
      );
      // Most of them have to get as far as writing, or nothing has been tried.
      expect(ended.done()).toBeGreaterThan(25);
    });

    it('by a patch that brings hostile rows, for an image and for a package', async () => {
      const ended = outcomes();
      await fc.assert(
        fc.asyncProperty(hostilePackage, fc.boolean(), async (plan, isImage) => {
          const statuses = await contained(({ root, source, out }) => {
            const { files, ...others } = rootedAt(plan, root);
            const wordCount = isImage ? 4 : 2;
            // That of the transforms which the builder writes.
            const codePage = 1252;
            const old = [{ key: 'old', name: 'old.txt', bytes: text('old') }];
            const product = isImage ? ({ cabinets: 'none' } as const) : {};
            const first = buildClient('1.0.0', old, { ...product, wordCount, codePage });
            let patch: Uint8Array;
            try {
              const second = buildClient('1.0.1', files, { ...others, ...product, wordCount, codePage });
              const whole = Object.fromEntries(files.map(({ key, bytes }) => [key, { whole: bytes }]));
              patch = buildSmallPatch(first, second, whole);
            } catch {
              return []; // As above: no database can hold it.
            }
            // The image lies inside the output: that is where it is patched.
            const path = join(isImage ? join(out, 'image') : source, 'client.msi');
            writeTree(join(path, '..'), { 'client.msi': first, 'PFiles/Fixture/old.txt': 'old' });
            writeFileSync(join(source, 'patch.msp'), patch);
            const msp = join(source, 'patch.msp');
            return [
              [
                'msiexec',
                '/a',
                path,
                '/p',
                msp,
                '/qn',
                ...(isImage ? [] : [`TARGETDIR=${join(out, 'image')}`]),
              ],
              ['msiexec', '/a', path, '/p', msp, '/qn', `TARGETDIR=${join(out, 'other')}`],
              ['extract', msp, '-o', join(out, 'patch'), '--on-conflict', 'rename', '--overwrite', 'always'],
              ['extract', msp, '--base', path, '-o', join(out, 'patched'), '--on-conflict', 'rename'],
              ['tables', `${msp}#T1ToU1`, '--format', 'json'],
            ];
          });
          ended.add(statuses);
        }),
        runs(16),
      );
      expect(ended.done()).toBeGreaterThan(10);
    });

    it('by an archive or a cabinet with hostile names, a package with a hostile name inside', async () => {
      const ended = outcomes();
      const names = fc.array(hostileText, { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(names, hostilePackage, async (drawn, plan) => {
          const statuses = await contained(({ root, source, out }) => {
            const all = drawn.map((name) => name.replaceAll(ROOT, root));
            const files = all.map((name, index) => ({ name, bytes: text(`content ${index}`) }));
            const msi = built(rootedAt(plan, root));
            const inner = msi === null ? [] : [{ name: `${all[0]}.msi`, bytes: msi }];
            writeFileSync(
              join(source, 'x.zip'),
              buildZip({ files: [...files, ...inner].map((file) => ({ ...file, flags: 0x800 })) }),
            );
            writeFileSync(join(source, 'x.cab'), buildCabinet({ folders: [{ method: 'none', files }] }));
            return ['x.zip', 'x.cab'].flatMap((name) => {
              const path = join(source, name);
              return [
                ['extract', path, '-o', join(out, 'plain'), '--overwrite', 'always'],
                ...[path, `${path}!`].map((which) => {
                  const how = ['--rename-unsafe', '--on-conflict', 'rename', '--overwrite', 'always'];
                  return ['extract', which, '-o', join(out, 'renamed'), ...how];
                }),
                ['msiexec', '/a', path, '/qn', `TARGETDIR=${join(out, 'image')}`],
                [
                  'prepare',
                  path,
                  '--kb',
                  '977203',
                  '--force',
                  '--rename-unsafe',
                  '-o',
                  join(out, 'prepared'),
                ],
              ];
            });
          });
          ended.add(statuses);
        }),
        runs(15),
      );
      expect(ended.done()).toBeGreaterThan(15);
    });

    it('by a patch for an image inside an archive, which is not what lies beside the archive', async () => {
      const old = { key: 'a', name: 'a.txt', bytes: text('old') };
      const made = { ...old, bytes: text('new') };
      const first = buildClient('1.0.0', [old], { cabinets: 'none', wordCount: 4 });
      const second = buildClient('1.0.1', [made], { cabinets: 'none', wordCount: 4 });
      const statuses = await contained(({ source }) => {
        const zip = join(source, 'image.zip');
        const loose = { name: 'PFiles/Fixture/a.txt', bytes: old.bytes };
        writeFileSync(zip, buildZip({ files: [{ name: 'client.msi', bytes: first }, loose] }));
        writeTree(source, { 'PFiles/Fixture/a.txt': 'mine' });
        writeFileSync(join(source, 'p.msp'), buildSmallPatch(first, second, { a: { whole: made.bytes } }));
        return [['msiexec', '/a', zip, '/p', join(source, 'p.msp'), '/qn']];
      });
      expect(statuses).not.toContain(0);
    });

    it('by a manifest with a title for a path', async () => {
      const published = manifestFromCatalogue('977203');
      const titles = ['../../../..', '..\\..\\x', `${ROOT}/elsewhere`, 'CON', 'x" & calc %PATH%'];
      const statuses = await contained(
        ({ source, out, root }) =>
          titles.map((title, index) => {
            const manifest = join(source, `${index}.json`);
            writeFileSync(
              manifest,
              JSON.stringify({ ...published, kb: null, title: title.replace(ROOT, root) }),
            );
            return ['prepare', standInPath(2), '--manifest', manifest, '-o', join(out, String(index))];
          }),
        ({ out }) => {
          const made = titles.map((_, index) => readdirSync(join(out, String(index), 'content')).sort());
          expect(made.every((names) => names.length === 3)).toBe(true);
        },
      );
      expect(statuses).toEqual(titles.map(() => 0));
    });
  },
);

describe.skipIf(process.platform === 'win32')('nothing is read outside the folder of a package', () => {
  const secret = 'what lies above the folder';
  const cabinet = buildCabinet({
    folders: [{ method: 'none', files: [{ name: 'a', bytes: text(secret) }] }],
  });
  const stolen = [{ key: 'a', name: 'a.txt', bytes: text(secret) }];

  /** Whether the secret has come out: into a file that a command wrote, or on the terminal. */
  async function comesOut(prepare: (place: Place) => Uint8Array, name = 'package.msi'): Promise<boolean> {
    let isOut = false;
    await contained(
      (place) => {
        const path = join(place.source, name);
        mkdirSync(join(place.source, 'sub'));
        writeTree(join(place.root, 'a/b'), { 'secret.cab': cabinet, 'a.txt': secret, a: secret });
        writeFileSync(path, prepare(place));
        return everything(path, place.out);
      },
      ({ out }, said) => {
        const written = [...readTree(out).values()];
        isOut = [...written, ...said.flatMap((one) => [one.stdout, one.stderr])].some((bytes) =>
          bytes.includes(secret),
        );
      },
    );
    return isOut;
  }

  it.each([
    '../secret.cab',
    '..\\secret.cab',
    'sub/../../secret.cab',
    './../SECRET.cab',
    `${ROOT}/a/b/secret.cab`,
  ])('a cabinet that the package calls %s', async (name) => {
    const isOut = await comesOut(
      ({ root }) =>
        buildPackage({ files: [{ ...stolen[0]!, cabinet: name.replace(ROOT, root) }], codePage: 65001 }).msi,
    );
    expect(isOut).toBe(false);
  });

  it.each(['..', '..\\', '../.', 'sub/../..', `${ROOT}/a/b`, '.:..', 'x:..', 'x:..|..'])(
    'a loose file in a folder %s',
    async (defaultDir) => {
      const isOut = await comesOut(({ root }) => {
        const place = defaultDir.replace(ROOT, root);
        const directories = [
          { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
          { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: place },
        ];
        return buildPackage({ directories, files: stolen, cabinets: 'none', codePage: 65001 }).msi;
      });
      expect(isOut).toBe(false);
    },
  );

  it.each(['../a.txt', '..\\a.txt', `${ROOT}/a/b/a.txt`, 'x|../a.txt', '../a.txt|x'])(
    'a loose file with the name %s',
    async (name) => {
      const isOut = await comesOut(({ root }) => {
        const file = { ...stolen[0]!, name: name.replace(ROOT, root), directory: 'TARGETDIR' };
        return buildPackage({ files: [file], cabinets: 'none', codePage: 65001 }).msi;
      });
      expect(isOut).toBe(false);
    },
  );

  it.each(['../secret.cab', '..\\secret.cab', `${ROOT}/a/b/secret.cab`])(
    'a cabinet that the one before it calls %s',
    async (next) => {
      const isOut = await comesOut(({ root }) => {
        const files = [{ name: 'a', bytes: text(secret) }];
        const [first] = buildCabinetSet({ folders: [{ method: 'none', files }], partBytes: 5 });
        // Only its header says what the next one is called, and that can be as long as it likes.
        return renamed(first!.bytes, 'part2.cab', next.replace(ROOT, root));
      }, 'first.cab');
      expect(isOut).toBe(false);
    },
  );

  it('but what lies beside it is, in a folder too', async () => {
    let count = 0;
    await contained(
      ({ source, out }) => {
        const { msi, loose } = buildPackage({ files: stolen, cabinets: 'external' });
        writeTree(source, { 'package.msi': msi, ...Object.fromEntries(loose) });
        return [['extract', join(source, 'package.msi'), '-o', out]];
      },
      ({ out }) => {
        count = [...readTree(out).values()].filter((bytes) => bytes.includes(secret)).length;
      },
    );
    expect(count).toBe(1);
  });
});

/** A cabinet whose header names another one: the offset of its files moves with the length of the name. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const old = Buffer.from(bytes);
  const at = old.indexOf(`${from}\0`);
  const made = Buffer.concat([old.subarray(0, at), Buffer.from(to), old.subarray(at + from.length)]);
  const more = made.length - old.length;
  // CFHEADER: cbCabinet at 0x08, coffFiles at 0x10; CFFOLDER.coffCabStart follows the strings.
  for (const field of [0x08, 0x10]) made.writeUInt32LE(made.readUInt32LE(field) + more, field);
  const folder = made.readUInt32LE(0x10) - 8;
  made.writeUInt32LE(made.readUInt32LE(folder) + more, folder);
  return made;
}
