import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { buildKernels } from './build-kernels.js';
import { buildWeb } from './build-web.js';
import { licensesIn } from './licenses.js';
import { standIns } from './stand-ins.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Parts of the project that few runs need, and that nothing they need needs in turn while it is loaded. */
const parts = [
  ['articles', /^src\/hotfix\/article\//],
  ['manifest-schema', /^src\/hotfix\/manifest\/manifest-schema\./],
  // The guard of a short run starts with these, beside the run, and needs nothing else.
  ['run-monitor', /^src\/node\/(?:run-monitor|turns|run-limits)\./],
  ['manifest-files', /^src\/hotfix\/manifest\/node\//],
];

/** Before the name of a module of Node in those that stand for it. */
const whenUsed = '\0when-used:';

// Files that were renamed in src must not live on in what is published.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });

await buildKernels();

// Two hundred small modules take longer to load than most commands take to run. Modules that the same entries use are put
// together, with the packages that they use, as far as they use them. The command line is bundled apart, so that each
// command is a chunk that loads what it uses and nothing else; as CommonJS, which Node loads in half the time and where
// imports can wait until they are used, and without comments, which are a third of what has to be read.
const threads = {
  'run-worker': 'src/cli/run-worker.ts',
  'guard-worker': 'src/cli/guard-worker.ts',
  'write-thread': 'src/package/node/write-thread.ts',
  'scan-worker': 'src/hotfix/scan/scan-worker.ts',
  'judge-worker': 'src/package/node/judge-worker.ts',
};
const entries = Object.fromEntries(
  readdirSync(join(root, 'src/api')).map((file) => [basename(file, '.ts'), `src/api/${file}`]),
);
/** The entries that need nothing of Node; they are built once more, for browsers. */
const pure = ['article', 'cab', 'cfb', 'delta', 'msi', 'pe', 'report', 'signature', 'verify'];

const library = await bundle(
  {
    ...entries,
    // Nothing of the main entry may lie in its own file: a bundler that takes one name from there would take it all.
    main: 'src/api/index.ts',
    'file-version': 'src/core/file-version.ts',
  },
  { dir: 'dist', plugins: [tablesOutside('./')] },
);
const program = await bundle(
  {
    begin: 'src/cli/begin.ts',
    thread: 'src/cli/thread.ts',
    'short-run': 'src/cli/short-run.ts',
    supervise: 'src/cli/supervise.ts',
    cli: 'src/cli/main.ts',
    ...threads,
  },
  {
    dir: 'dist/program',
    format: 'cjs',
    plugins: [tablesOutside('../'), importsWhenUsed(), builtinsWhenUsed()],
  },
);
stampProgram();
const browser = await bundle(Object.fromEntries(pure.map((name) => [name, entries[name]])), {
  dir: 'dist/browser',
  platform: 'browser',
  plugins: [standIns()],
});
writeFileSync(
  new URL('../dist/LICENSES.txt', import.meta.url),
  licensesIn([...library, ...program, ...browser, ...(await buildWeb())]),
);

// `npm run check` has checked the types already, and wants the program only.
if (!process.argv.includes('--no-types')) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}

/** Puts a digest of all modules of the command line where it says which build it is: code is kept for the next start of that build. */
function stampProgram() {
  const folder = join(root, 'dist/program');
  const paths = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  const digest = createHash('sha256');
  for (const path of paths) digest.update(readFileSync(path));
  const place = '@digest-of-the-build@';
  const marked = paths.filter((path) => readFileSync(path, 'utf8').includes(place));
  if (marked.length !== 1) throw new Error(`${place} is in ${marked.length} modules`);
  const [path] = marked;
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(place, digest.digest('hex').slice(0, 16)));
}

