import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inputs } from './inputs.js';
import { foreignFiles, readTree, type Tree } from './tree.js';

/** Runs a command to its end; throws where it does not give the status. */
export type Run = (argv: readonly string[], status?: number) => Promise<void>;

export interface Scenario {
  name: string;
  /** Makes what is there before the command; `work` is an empty folder. */
  setup: (work: string, run: Run, tools: SetupTools) => Promise<void> | void;
  /** The command. */
  argv: (work: string) => string[];
  /** Folders that the command was given, to recover; relative, `.` for the folder itself. */
  roots: string[];
  /** Our own records, which say on the way what is being done: not compared before recovery. */
  isRecord?: (path: string) => boolean;
  /** What a run that fails may still have brought forward: progress, which is no result. */
  isProgress?: (path: string) => boolean;
  /** What else the folder may be after recovery: what `setup` noted under a name. */
  states?: string[];
  /** What is there before is what an interrupted run left: no state to come back to. */
  startsInterrupted?: boolean;
  /** Copies, and so points, at most; for large files. */
  points?: number;
}

export interface SetupTools {
  /** Remembers the folder as a state that it may be in. */
  note: (name: string) => void;
  /** Runs a command that is killed half-way through putting its files in their places. */
  interrupt: (argv: readonly string[]) => Promise<void>;
}

/** Puts files of others into a folder. */
export function addForeign(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(foreignFiles)) writeFileSync(join(folder, name), text);
}

/** Paths of a tree that are those of others. */
export function foreignPaths(tree: Tree): string[] {
  return [...tree.files.keys()].filter((path) => path.slice(path.lastIndexOf('/') + 1) in foreignFiles);
}

/** Every file below a folder becomes another one, but for those named. */
function makeOlder(folder: string, except: readonly string[]): void {
  for (const path of readTree(folder).files.keys()) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!except.includes(name) && !(name in foreignFiles)) appendFileSync(join(folder, path), 'OLDER');
  }
}

const isStageRecord = (path: string): boolean => /(?:^|\/)record\.json$/.test(path);
const msiexec = (...argv: string[]): string[] => ['msiexec', ...argv, '/qn'];

/** Staging of the small hotfix into `s`. */
function staging({ hotfix, manifest }: Inputs) {
  const client = (work: string): string => join(work, 's/Client');
  const options = (work: string): string[] => [
    ...['--manifest', manifest],
    ...['--client-source', client(work), '--quiet'],
  ];
  const stage = (work: string, ...more: string[]): string[] => ['stage', hotfix, ...options(work), ...more];
  const undo = (work: string): string[] => ['stage', '--undo', ...options(work)];
  const clientSource = (work: string): void => {
    mkdirSync(join(client(work), 'i386'), { recursive: true });
    writeFileSync(join(client(work), 'ccmsetup.exe'), 'x');
    addForeign(client(work));
    addForeign(join(work, 's'));
  };
  /** What stage would replace is there, in another state and without a record. */
  const olderSource = async (work: string, run: Run): Promise<void> => {
    clientSource(work);
    await run(stage(work));
    for (const name of readdirSync(join(work, 's'))) {
      if (name.endsWith('-undo')) rmSync(join(work, 's', name), { recursive: true });
    }
    makeOlder(join(work, 's'), ['ccmsetup.exe']);
  };
  return { stage, undo, clientSource, olderSource };
}

