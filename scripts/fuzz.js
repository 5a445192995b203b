import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

// The fuzzer is written in TypeScript and uses the builders of the tests; Node needs both as one. The product itself is
// what was built: it is that which people run.
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.fuzz', 'bin');

const bundler = await rolldown({
  cwd: root,
  input: { main: 'fuzz/main.ts', host: 'fuzz/host.ts', thread: 'fuzz/thread.ts' },
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('fuzz/') && !id.startsWith(root),
  plugins: [
    {
      name: 'the product as it was built',
      resolveId: (source, importer) =>
        importer?.startsWith(join(root, 'fuzz')) && /^(\.\.\/)+src\/index\.js$/.test(source)
          ? { id: 'hotfixkit', external: true }
          : null,
    },
  ],
});
await bundler.write({
  dir: folder,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[name]-[hash].js',
});
await bundler.close();

const { main } = await import(pathToFileURL(join(folder, 'main.js')).href);
process.exitCode = await main(process.argv.slice(2), root);
