import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(repository, 'src');

interface Room {
  floor: number;
  /** Which of its files run without Node. */
  pure: (file: string) => boolean;
}

/** The table of docs/architecture.md. */
const rooms = new Map<string, Room>(
  [
    ...readFileSync(join(repository, 'docs/architecture.md'), 'utf8').matchAll(
      /^\| (\d+) \| `([a-z]+)` \| .* \| (.*) \|$/gm,
    ),
  ].map(([, floor, name, without]) => [name!, { floor: Number(floor), pure: pureFiles(without!) }]),
);

function pureFiles(cell: string): Room['pure'] {
  const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const isAmong = (file: string): boolean =>
    named.some((name) => file === name || file.startsWith(`${name}/`));
  const needsNode = (file: string): boolean => /(^|\/)node\//.test(file);
  if (cell === 'no') return () => false;
  if (cell.startsWith('yes')) return (file) => !needsNode(file) && !isAmong(file);
  return (file) => !needsNode(file) && isAmong(file);
}

/** Formats that use another one. */
const formatsAllowed: Record<string, readonly string[]> = { pa19: ['pe'] };

interface Import {
  file: string;
  room: string;
  target: string;
  /** Only types are imported. */
  isType: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const files = sources(src);
const slashed = (path: string): string => path.replaceAll('\\', '/');
const roomOf = (path: string): string => slashed(relative(src, path)).split('/')[0]!;

const imports: Import[] = files.flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^(?:import|export)\b( type\b)?[^;'"]*?from\s*|^import\s*|\bimport\()['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => ({
    file: slashed(relative(src, file)),
    room: roomOf(file),
    target: match[2]!,
    isType: match[1] !== undefined,
  })),
);
const pathOf = (file: string, target: string): string =>
  join(src, dirname(file), target).replace(/\.js$/, '.ts');
const local = imports.filter((i) => i.target.startsWith('.'));
const external = imports.filter((i) => !i.target.startsWith('.'));

/** Exports that no source uses, and what does. */
const exportedFor = new Map([
  ['cli/begin.ts begin', 'bin/hotfixkit.js starts it'],
  ['hotfix/manifest/manifest-schema.ts parseProductLine', 'a test checks the data files with it'],
]);

/** Whether the test of a file names something of it. */
function isTested(file: string, name: string): boolean {
  return ['.test.ts', '.slow.test.ts']
    .map((end) => join(repository, 'test', file.replace(/\.ts$/, end)))
    .some((path) => existsSync(path) && new RegExp(`\\b${name}\\b`).test(readFileSync(path, 'utf8')));
}