export function scenarios(inputs: Inputs): Scenario[] {
  const { packages, hotfix, otherHotfix, manifest } = inputs;
  const manifestOption = ['--manifest', manifest];
  const { stage, undo, clientSource, olderSource } = staging(inputs);
  const staged = ['s/Client', 's/CCMCertFix', 's'];

  return [
    {
      name: 'extract over old',
      setup: async (work, run) => {
        await run(['extract', packages.a, '-o', join(work, 't'), '--quiet']);
        addForeign(join(work, 't'));
        addForeign(join(work, 't/Small/docs'));
      },
      argv: (work) => ['extract', packages.b, '-o', join(work, 't'), '--overwrite', 'always', '--quiet'],
      roots: ['t'],
    },
    {
      name: 'extract into new',
      setup: (work) => addForeign(work),
      argv: (work) => ['extract', packages.b, '-o', join(work, 't/deep/er'), '--quiet'],
      roots: ['t/deep/er', 't/deep', 't'],
    },
    {
      name: 'extract --overwrite never beside others',
      setup: (work) => {
        addForeign(join(work, 't'));
        addForeign(join(work, 't/Small'));
        writeFileSync(join(work, 't/Small/mine.txt'), 'mine');
      },
      argv: (work) => ['extract', packages.b, '-o', join(work, 't'), '--overwrite', 'never', '--quiet'],
      roots: ['t'],
    },
    {
      name: 'image over an image',
      setup: async (work, run) => {
        await run(msiexec('/a', packages.a, `TARGETDIR=${join(work, 'img')}`));
        addForeign(join(work, 'img'));
      },
      argv: (work) => msiexec('/a', packages.b, `TARGETDIR=${join(work, 'img')}`),
      roots: ['img'],
    },
    {
      name: 'patch of an image',
      setup: async (work, run) => {
        await run(msiexec('/a', inputs.product, `TARGETDIR=${join(work, 'img')}`));
        addForeign(join(work, 'img'));
      },
      argv: (work) => msiexec('/a', join(work, 'img/client.msi'), '/p', inputs.patch),
      roots: ['img'],
    },
    {
      name: 'image with patch in one go',
      setup: async (work, run) => {
        await run(msiexec('/a', inputs.product, `TARGETDIR=${join(work, 'img')}`));
        makeOlder(join(work, 'img'), ['client.msi', 'tool.exe', 'gone.txt']);
        addForeign(join(work, 'img'));
      },
      argv: (work) => msiexec('/a', inputs.product, '/p', inputs.patch, `TARGETDIR=${join(work, 'img')}`),
      roots: ['img'],
    },
    {
      name: 'stage new',
      setup: clientSource,
      argv: (work) => stage(work),
      roots: staged,
      isRecord: isStageRecord,
    },
    {
      name: 'stage over',
      setup: olderSource,
      argv: (work) => stage(work, '--overwrite'),
      roots: staged,
      isRecord: isStageRecord,
    },
    {
      name: 'stage into two roots, record elsewhere',
      setup: async (work, run) => {
        await olderSource(work, run);
        addForeign(join(work, 'u'));
        addForeign(join(work, 'r'));
      },
      argv: (work) =>
        stage(
          work,
          '--overwrite',
          ...['--utility-source', join(work, 'u/utility')],
          ...['--hotfix-source', join(work, 'h/hotfix')],
          ...['--record', join(work, 'r/record')],
        ),
      roots: ['s/Client', 'u/utility', 'h/hotfix', 'r/record', 's', 'u', 'h', 'r'],
      isRecord: isStageRecord,
    },
    {
      name: 'undo',
      setup: async (work, run) => {
        await olderSource(work, run);
        await run(stage(work, '--overwrite'));
      },
      argv: (work) => undo(work),
      roots: staged,
      isRecord: isStageRecord,
    },
    {
      name: 'stage with a task sequence',
      setup: async (work, run) => {
        await olderSource(work, run);
        writeFileSync(join(work, 's/ts.new.xml'), 'an older edit');
      },
      argv: (work) =>
        stage(
          work,
          '--overwrite',
          ...['--task-sequence', inputs.taskSequence, '-o', join(work, 's/ts.new.xml')],
          ...['--package-id', 'ABC00001', '--utility-package-id', 'ABC00042'],
        ),
      roots: staged,
      isRecord: isStageRecord,
    },
    {
      name: 'scan with state',
      setup: async (work, run) => {
        addForeign(join(work, 'v'));
        mkdirSync(join(work, 'share'));
        writeFileSync(join(work, 'share/Ccmcertfix.exe'), 'not the published one');
        const argv = ['verify', join(work, 'share'), '--kb', 'all', '--quiet'];
        await run([...argv, '--state', join(work, 'v/dp.state')], 1);
        writeFileSync(join(work, 'share/Smpmgr.dll'), 'another');
      },
      argv: (work) => [
        ...['verify', join(work, 'share'), '--kb', 'all'],
        ...['--state', join(work, 'v/dp.state'), '--quiet'],
      ],
      roots: ['v'],
      // What has been read so far may be saved on the way.
      isRecord: (path) => path === 'v/dp.state',
      isProgress: (path) => path === 'v/dp.state',
    },
    {
      name: 'prepare over prepare',
      setup: async (work, run) => {
        await run(['prepare', hotfix, ...manifestOption, '-o', join(work, 'o'), '--quiet']);
        addForeign(join(work, 'o'));
        addForeign(join(work, 'o/image'));
      },
      argv: (work) => [
        ...['prepare', hotfix, ...manifestOption, '-o', join(work, 'o'), '--existing', 'keep'],
        ...['--package-id', 'ABC00001', '--quiet'],
      ],
      roots: ['o'],
    },
    {
      name: 'prepare in place of another',
      setup: async (work, run) => {
        await run(['prepare', otherHotfix, ...manifestOption, '-o', join(work, 'o'), '--quiet']);
        addForeign(join(work, 'o'));
      },
      argv: (work) => [
        ...['prepare', hotfix, ...manifestOption, '-o', join(work, 'o')],
        ...['--existing', 'replace', '--quiet'],
      ],
      roots: ['o'],
    },
    {
      name: 'prepare new',
      setup: (work) => addForeign(work),
      argv: (work) => ['prepare', hotfix, ...manifestOption, '-o', join(work, 'o'), '--quiet'],
      roots: ['o'],
    },
    {
      name: 'manifest import over a file',
      setup: (work) => {
        addForeign(join(work, 'm'));
        writeFileSync(join(work, 'm/x.json'), 'OLD');
      },
      argv: (work) => [
        'manifest',
        'import',
        inputs.article,
        '--kb',
        '1',
        '-o',
        join(work, 'm/x.json'),
        '--quiet',
      ],
      roots: ['m'],
    },
    {
      name: 'tables over tables',
      setup: async (work, run) => {
        await run(['tables', packages.a, '--format', 'idt', '-o', join(work, 't')]);
        addForeign(join(work, 't'));
      },
      argv: (work) => [
        'tables',
        packages.b,
        'File',
        'Property',
        'Media',
        '--format',
        'idt',
        '-o',
        join(work, 't'),
      ],
      roots: ['t'],
    },
    {
      name: 'delta over a file',
      setup: (work) => {
        addForeign(join(work, 'd'));
        writeFileSync(join(work, 'd/new.dll'), 'OLD');
      },
      argv: (work) => [
        'delta',
        'apply',
        inputs.delta,
        inputs.deltaOld,
        '-o',
        join(work, 'd/new.dll'),
        '--quiet',
      ],
      roots: ['d'],
    },
    {
      name: 'stream over a file',
      setup: (work) => {
        addForeign(join(work, 'd'));
        writeFileSync(join(work, 'd/files.cab'), 'OLD');
      },
      argv: (work) => ['streams', packages.a, 'files.cab', '-o', join(work, 'd/files.cab'), '--quiet'],
      roots: ['d'],
    },
    {
      name: 'extract on several threads',
      setup: async (work, run) => {
        await run(['extract', inputs.standIn, '-o', join(work, 't'), '--quiet']);
        makeOlder(join(work, 't'), []);
        addForeign(join(work, 't'));
      },
      argv: (work) => ['extract', inputs.standIn, '-o', join(work, 't'), '--overwrite', 'always', '--quiet'],
      roots: ['t'],
      points: 8,
    },
  ];
}

