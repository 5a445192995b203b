import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  applyExtract,
  applyUndo,
  listCatalogue,
  manifestFromCatalogue,
  openPackage,
  parseMsiexecArguments,
  planExtract,
  planUndo,
  runMsiexec,
  scanTrees,
} from '../../src/index.js';
import { memo } from '../memo.js';
import { mutateText } from '../mutate/text.js';
import type { Random } from '../random.js';
import type { Seed } from '../seeds.js';
import { Broken, bytesOf, type FuzzCase, optionsOf, type Target, textOf, tolerate } from '../target.js';
import { container, zip } from './archives.js';
import { msi } from './databases.js';
import { mutateJson } from './texts.js';
import { checkPaths, MOST } from './use-package.js';

export const image: Target = {
  name: 'image',
  about: 'msiexec /a into an empty folder: nothing is written elsewhere, nothing is left by a run that fails',
  prepare(pool) {
    const { make, seeds, reduce } = msi.prepare(pool);
    return {
      seeds,
      make,
      ...(reduce ? { reduce } : {}),
      async run({ bytes }, world) {
        const target = world.empty('image');
        const path = world.write('source/case.msi', bytes);
        world.nothing('log.txt');
        const command = ['/a', path, '/qn', '/l*v', world.path('log.txt'), `TARGETDIR=${target}`];
        const result = await runMsiexec(parseMsiexecArguments(command), {
          user: 'fuzzer',
          now: new Date('2010-01-25T06:27:02Z'),
          environment: { TEMP: world.path('temp'), PATH: '/bin' },
          threads: 1,
        });
        if (result.error && result.error.kind === 'bug') throw result.error;
        world.holdsOnly('image', 'source', 'log.txt');
        world.isClean(target, result.exitCode !== 0);
        if (result.exitCode === 0 && resolve(result.target ?? target) !== resolve(target)) {
          throw new Broken('escape', `the target became ${result.target}`);
        }
        checkPaths(result.written);
      },
    };
  },
};

export const extract: Target = {
  name: 'extract',
  about: 'extract from packages, archives and containers: everything stays below the output folder',
  prepare(pool) {
    const kinds = [msi, zip, container].map((target) => target.prepare(pool));
    const seeds = kinds.flatMap((kind) => kind.seeds);
    return {
      seeds,
      make: (random: Random): FuzzCase => random.pick(kinds).make(random),
      async run(fuzzCase, world) {
        const option = optionsOf(fuzzCase);
        const folder = world.empty('out');
        const opened = openPackage(world.write('source/case.bin', fuzzCase.bytes), {
          orContainer: true,
          renameUnsafe: option(),
          password: 'x',
        });
        let failed = true;
        try {
          const layout = option() ? 'target' : option() ? 'source' : 'key';
          const plan = planExtract(opened.content, { layout, onConflict: 'rename', deltas: true });
          checkPaths(plan.files.map(({ path }) => path));
          if (plan.size > MOST) return;
          await applyExtract(opened.content, plan, folder, { threads: 1 });
          failed = false;
        } finally {
          opened.close();
          world.holdsOnly('out', 'source');
          world.isClean(folder, failed);
        }
      },
    };
  },
};

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
        { path: '@/outside/kept.txt', sha256: hash('something else'), before: null },
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
      run({ bytes }, world) {
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
        tolerate(() => applyUndo(planUndo(folder), folder));
        if (existsSync(kept) && readFileSync(kept, 'utf8') === 'kept') return;
        throw new Broken('escape', 'taking back touched a file that staging did not make');
      },
    };
  },
};

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