describe('architecture', () => {
  it('has the rooms of the table and no others', () => {
    expect(readdirSync(src).sort()).toEqual([...rooms.keys()].sort());
  });

  it('has the rooms of the picture', () => {
    const page = readFileSync(join(repository, 'docs/architecture.md'), 'utf8');
    const drawn = [...page.matchAll(/\b([a-z]+)\["<b>\1<\/b>/g)].map(([, name]) => name!);
    expect(drawn.sort()).toEqual([...rooms.keys()].sort());
    for (const [, from, to] of page.matchAll(/^ {2}([a-z]+)(?:\[.*?\])? --> ([a-z]+)/gm)) {
      const [above, below] = [rooms.get(from!), rooms.get(to!)];
      if (above && below) expect(above.floor, `${from} --> ${to}`).toBeGreaterThan(below.floor);
    }
  });

  it('imports downwards only', () => {
    const wrong = local.flatMap(({ file, room, target }) => {
      const to = roomOf(pathOf(file, target));
      const isAllowed = room === to || rooms.get(to)!.floor < rooms.get(room)!.floor;
      return isAllowed ? [] : [`${file} imports ${to}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the formats apart', () => {
    const wrong = local.flatMap(({ file, room, target }) => {
      const [, format] = file.split('/');
      const [to, other] = slashed(relative(src, pathOf(file, target))).split('/');
      if (room !== 'formats' || to !== 'formats' || format === other) return [];
      return formatsAllowed[format!]?.includes(other!) ? [] : [`${file} imports ${other}`];
    });
    expect(wrong).toEqual([]);
  });

  it('runs without Node where the table says so', () => {
    const isPure = (file: string): boolean => {
      const [name, ...rest] = file.split('/');
      return rooms.get(name!)!.pure(rest.join('/'));
    };
    const needsNode = ({ file, target, isType }: Import): boolean => {
      if (!target.startsWith('.')) return target.startsWith('node:') || builtinModules.includes(target);
      const to = slashed(relative(src, pathOf(file, target)));
      // What is not pure yet, and is named as such, may be used; what belongs to Node may not.
      return !isType && /(^|\/)node\//.test(to);
    };
    const wrong = imports.filter((one) => isPure(one.file) && needsNode(one));
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('names no exception that is none any more', () => {
    for (const [room, { pure }] of rooms) {
      const own = files
        .map((file) => slashed(relative(src, file)))
        .filter((file) => roomOf(join(src, file)) === room);
      const rest = own.map((file) => file.slice(room.length + 1));
      const excepted = rest.filter((file) => !pure(file) && !/(^|\/)node\//.test(file));
      if (excepted.length > 3) continue; // the whole room needs Node, or most of it
      for (const file of excepted) {
        const reasons = imports.filter(
          (one) =>
            one.file === `${room}/${file}` &&
            (one.target.startsWith('node:') || one.target.includes('node/') || one.target === 'yauzl'),
        );
        expect(reasons, `${room}/${file}`).not.toEqual([]);
      }
    }
  });

  it('has no circle, not even one of types', () => {
    const next = new Map<string, string[]>();
    for (const { file, target } of local) {
      next.set(file, [...(next.get(file) ?? []), slashed(relative(src, pathOf(file, target)))]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      if (done.has(file)) return;
      done.add(file);
      for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    };
    for (const file of next.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('lets one file import an npm package', () => {
    const importers = new Map<string, Set<string>>();
    for (const { file, target } of external) {
      if (target.startsWith('node:')) continue;
      // Modules within a package belong to it.
      const name = target.startsWith('@') ? target.split('/', 2).join('/') : target;
      importers.set(name, (importers.get(name) ?? new Set()).add(file));
    }
    const several = [...importers]
      .filter(([, by]) => by.size > 1)
      .map(([name, by]) => `${name}: ${[...by].join(', ')}`);
    expect(several).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    // What is published has its packages in it.
    expect(manifest.dependencies).toBeUndefined();
    expect([...importers.keys()].filter((name) => !(name in manifest.devDependencies))).toEqual([]);
  });

  it('has no default exports and no export *', () => {
    const wrong = files.filter((file) => /export (default|\*)/.test(readFileSync(file, 'utf8')));
    expect(wrong.map((file) => relative(src, file))).toEqual([]);
  });

  it('exports nothing that the sources do not use', () => {
    const textOf = new Map(files.map((file) => [slashed(relative(src, file)), readFileSync(file, 'utf8')]));
    const used = new Set(
      [...textOf].flatMap(([file, text]) =>
        [...text.matchAll(/^(?:import|export)\b(?: type)?\s*\{([^}]*)\}\s*from\s*'(\.[^']+)'/gm)].flatMap(
          ([, names, target]) =>
            [...names!.matchAll(/(?:^|,)\s*(?:type\s+)?(\w+)/g)].map(
              ([, name]) => `${slashed(relative(src, pathOf(file, target!)))} ${name}`,
            ),
        ),
      ),
    );
    const loadedLater = new Set(
      [...textOf].flatMap(([file, text]) =>
        [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, target]) =>
          slashed(relative(src, pathOf(file, target!))),
        ),
      ),
    );
    const unused = [...textOf].flatMap(([file, text]) => {
      // The kernels and the programs of threads are entries of their own; what is for browsers replaces the file above it.
      if (/^api\/|^codecs\/kernels\/|-worker\.ts$/.test(file) || loadedLater.has(file)) return [];
      const original = file.replace('browser/', '');
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      const exported = code.matchAll(/^export (?:abstract )?(?:async )?(?:function\*?|const|class) (\w+)/gm);
      return (
        [...exported]
          .map(([, name]) => name!)
          .filter((name) => !used.has(`${original} ${name}`) && !exportedFor.has(`${file} ${name}`))
          // A part that its own file uses may be exported for its test.
          .filter((name) => code.split(new RegExp(`\\b${name}\\b`)).length < 3 || !isTested(file, name))
          .map((name) => `${file}: ${name}`)
      );
    });
    expect(unused).toEqual([]);
  });

  describe('mirrors sources in tests', () => {
    const tests = sources(join(repository, 'test'))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => slashed(relative(join(repository, 'test'), file)))
      .filter((file) => file.includes('/') && !/^(scenarios|support|slow)\//.test(file))
      .map((file) => file.replace(/(\.slow)?\.test\.ts$/, '.ts'));

    it('every test is about a file', () => {
      const lost = tests.filter(
        (file) => !existsSync(join(/^(?:fuzz|web)\//.test(file) ? repository : src, file)),
      );
      expect(lost).toEqual([]);
    });

    it('every file has a test, but for those that are known to have none', () => {
      const tested = new Set(tests);
      // Files that hold types alone have nothing to test.
      const without = files
        .filter((file) =>
          /^export (?:async )?(?:function|const|class|enum)\b|^export \{/m.test(readFileSync(file, 'utf8')),
        )
        .map((file) => slashed(relative(src, file)))
        // The kernels are tested as what they are compiled to.
        .filter((file) => !tested.has(file) && !file.startsWith('codecs/kernels/assembly/'));
      const known = readFileSync(join(repository, 'test/untested.txt'), 'utf8').trim().split(/\s+/);
      expect(without.filter((file) => !known.includes(file))).toEqual([]);
      // The list gets shorter: what has a test, or is gone, is taken out of it.
      expect(known.filter((file) => !without.includes(file))).toEqual([]);
      expect(known).toEqual([...known].sort());
    });
  });

  it('names no path of a machine and no registry', () => {
    const all = ['test', 'fuzz'].flatMap((folder) => sources(join(repository, folder)));
    all.push(...files, join(repository, 'README.md'));
    const named = all.filter((file) => /\/work\/|registry\.npmjs|\/farm\//.test(readFileSync(file, 'utf8')));
    expect(
      named
        .map((file) => relative(repository, file))
        .filter((file) => !file.endsWith('architecture.test.ts')),
    ).toEqual([]);
  });
});
