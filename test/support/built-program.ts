import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll } from 'vitest';
import { canLinkFolders, linkFolder } from './links.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Bundles sources into a folder that lives as long as the tests of a file, as `npm run build` does: threads start from built files
 * only, which are CommonJS. `replaced` names sources that others stand in for. Gives the folder of the built files.
 */
export async function buildProgram(
  entries: Readonly<Record<string, string>>,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  // What is built finds its packages through a link, or, where none can be made, because it lies among them.
  const place = canLinkFolders ? tmpdir() : join(repository, 'node_modules');
  const folder = mkdtempSync(join(place, 'hotfixkit-built-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  if (canLinkFolders) linkFolder(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module","version":"0.1.0"}');
  const bundler = await rolldown({
    cwd: repository,
    // Every thread begins with this one.
    input: { thread: 'src/cli/thread.ts', ...entries },
    platform: 'node',
    external: (id) => /^[a-z@]/.test(id) && !/^(src|test)\//.test(id),
    treeshake: { moduleSideEffects: false },
    plugins: [
      {
        name: 'replace',
        resolveId(source, importer) {
          if (!importer || !source.startsWith('.')) return null;
          const path = join(dirname(importer), source).replace(/\.js$/, '.ts');
          const by = Object.entries(replaced).find(([one]) => resolve(repository, one) === path);
          return by ? resolve(repository, by[1]) : null;
        },
      },
    ],
  });
  await bundler.write({
    dir: join(folder, 'dist'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  await bundler.close();
  return join(folder, 'dist');
}

/** Builds the command line with {@link commands} that misbehave; gives the file that runs it in one of the two ways. */
export async function buildMisbehaving(way: 'supervise' | 'short-run'): Promise<string> {
  const dist = await buildProgram(
    {
      [way]: `src/cli/${way}.ts`,
      'run-worker': 'src/cli/run-worker.ts',
      'guard-worker': 'src/cli/guard-worker.ts',
    },
    { 'src/cli/commands/index.ts': 'test/support/run-commands.ts' },
  );
  const bin = join(dist, 'bin.cjs');
  const start = way === 'supervise' ? 'supervise' : 'runHere';
  const program = `require('./${way}.cjs').${start}(process.argv.slice(2)).then((status) => { process.exitCode = status; });`;
  writeFileSync(bin, program);
  return bin;
}
