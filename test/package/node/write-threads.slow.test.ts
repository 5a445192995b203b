import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../support/built-program.js';
import { tempFolder } from '../../support/temp-folder.js';

// Threads start from built files only.
let program = '';

beforeAll(async () => {
  const dist = await buildProgram({
    'write-threads': 'src/package/node/write-threads.ts',
    'write-thread': 'src/package/node/write-thread.ts',
  });
  program = join(dist, 'program.js');
  writeFileSync(
    program,
    `import { expectWriting, startBatchThread } from './write-threads.cjs';
    const [path, then] = process.argv.slice(2);
    const workers = [];
    process.on('worker', (worker) => workers.push(worker));
    const nothingToDo = { batches: [], claims: new SharedArrayBuffer(4), identities: null, digests: null };
    const start = () =>
      new Promise((resolve, reject) => {
        const worker = startBatchThread(nothingToDo);
        worker.on('message', ({ kind }) => kind === 'done' && resolve());
        worker.on('error', reject);
      });
    expectWriting(path);
    expectWriting(path);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const expected = workers.length;
    if (then === 'lose it') await workers[0]?.terminate();
    if (then !== 'nothing') await start();
    console.log(JSON.stringify({ expected, started: workers.length }));`,
  );
});

function file(size: number): string {
  const path = join(tempFolder(), 'package.msi');
  writeFileSync(path, '');
  truncateSync(path, size);
  return path;
}

function run(path: string, then: string): unknown {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, path, then], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(stderr || `ended with ${status}`);
  return JSON.parse(stdout);
}

const large = 20 * 1024 * 1024;
// With one processor no thread is begun ahead.
const ahead = availableParallelism() > 1 ? 1 : 0;

describe('a thread that is begun before there is something to write', () => {
  it.each([
    ['is taken by what writes', () => file(large), 'write', { expected: ahead, started: 1 }],
    ['keeps no process running', () => file(large), 'nothing', { expected: ahead, started: ahead }],
    ['is replaced if it has ended', () => file(large), 'lose it', { expected: ahead, started: ahead + 1 }],
    ['is not begun for a small package', () => file(1000), 'write', { expected: 0, started: 1 }],
    ['is not begun for what is not there', () => '/nowhere/a.msi', 'nothing', { expected: 0, started: 0 }],
    ['is not begun for what is no path', () => 'a'.repeat(5000), 'nothing', { expected: 0, started: 0 }],
  ])('%s', (_name, path, then, answer) => {
    expect(run(path(), then)).toEqual(answer);
  });
});
