import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { buildKernels } from './build-kernels.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// Files that were renamed in src must not live on in what is published.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });

await buildKernels();

// Two hundred small modules take longer to load than most commands take to run. The library is one bundle; the command
// line is bundled apart, so that each command is a chunk that loads what it uses and nothing else. Packages stay outside.
const threads = {
  'run-worker': 'src/cli/run-worker.ts',
  'write-worker': 'src/package/node/write-worker.ts',
  'hash-worker': 'src/package/node/hash-worker.ts',
  'scan-worker': 'src/hotfix/scan/scan-worker.ts',
};
await bundle({ index: 'src/api/index.ts' });
await bundle({ supervise: 'src/cli/supervise.ts', cli: 'src/cli/main.ts', ...threads });

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

async function bundle(input) {
  const bundler = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('src/') && !id.startsWith(root),
    treeshake: { moduleSideEffects: false },
  });
  await bundler.write({
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
  });
  await bundler.close();
}
