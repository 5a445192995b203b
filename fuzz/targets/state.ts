import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCatalogue, manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { scanTrees } from '../../src/hotfix/scan/scan-trees.js';
import { memo } from '../memo.js';
import { mutateText } from '../mutate/text.js';
import type { Seed } from '../seeds.js';
import { bytesOf, type Target, textOf } from '../target.js';
import { mutateJson } from './json.js';

export const state: Target = {
  name: 'state',
  about: 'what `verify --kb all --state` keeps between runs: read, used and written again',
  prepare() {
    const manifests = memo(() =>
      listCatalogue()
        .slice(0, 3)
        .flatMap(({ kb }) => (kb ? [manifestFromCatalogue(kb)] : [])),
    );
    const facts = { name: 'Smpmgr.dll', size: 5, version: '4.0.6487.2111', platform: 'x86' };
    const line = JSON.stringify(['@/tree/Smpmgr.dll', 5, 1264400822000, [{ path: 'Smpmgr.dll', ...facts }]]);
    // `#` stands for the line that a run of its own has written: its key depends on the catalogue.
    const whole = `#\n${line}\n${line.replaceAll('Smpmgr', 'Mcs')}\n`;
    const seeds: Seed[] = [{ name: 'built/state', bytes: bytesOf(whole) }];
    let head: string | null = null;
    return {
      seeds,
      make(random) {
        const lines = random.chance(0.5)
          ? `#\n${JSON.stringify(mutateJson(random, JSON.parse(line)))}\n`
          : mutateText(random, whole);
        return { bytes: bytesOf(lines), seed: seeds[0]!.name, choice: 0 };
      },
      async run({ bytes }, world) {
        const tree = world.path('tree');
        if (!existsSync(join(tree, 'Smpmgr.dll'))) world.write('tree/Smpmgr.dll', 'hello');
        const scan = (path: string) =>
          scanTrees([tree], manifests(), { state: path, threads: 1, onlyPresent: true });
        if (head === null) {
          const own = world.nothing('own.state');
          await scan(own);
          head = readFileSync(own, 'utf8').split('\n')[0]!;
        }
        const first = head;
        const root = JSON.stringify(world.root).slice(1, -1);
        const text = textOf(bytes).replaceAll('@', () => root);
        const path = world.write(
          'case.state',
          text.replace('#', () => first),
        );
        JSON.stringify(await scan(path));
        // What was written is a state: a second run reads it.
        await scan(path);
      },
    };
  },
};
