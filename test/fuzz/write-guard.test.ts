import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Broken } from '../../fuzz/target.js';
import { WriteGuard } from '../../fuzz/write-guard.js';
import { tempFolder } from '../support/temp-folder.js';

describe('WriteGuard', () => {
  it('lets writes within the folder pass and refuses all others, also where the refusal is swallowed', async () => {
    const folder = tempFolder();
    const inside = join(folder, 'in');
    const outside = join(folder, 'out');
    mkdirSync(inside);
    mkdirSync(outside);
    const guard = new WriteGuard(inside);

    await guard.watch(() => writeFileSync(join(inside, 'a'), 'x'));
    const attempts = [
      () => writeFileSync(join(outside, 'b'), 'x'),
      () => mkdirSync(`${inside}2`),
      () => writeFile(join(outside, 'c'), 'x'),
      async () => {
        await writeFile(join(inside, '..', 'out', 'd'), 'x').catch(() => undefined);
      },
    ];
    for (const attempt of attempts) await expect(guard.watch(attempt)).rejects.toThrow(Broken);

    expect(readdirSync(inside)).toEqual(['a']);
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['in', 'out']);
    // Outside of a run it is not in the way.
    writeFileSync(join(outside, 'e'), 'x');
    expect(readdirSync(outside)).toEqual(['e']);
  });
});