/** Two commands for one folder. */
export interface Pair {
  name: string;
  setup: (work: string, run: Run) => Promise<void> | void;
  a: (work: string) => string[];
  b: (work: string) => string[];
}

export function pairs(inputs: Inputs): Pair[] {
  const { packages } = inputs;
  const { stage, undo, clientSource, olderSource } = staging(inputs);
  const extract = (path: string, work: string, ...more: string[]): string[] => [
    ...['extract', path, '-o', join(work, 't'), '--quiet'],
    ...more,
  ];
  const extractOver = (path: string, work: string): string[] => extract(path, work, '--overwrite', 'always');
  const image = (path: string, work: string): string[] =>
    msiexec('/a', path, `TARGETDIR=${join(work, 'img')}`);
  const prepare = (work: string, id: string): string[] => [
    ...['prepare', inputs.hotfix, '--manifest', inputs.manifest, '-o', join(work, 'o')],
    ...['--package-id', id, '--quiet'],
  ];
  return [
    {
      name: 'extract over old, twice',
      setup: async (work, run) => {
        await run(extract(packages.a, work));
        addForeign(join(work, 't'));
      },
      a: (work) => extractOver(packages.b, work),
      b: (work) => extractOver(packages.a, work),
    },
    {
      name: 'extract into new, twice',
      setup: (work) => addForeign(work),
      a: (work) => extract(packages.b, work),
      b: (work) => extract(packages.a, work),
    },
    {
      name: 'image over an image, twice',
      setup: (work, run) => run(image(packages.a, work)),
      a: (work) => image(packages.b, work),
      b: (work) => image(packages.a, work),
    },
    {
      name: 'stage over, twice',
      setup: olderSource,
      a: (work) => stage(work, '--overwrite'),
      b: (work) => stage(work, '--overwrite'),
    },
    { name: 'stage new, twice', setup: clientSource, a: (work) => stage(work), b: (work) => stage(work) },
    {
      name: 'stage and undo',
      setup: async (work, run) => {
        await olderSource(work, run);
        await run(stage(work, '--overwrite'));
      },
      a: (work) => undo(work),
      b: (work) => stage(work, '--overwrite'),
    },
    {
      name: 'prepare, twice',
      setup: (work) => addForeign(work),
      a: (work) => prepare(work, 'ABC00001'),
      b: (work) => prepare(work, 'ABC00002'),
    },
  ];
}

