import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScanResult } from '../../../src/hotfix/scan/scan-trees.js';
import { buildProgram } from '../../support/built-program.js';
import { tempFolder } from '../../support/temp-folder.js';

let program = '';

beforeAll(async () => {
  const dist = await buildProgram(
    {
      scan: 'src/hotfix/scan/scan-trees.ts',
      catalogue: 'src/hotfix/manifest/catalogue.ts',
      'scan-worker': 'src/hotfix/scan/scan-worker.ts',
    },
    { 'src/hotfix/scan/read-candidate.ts': 'test/support/read-candidate.ts' },
  );
  program = join(dist, 'program.js');
  writeFileSync(
    program,
    `import { scanTrees } from './scan.cjs';
    import { manifestFromCatalogue } from './catalogue.cjs';
    const [root, threads, maxTime, maxMemory, state, title] = process.argv.slice(2);
    const abort = new AbortController();
    process.on('SIGINT', () => abort.abort());
    const manifest = manifestFromCatalogue('977203');
    scanTrees([root], [title ? { ...manifest, title } : manifest], {
      threads: Number(threads),
      limits: { maxTime: Number(maxTime), maxMemory: Number(maxMemory) },
      state,
      onProgress: ({ done }) => console.error('done ' + done),
      signal: abort.signal,
    }).finally(() => console.error('largest ' + process.resourceUsage().maxRSS)).then(
      (result) => console.log(JSON.stringify(result)),
      (error) => console.log(JSON.stringify({ code: error.code, message: error.message })),
    );`,
  );
});

interface Limits {
  threads?: number;
  maxTime?: number;
  maxMemory?: number;
  state?: string;
  title?: string;
}

/** Scans packages of the given contents; `heard` is told what the scan says of its progress. */
function scan<Answer = ScanResult>(
  root: string,
  { threads = 2, maxTime = 60, maxMemory = 1000, state = '', title = '' }: Limits,
  heard: (text: string, interrupt: () => void) => void = () => undefined,
): Promise<Answer> {
  const child = spawn(
    process.execPath,
    [program, root, String(threads), String(maxTime), String(maxMemory), state, title],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => heard(String(chunk), () => child.kill('SIGINT')));
  return new Promise((resolve) => child.on('close', () => resolve(JSON.parse(out) as Answer)));
}

function tree(contents: readonly string[]): string {
  const root = tempFolder();
  const old = new Date('2010-02-03');
  contents.forEach((content, i) => {
    const folder = join(root, String(i).padStart(3, '0'));
    mkdirSync(folder);
    const path = join(folder, 'x-KB977203-ENU.msi');
    writeFileSync(path, content);
    utimesSync(path, old, old);
  });
  return root;
}

const problems = ({ hotfixes }: ScanResult) =>
  hotfixes[0]!.places.flatMap(({ path, problem }) => (problem ? [[path.slice(0, 3), problem.code]] : []));

const good = (count: number): string[] => Array.from({ length: count }, () => 'good');

describe('one file in a scan costs one answer', () => {
  it.each([
    ['hang', 'TIME_LIMIT'],
    ['turns', 'TIME_LIMIT'],
    ['hog', 'MEMORY_LIMIT'],
    ['objects', 'MEMORY_LIMIT'],
    ['bug', 'INTERNAL'],
    ['exit', 'INTERNAL'],
  ])('where it does this: %s', async (content, code) => {
    for (const threads of [1, 3]) {
      const root = tree([...good(9), content, ...good(30)]);
      const result = await scan(root, { threads, maxTime: code === 'TIME_LIMIT' ? 1 : 60, maxMemory: 500 });
      expect(problems(result)).toEqual([['009', code]]);
      expect(result).toMatchObject({ ok: false, walked: { candidates: 40, read: 40 } });
      expect(result.hotfixes[0]!.places).toHaveLength(40);
    }
  });

  it('and a thread that starts slowly costs none', async () => {
    const root = tree(['good', 'hang', 'good']);
    expect(problems(await scan(root, { threads: 1, maxTime: 1, title: 'slow start' }))).toEqual([
      ['001', 'TIME_LIMIT'],
    ]);
  });

  it('and several cost one each', async () => {
    const root = tree(['hang', 'hog', ...good(20), 'bug', 'hang', 'hog', 'exit', ...good(20)]);
    // What takes much memory may run out of time first.
    expect(problems(await scan(root, { threads: 4, maxTime: 1, maxMemory: 500 }))).toEqual([
      ['000', 'TIME_LIMIT'],
      ['001', expect.stringMatching(/_LIMIT$/)],
      ['022', 'INTERNAL'],
      ['023', 'TIME_LIMIT'],
      ['024', expect.stringMatching(/_LIMIT$/)],
      ['025', 'INTERNAL'],
    ]);
  });
});

it('keeps nothing of files that took much memory, and does not read them side by side', async () => {
  const root = tree([...Array(30).fill('heavy'), ...good(40)]);
  let said = '';
  const result = await scan(root, { threads: 3, maxMemory: 8000 }, (text) => {
    said += text;
  });
  expect(problems(result)).toEqual([]);
  expect(result.walked).toMatchObject({ candidates: 70, read: 70 });
  // In KB. Each leaves 100 MB.
  expect(Number(/largest (\d+)/.exec(said)?.[1])).toBeLessThan(1_000_000);
});

it.skipIf(process.platform === 'win32')(
  'saves its state when it is interrupted, whatever hangs',
  async () => {
    const root = tree([...good(20), 'hang']);
    const state = join(tempFolder(), 'state');
    const answer = await scan<{ code: string }>(root, { state }, (text, interrupt) => {
      if (text.includes('done 20')) interrupt();
    });
    expect(answer.code).toBe('ABORTED');
    expect(readFileSync(state, 'utf8').trimEnd().split('\n')).toHaveLength(22);
    const again = await scan(root, { state, maxTime: 1 });
    expect(again.walked).toMatchObject({ read: 1, reused: 20 });
  },
);
