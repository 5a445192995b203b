import { existsSync, readFileSync } from 'node:fs';
import { recoverFolder } from '../../src/node/recover-folder.js';
import { mutateText } from '../mutate/text.js';
import type { Seed } from '../seeds.js';
import { Broken, bytesOf, type Target, textOf, tolerateLater } from '../target.js';
import { mutateJson } from './json.js';

/** Of a run that never was: its name is all that the product knows of it. */
const STAGING = '.hotfixkit-0123456789ab';
/** Files that no journal may touch: they are not what the run wrote, or lie elsewhere. */
const KEPT = ['outside/kept.txt', 'out/kept.txt'];

export const journal: Target = {
  name: 'journal',
  about: 'journals of killed runs: recovered without touching what the run did not write',
  prepare() {
    const identity = { file: '1', size: '4', modified: '1264400822000000000' };
    const lines = [
      {
        hotfixkit: 1,
        id: '0123456789ab',
        since: '2010-01-25T06:27:02.000Z',
        roots: [
          { path: '@/out', relative: '', made: [] },
          { path: '@/outside', relative: '../outside', made: ['1'] },
        ],
      },
      { step: 'folder', root: 0, path: 'made' },
      { step: 'put', root: 0, path: 'made/new.txt', staged: '0', written: identity, before: null },
      {
        step: 'put',
        root: 0,
        path: 'kept.txt',
        staged: '1',
        written: identity,
        before: { kept: '1.old', was: identity, readOnly: false },
      },
      { step: 'put', root: 1, path: 'kept.txt', staged: '2', written: identity, before: null },
      { step: 'put', root: 0, path: '../outside/kept.txt', staged: '3', written: identity, before: null },
      { step: 'remove', root: 0, path: 'gone.txt', kept: '4.old' },
      { step: 'remove-folder', root: 0, path: 'made' },
      { step: 'begin' },
    ];
    const whole = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const seeds: Seed[] = [{ name: 'built/journal', bytes: bytesOf(whole) }];
    return {
      seeds,
      make(random) {
        const changed = random.chance(0.7) ? mutateJson(random, lines) : null;
        const text = Array.isArray(changed)
          ? changed.map((line) => `${JSON.stringify(line)}\n`).join('')
          : mutateText(random, whole);
        return { bytes: bytesOf(text), seed: seeds[0]!.name, choice: 0 };
      },
      async run({ bytes }, world) {
        for (const name of ['out', 'outside']) world.empty(name);
        for (const path of KEPT) world.write(path, 'kept');
        world.write('out/made/own.txt', 'kept');
        for (const name of ['0', '1.old', '4.old']) world.write(`out/${STAGING}/${name}`, 'old');
        const root = JSON.stringify(world.root).slice(1, -1);
        world.write(
          `out/${STAGING}/journal`,
          textOf(bytes).replaceAll('@', () => root),
        );
        await tolerateLater(() => recoverFolder(world.path('out'), { wait: 0 }));
        for (const path of [...KEPT, 'out/made/own.txt']) {
          const place = world.path(path);
          if (existsSync(place) && readFileSync(place, 'utf8') === 'kept') continue;
          throw new Broken('escape', `recovering touched ${path}, which the run did not write`);
        }
      },
    };
  },
};
