import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = join(dirname(fileURLToPath(import.meta.url)), '../../dist/program');
const chunks = readdirSync(program);

/** The text of a chunk, by the beginning of its name, and of all that it may load while it works. */
function reachable(name: string): string {
  const first = chunks.find((chunk) => chunk.startsWith(name));
  const found = new Map<string, string>();
  const waiting = [first!];
  for (let chunk = waiting.pop(); chunk !== undefined; chunk = waiting.pop()) {
    if (found.has(chunk)) continue;
    const text = readFileSync(join(program, chunk), 'utf8');
    found.set(chunk, text);
    // What is imported where it is used (`import()`) is loaded by nobody else.
    for (const [, used] of text.matchAll(/(?<!=>)require\("\.\/([^"]+)"\)/g)) waiting.push(used!);
  }
  return [...found.values()].join('\n');
}

// The one that decodes would wait for it: packages take longer to load than to write a megabyte.
it.each([
  [
    'the thread that writes what another one decodes',
    'chunk-output-worker-',
    'class WrittenFiles|WrittenFiles=class',
  ],
  ['what watches the thread of a run', 'supervise.cjs', 'class Supervisor|Supervisor=class'],
  ['what begins a thread', 'thread.cjs', 'function beginThread'],
])('%s needs no code for packages', (_, chunk, own) => {
  const text = reachable(chunk);
  expect(text).toMatch(new RegExp(own));
  expect(text).not.toMatch(/\bInstallPackage\b/);
});
