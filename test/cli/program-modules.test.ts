import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CodeCache } from '../../src/cli/code-cache.js';
import { type BuiltProgram, ProgramModules, readKept } from '../../src/cli/program-modules.js';
import { tempFolder } from '../support/temp-folder.js';

type Main = { answer: (question: string) => number };

const files: Record<string, string> = {
  'main.cjs': `
    exports.answer = (question) => {
      if (question === 'parts') return require('./part.cjs').sum([require('./further.cjs').two, 1]);
      if (question === 'table') return require('../tables/table.json').length;
      return require('node:path').basename(__filename).length + 'é'.length;
    };`,
  // Both sides see the same module.
  'part.cjs':
    'exports.sum = (numbers) => numbers.reduce((a, b) => a + b); exports.loaded = (exports.loaded ?? 0) + 1;',
  'further.cjs': 'exports.two = 1 + require("./part.cjs").loaded;',
  '../tables/table.json': '[1, 2, 3]',
};

/** The module that has the digest of its build in it. */
const stamped = 'begin.cjs';

let home = '';
let read: string[] = [];

beforeEach(() => {
  home = tempFolder();
  read = [];
});

/** One start of the program: its answers, after which it keeps what it used. Also which files it read. */
function start(
  questions: readonly string[],
  folder: string | null = join(home, 'kept'),
  build: string | null = 'digest',
  meanwhile: () => Record<string, string> | null = () => null,
) {
  read = [];
  let inPlace: Record<string, string> = { ...files, [stamped]: `"${build}"` };
  const modules = new ProgramModules(
    {
      build,
      folder: join(home, 'program'),
      read: (path) => {
        read.push(path);
        const text = inPlace[path];
        if (text === undefined) throw new Error(`${path} is not there`);
        return text;
      },
      builtin: (id) => process.getBuiltinModule(id as 'node:path'),
    },
    folder,
    'name',
  );
  const { answer } = modules.load<Main>('main.cjs');
  const answers = questions.map((question) => answer(question));
  const own = [...read];
  inPlace = meanwhile() ?? inPlace;
  modules.keep();
  return { answers, read: own };
}

const keptFile = (): string => join(home, 'kept', readdirSync(join(home, 'kept'))[0]!);

describe('ProgramModules', () => {
  it('loads each module once, when it is required', () => {
    expect(start(['table', 'parts', 'parts', 'node'])).toEqual({
      answers: [3, 3, 3, 9],
      read: ['main.cjs', '../tables/table.json', 'part.cjs', 'further.cjs'],
    });
  });

  it('keeps the modules at the first start, their code at the second, and nothing more at the third', () => {
    start(['parts']);
    const sizes = [readFileSync(keptFile()).length];
    for (let i = 0; i < 2; i++) {
      expect(start(['parts'])).toEqual({ answers: [3], read: [] });
      sizes.push(readFileSync(keptFile()).length);
    }
    expect(sizes[1]).toBeGreaterThan(sizes[0]! + 500);
    expect(sizes[2]).toBe(sizes[1]);
  });

  it('reads by themselves what no start has used, and keeps it with the others', () => {
    for (let i = 0; i < 3; i++) start(['node']);
    expect(start(['parts'])).toEqual({ answers: [3], read: ['part.cjs', 'further.cjs'] });
    expect(start(['parts', 'node'])).toEqual({ answers: [3, 9], read: [] });
  });

  it.each([
    ['there is no folder', () => null],
    [
      'its folder is a file',
      () => {
        writeFileSync(join(home, 'file'), '');
        return join(home, 'file');
      },
    ],
  ])('keeps nothing where %s', (_, prepare) => {
    const folder = prepare();
    for (let i = 0; i < 2; i++) {
      const found = start(['parts'], folder);
      expect(found).toEqual({ answers: [3], read: ['main.cjs', 'part.cjs', 'further.cjs'] });
    }
  });

  it('keeps nothing of a build that is not known', () => {
    for (let i = 0; i < 2; i++) expect(start(['parts'], join(home, 'kept'), null).read).toHaveLength(3);
  });

  it('takes nothing of another build', () => {
    start(['parts']);
    expect(start(['parts'], join(home, 'kept'), 'other').read).toHaveLength(3);
  });

  it.each([
    ['removed', {}],
    ['replaced', { ...files, 'part.cjs': 'exports.sum = () => 0;', [stamped]: '"other"' }],
  ])('keeps nothing of a program that was %s meanwhile', (_, then) => {
    expect(start(['parts'], undefined, undefined, () => then).answers).toEqual([3]);
    expect(start(['parts'])).toEqual({ answers: [3], read: ['main.cjs', 'part.cjs', 'further.cjs'] });
  });

  it('reads no module again to keep it', () => {
    start(['node']);
    start(['parts'], undefined, undefined, () => ({ [stamped]: '"digest"' }));
    expect(start(['parts', 'node'])).toEqual({ answers: [3, 9], read: [] });
  });

  it('does not take what is not code', () => {
    start(['parts']);
    writeFileSync(keptFile(), 'x'.repeat(5000), { mode: 0o600 });
    expect(start(['parts']).read).toHaveLength(3);
  });

  it.each(['({', 'null', 'throw new Error()', ''])(
    'replaces what is kept whole and is no script of this build: %j',
    (source) => {
      start(['parts']);
      const [file] = readdirSync(join(home, 'kept'));
      CodeCache.in(join(home, 'kept'), file!.replace('.code', ''))!.write({
        source,
        code: null,
        modules: ['main.cjs'],
      });
      expect(start(['parts'])).toEqual({ answers: [3], read: ['main.cjs', 'part.cjs', 'further.cjs'] });
      expect(start(['parts'])).toEqual({ answers: [3], read: [] });
    },
  );

  it('runs where what is kept cannot be replaced', () => {
    start(['parts']);
    const file = keptFile();
    mkdirSync(`${file}.${process.pid}`);
    for (let i = 0; i < 2; i++) expect(start(['parts', 'table']).answers).toEqual([3, 3]);
  });
});

describe('readKept', () => {
  const built = (build: string | null): BuiltProgram => ({
    build,
    folder: join(home, 'program'),
    read: (path) => {
      throw new Error(`${path} is not read`);
    },
    builtin: (id) => process.getBuiltinModule(id as 'node:path'),
  });

  it('gives what another thread can begin with instead of reading it', () => {
    for (let i = 0; i < 2; i++) start(['parts']);
    const kept = readKept(built('digest'), join(home, 'kept'), 'name')!;
    writeFileSync(keptFile(), 'another program took its place');
    const sent = structuredClone(kept, { transfer: [kept.buffer as ArrayBuffer] });
    const modules = new ProgramModules(built('digest'), join(home, 'kept'), 'name', sent);
    expect(modules.load<Main>('main.cjs').answer('parts')).toBe(3);
  });

  it.each([
    ['nothing was kept', 'digest', 'kept', 'other'],
    ['it is of another build', 'other', 'kept', 'name'],
    ['the program is no build', null, 'kept', 'name'],
    ['there is no folder', 'digest', null, 'name'],
  ])('gives nothing where %s', (_, build, folder, name) => {
    start(['parts']);
    expect(readKept(built(build), folder && join(home, folder), name)).toBeNull();
  });
});
