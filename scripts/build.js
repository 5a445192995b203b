import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

// Files that were renamed in src must not live on in what is published.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });

// Two hundred small modules take longer to load than most commands take to run: a few bundles do not. Packages stay
// outside. The library and the command line are bundled apart, so that a command is a chunk with what it uses alone.
const options = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  chunkNames: 'chunk-[hash]',
  logLevel: 'warning',
};
await build({ ...options, entryPoints: { index: 'src/index.ts' } });
await build({ ...options, entryPoints: { cli: 'src/cli/main.ts', 'write-worker': 'src/package/write-worker.ts' } });

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
