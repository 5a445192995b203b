import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixtures } from './support/fixtures.js';

/*
 * Each fixture equals what its builder makes, byte for byte. To write them anew after a builder has changed:
 *
 *   HOTFIXKIT_UPDATE_FIXTURES=1 npx vitest run test/fixtures.test.ts
 */

const folder = fileURLToPath(new URL('../fixtures', import.meta.url));
const update = process.env.HOTFIXKIT_UPDATE_FIXTURES === '1';

describe('fixtures', () => {
  it.each(fixtures)('$path equals its builder’s output', ({ path, build }) => {
    const built = build();
    const file = join(folder, path);
    if (update) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, built);
    }
    const stored = readFileSync(file);
    expect(stored.length).toBe(built.length);
    // Not toEqual: a difference in a hundred thousand bytes is nothing to print.
    expect(Buffer.compare(stored, built), `first difference at ${firstDifference(stored, built)}`).toBe(0);
  });

  it.each(fixtures)('$path is small enough for a repository', ({ path }) => {
    expect(readFileSync(join(folder, path)).length).toBeLessThan(200_000);
  });

  it('there are no others, and the README names each', () => {
    const stored = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
    const paths = fixtures.map(({ path }) => path);
    // What other programs wrote has no builder here.
    const foreign = stored.filter((path) => path.startsWith('foreign/'));
    expect(stored.sort()).toEqual([...paths, ...foreign, 'README.md'].sort());
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect([...paths, ...foreign].filter((path) => !readme.includes(`\`${path}\``))).toEqual([]);
  });
});

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? Math.min(a.length, b.length) : at;
}
