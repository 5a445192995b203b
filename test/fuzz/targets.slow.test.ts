import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Failure, runCase } from '../../fuzz/outcome.js';
import { randomOfCase } from '../../fuzz/random.js';
import { SeedPool } from '../../fuzz/seeds.js';
import { targets } from '../../fuzz/targets.js';
import { World } from '../../fuzz/world.js';
import { WriteGuard } from '../../fuzz/write-guard.js';

const repository = resolve(import.meta.dirname, '../..');
const pool = new SeedPool(repository, null);
const folder = mkdtempSync(join(tmpdir(), 'hotfixkit-fuzz-'));
const guard = new WriteGuard(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Cases of each target: as many as keep it below a second or two. */
const slow: Readonly<Record<string, number>> = {
  msi: 60,
  msp: 40,
  image: 40,
  extract: 60,
  state: 60,
  text: 120,
};
const RUNS = 200;

describe('targets', () => {
  it('are known by their names, one file each', () => {
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
    expect(targets.filter(({ about }) => about === '')).toEqual([]);
    const shared = /samples|-seeds|mutator|use-package|text-files|json|planted/;
    const files = readdirSync(join(repository, 'fuzz/targets')).filter((name) => !shared.test(name));
    expect(files.length).toBe(targets.length);
  });

  it.each(targets.map((target) => [target.name, target] as const))(
    '%s holds for its seeds and for some hundred cases',
    async (name, target) => {
      const prepared = target.prepare(pool);
      const world = new World(join(folder, name));
      const failures: (Failure & { index: number })[] = [];
      for (const { name: seed, bytes } of prepared.seeds) {
        const outcome = await runCase(prepared, { bytes, seed, choice: 0 }, world, guard);
        if ('failure' in outcome) failures.push({ ...outcome.failure, index: -1 });
      }
      for (let index = 0; index < (slow[name] ?? RUNS); index++) {
        const fuzzCase = prepared.make(randomOfCase(name, 1, index));
        const outcome = await runCase(prepared, fuzzCase, world, guard);
        if ('failure' in outcome) failures.push({ ...outcome.failure, index });
      }
      expect(failures).toEqual([]);
    },
  );

  it('make the same case from the same number', () => {
    for (const target of targets) {
      const prepared = target.prepare(pool);
      const [first, second] = [1, 2].map(() => prepared.make(randomOfCase(target.name, 3, 17)));
      expect(Buffer.from(first!.bytes).equals(Buffer.from(second!.bytes)), target.name).toBe(true);
      expect({ ...first, bytes: null }).toEqual({ ...second, bytes: null });
    }
  });
});