/** Gives the modules that were put together. */
async function bundle(input, { dir, platform = 'node', format = 'esm', plugins = [] }) {
  const bundler = await rolldown({
    cwd: root,
    input,
    platform,
    plugins,
    // Those of packages in CommonJS are left to `builtinsWhenUsed`.
    external: (id, importer) => isBuiltin(id) && (format === 'esm' || !importer || !packageOf(importer)),
    treeshake: { moduleSideEffects: false },
    preserveEntrySignatures: format === 'cjs' ? 'allow-extension' : 'exports-only',
  });
  const extension = format === 'cjs' ? 'cjs' : 'js';
  const { output } = await bundler.write({
    dir,
    format,
    // Names stay as they are: the stack of an error is read by people.
    minify: format === 'cjs' ? { compress: true, mangle: false, codegen: { removeWhitespace: true } } : false,
    // A package is a file of its own, loaded when it is used; modules of the project go with those that they are used with.
    codeSplitting:
      format === 'cjs'
        ? {
            includeDependenciesRecursively: false,
            groups: [{ name: (id) => packageOf(id) ?? partOf(id), debugName: 'packages and parts' }],
          }
        : true,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunk-[name]-[hash].${extension}`,
  });
  await bundler.close();
  return output.flatMap(({ moduleIds = [] }) => moduleIds);
}

/**
 * The tables of the multi-byte code pages are half a megabyte and seldom needed: they stay files, which are read where
 * one is used. `dist` is the path from the bundle to `dist`.
 */
function tablesOutside(dist) {
  return {
    name: 'tables-outside',
    async resolveId(id, importer) {
      const [, table] = /tables\/([^/]+\.json)$/.exec(id) ?? [];
      if (!table || !importer?.replaceAll('\\', '/').includes('/iconv-lite/')) return null;
      const target = join(root, 'dist/code-pages', table);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(dirname(importer), id), target);
      return { id: `${dist}code-pages/${table}`, external: 'absolute' };
    },
  };
}

/** The name of the package that a module belongs to; null for the project's own. */
function packageOf(id) {
  if (id.startsWith(whenUsed)) return 'node';
  const [, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll('\\', '/')) ?? [];
  return name?.replace('/', '-') ?? null;
}

/** The name of a part of the project that few runs need, and that is a file of its own for that; null for all else. */
function partOf(id) {
  const path = relative(root, id).replaceAll('\\', '/');
  return parts.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

/**
 * Makes the imports of a chunk load when they are used first, which in CommonJS can be any time: a command then loads
 * what its input needs. `const a = require("a")` becomes a getter; each `a.b` reads it.
 */
function importsWhenUsed() {
  // These two have been loaded by Node itself.
  const statement =
    /^(?:const|let|var) ([\w$]+) = (?:\/\* @__PURE__ \*\/ )?(require\("(?!node:path"|node:fs")[^"]+"\)|(?<=^var import_.*)[\w$.]+\((?:[\w$.]+\(\)(?:, 1)?)?\));$/gm;
  return {
    name: 'imports-when-used',
    renderChunk(code) {
      const imports = new Map();
      const kept = code.replace(statement, (all, name, value) => {
        if (name === 'require_rolldown_runtime') return all;
        imports.set(name, value);
        return '';
      });
      const used = (text) =>
        text.replace(/(?<![\w$]|[^.]\.)([\w$]+)(?=\.)/g, (word) =>
          imports.has(word) ? `imports$.${word}` : word,
        );
      const cells = [...imports].map(
        ([name, value]) => `get ${name}() { return ${name} ??= ${used(value)}; },`,
      );
      if (cells.length === 0) return null;
      return `let ${[...imports.keys()].join(', ')};\nconst imports$ = {\n${cells.join('\n')}\n};\n${used(kept)}`;
    },
  };
}

/** The same for the modules of Node that packages of CommonJS require where they are loaded, whether they need them or not. */
function builtinsWhenUsed() {
  return {
    name: 'builtins-when-used',
    resolveId(id, importer, { kind }) {
      return kind === 'require-call' && importer && packageOf(importer) && isBuiltin(id)
        ? `${whenUsed}${id}`
        : null;
    },
    load(id) {
      if (!id.startsWith(whenUsed)) return null;
      const name = JSON.stringify(id.slice(whenUsed.length));
      return `module.exports = new Proxy({}, { get: (_, key) => process.getBuiltinModule(${name})[key] });`;
    },
  };
}