/** Commands that take a moment. */
export function signalScenarios(inputs: Inputs): Scenario[] {
  const { many } = inputs;
  return [
    {
      name: 'extract of many files over old ones',
      setup: async (work, run) => {
        await run(['extract', many.a, '-o', join(work, 't'), '--quiet']);
        addForeign(join(work, 't'));
      },
      argv: (work) => ['extract', many.b, '-o', join(work, 't'), '--overwrite', 'always', '--quiet'],
      roots: ['t'],
    },
    {
      name: 'image of many files over an image',
      setup: async (work, run) => {
        await run(msiexec('/a', many.a, `TARGETDIR=${join(work, 'img')}`));
        addForeign(join(work, 'img'));
      },
      argv: (work) => msiexec('/a', many.b, `TARGETDIR=${join(work, 'img')}`),
      roots: ['img'],
    },
    ...scenarios(inputs).filter(({ name }) => name === 'stage over'),
  ];
}

/** The names alone, which need no inputs. */
export const scenarioNames: readonly string[] = scenarios(noInputs()).map(({ name }) => name);
export const pairNames: readonly string[] = pairs(noInputs()).map(({ name }) => name);
export const signalScenarioNames: readonly string[] = signalScenarios(noInputs()).map(({ name }) => name);

function noInputs(): Inputs {
  const none = '';
  return {
    packages: { a: none, b: none },
    many: { a: none, b: none },
    product: none,
    patch: none,
    hotfix: none,
    otherHotfix: none,
    manifest: none,
    standIn: none,
    article: none,
    delta: none,
    deltaOld: none,
    taskSequence: none,
  };
}
