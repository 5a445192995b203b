import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
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
// Packages stay outside.
const threads = {
  'run-worker': 'src/cli/run-worker.ts',
  'write-worker': 'src/package/node/write-worker.ts',
  'hash-worker': 'src/package/node/hash-worker.ts',
  'scan-worker': 'src/hotfix/scan/scan-worker.ts',
};
const entries = Object.fromEntries(
  readdirSync(join(root, 'src/api')).map((file) => [basename(file, '.ts'), `src/api/${file}`]),
);
const builtinStandIns = { 'node:zlib': 'src/codecs/browser/zlib.ts' };

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
await bundle({ supervise: 'src/cli/supervise.ts', cli: 'src/cli/main.ts', ...threads }, { dir: 'dist' });
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

async function bundle(input, { dir, platform = 'node', plugins = [] }) {
  const bundler = await rolldown({
    cwd: root,
    input,
    platform,
    plugins,
    external: (id) =>
      !id.startsWith('.') &&
      !id.startsWith('src/') &&
      !id.startsWith(root) &&
      !(id in builtinStandIns && platform === 'browser'),
    treeshake: { moduleSideEffects: false },
  });
  await bundler.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
  });
  await bundler.close();
}

/** Takes `browser/name.ts` instead of `name.ts` where there is one. */
function standIns() {
  return {
    name: 'stand-ins',
    resolveId(id, importer) {
      if (id in builtinStandIns) return join(root, builtinStandIns[id]);
      if (!importer || !id.startsWith('.')) return null;
      const file = join(dirname(importer), id).replace(/\.js$/, '.ts');
      const other = join(dirname(file), 'browser', basename(file));
      return existsSync(other) ? other : null;
    },
  };
}
