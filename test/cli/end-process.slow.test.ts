import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../support/built-program.js';

let built = '';
beforeAll(async () => {
  built = join(await buildProgram({ 'end-process': 'src/cli/end-process.ts' }), 'end-process.cjs');
});

/** A call that is over only when the process ends. */
const stuck = `require('child_process').spawnSync(process.execPath, ['-e', 'setTimeout(() => 0, 20000)'], { stdio: 'ignore' })`;
const soon = (status: number): string =>
  `setTimeout(() => require(${JSON.stringify(built)}).endProcess(${status}), 300)`;

function run(main: string, thread: string): { status: number | null; stderr: string } {
  const program = `new (require('worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true }); ${main}`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  return { status, stderr };
}

describe('endProcess', () => {
  it.each([0, 3, 70, 103, 255])('ends with %d although a thread is stuck, and says nothing', (status) => {
    expect(run(soon(status), stuck)).toEqual({ status, stderr: '' });
  });

  it('ends from a thread although the main one is stuck', () => {
    expect(run(`setTimeout(() => ${stuck}, 100)`, soon(4))).toEqual({ status: 4, stderr: '' });
  });
});
