import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { buildKernels } from './build-kernels.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// Files that were renamed in src must not live on in what is published.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });

await buildKernels();

// Two hundred small modules take longer to load than most commands take to run. Modules that the same entries use are put
// together; the command line is bundled apart, so that each command is a chunk that loads what it uses and nothing else.
// It has its packages in it, as far as it uses them: they are two hundred more files. Those of the library stay outside.
const threads = {
  'run-worker': 'src/cli/run-worker.ts',
  'write-worker': 'src/package/node/write-worker.ts',
  'hash-worker': 'src/package/node/hash-worker.ts',
  'scan-worker': 'src/hotfix/scan/scan-worker.ts',
};
const entries = Object.fromEntries(
  readdirSync(join(root, 'src/api')).map((file) => [basename(file, '.ts'), `src/api/${file}`]),
);
/** The entries that need nothing of Node; they are built once more, for browsers. */
const pure = ['article', 'cab', 'cfb', 'delta', 'msi', 'pe', 'report', 'verify'];

await bundle(
  {
    ...entries,
    // Nothing of the main entry may lie in its own file: a bundler that takes one name from there would take it all.
    main: 'src/api/index.ts',
    'file-version': 'src/core/file-version.ts',
  },
  { dir: 'dist' },
);
const program = await bundle(
  { supervise: 'src/cli/supervise.ts', cli: 'src/cli/main.ts', ...threads },
  { dir: 'dist', withPackages: true, plugins: [tablesOutside()] },
);
writeFileSync(new URL('../dist/LICENSES.txt', import.meta.url), licensesIn(program));
await bundle(Object.fromEntries(pure.map((name) => [name, entries[name]])), {
  dir: 'dist/browser',
  platform: 'browser',
  plugins: [standIns()],
});

// `npm run check` has checked the types already, and wants the program only.
if (!process.argv.includes('--no-types')) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}

/** Gives the modules that were put together. */
async function bundle(input, { dir, platform = 'node', plugins = [], withPackages = false }) {
  const isOutside = (id) => !id.startsWith('.') && !id.startsWith('src/') && !id.startsWith(root);
  const bundler = await rolldown({
    cwd: root,
    input,
    platform,
    plugins,
    external: withPackages ? isBuiltin : isOutside,
    treeshake: { moduleSideEffects: false },
  });
  const { output } = await bundler.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
  });
  await bundler.close();
  return output.flatMap(({ moduleIds = [] }) => moduleIds);
}

/** The tables of the multi-byte code pages are half a megabyte and seldom needed: they are read from the package. */
function tablesOutside() {
  return {
    name: 'tables-outside',
    resolveId(id, importer) {
      const [table] = /tables\/[^/]+\.json$/.exec(id) ?? [];
      const isOfCodePages = importer?.replaceAll('\\', '/').includes('/iconv-lite/');
      return table && isOfCodePages ? { id: `iconv-lite/encodings/${table}`, external: true } : null;
    },
  };
}

/** The licenses of all packages that modules belong to. */
function licensesIn(modules) {
  const packages = new Set(
    modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/')) ?? []),
  );
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `License ${license}, by ${author}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  return `The command line contains parts of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Takes `browser/name.ts` instead of `name.ts` where there is one. */
function standIns() {
  return {
    name: 'stand-ins',
    resolveId(id, importer) {
      if (!importer || !id.startsWith('.')) return null;
      const file = join(dirname(importer), id).replace(/\.js$/, '.ts');
      const other = join(dirname(file), 'browser', basename(file));
      return existsSync(other) ? other : null;
    },
  };
}
