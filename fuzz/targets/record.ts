import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { undoStage } from '../../src/hotfix/stage/undo-stage.js';
import { mutateText } from '../mutate/text.js';
import type { Seed } from '../seeds.js';
import { Broken, bytesOf, type Target, textOf, tolerateLater } from '../target.js';
import { mutateJson } from './json.js';

/** A folder of the world that no record may touch, whatever it says. */
const KEPT = 'outside/kept.txt';

export const record: Target = {
  name: 'record',
  about: 'records of staging (record.json): taken back without touching what staging did not make',
  prepare() {
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const whole = {
      format: 1,
      kb: '977203',
      product: 'ConfigMgr 2007 SP2',
      started: '2010-01-25T06:27:02.000Z',
      finished: '2010-01-25T06:27:03.000Z',
      files: [
        { path: '@/client/i386/a.msp', sha256: hash('staged'), before: null },
        { path: '@/client/i386/b.txt', sha256: hash('staged'), before: hash('before') },
        { path: '@/outside/kept.txt', sha256: hash('kept'), before: null },
        { path: '@/client/../outside/kept.txt', sha256: hash('kept'), before: hash('before') },
      ],
      folders: ['@/client/i386', '@/client'],
    };
    const seeds: Seed[] = [{ name: 'built/record.json', bytes: bytesOf(JSON.stringify(whole)) }];
    return {
      seeds,
      make(random) {
        const text = random.chance(0.6)
          ? JSON.stringify(mutateJson(random, whole))
          : mutateText(random, JSON.stringify(whole));
        return { bytes: bytesOf(text), seed: seeds[0]!.name, choice: 0 };
      },
      async run({ bytes }, world) {
        for (const name of ['client', 'undo', 'outside']) world.empty(name);
        world.write('client/i386/a.msp', 'staged');
        world.write('client/i386/b.txt', 'staged');
        const kept = world.write(KEPT, 'kept');
        const folder = world.path('undo');
        world.write(`undo/before/${hash('before')}`, 'before');
        // `@` stands for the folder of the world, which differs from run to run.
        const root = JSON.stringify(world.root).slice(1, -1);
        world.write(
          'undo/record.json',
          textOf(bytes).replaceAll('@', () => root),
        );
        await tolerateLater(() => undoStage(folder, [world.path('client')], { flush: 'never' }));
        if (existsSync(kept) && readFileSync(kept, 'utf8') === 'kept') return;
        throw new Broken('escape', 'taking back touched a file that staging did not make');
      },
    };
  },
};
