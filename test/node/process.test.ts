import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/node/process.js';
import { caughtLater } from '../support/caught.js';

const node = (code: string, ...args: string[]): [string, string[]] => [
  process.execPath,
  ['-e', code, ...args],
];

describe('runProcess', () => {
  it('gives exit code and output, whatever the code', async () => {
    const [program, args] = node(
      'console.log(process.argv[1]); console.error("e"); process.exitCode = 7',
      'a b',
    );
    expect(await runProcess(program, args)).toEqual({ exitCode: 7, stdout: 'a b', stderr: 'e' });
  });

  it('gives the program no more environment than it is told', async () => {
    const [program, args] = node('console.log(process.env.ONE, process.env.HOME)');
    expect((await runProcess(program, args, { env: { ONE: '1' } })).stdout).toBe('1 undefined');
  });

  it('says when there is no such program', async () => {
    const error = await caughtLater(() => runProcess('/nowhere/msiexec', []));
    expect([error.code, error.kind, error.facts.file]).toEqual([
      'ENGINE_UNAVAILABLE',
      'environment',
      '/nowhere/msiexec',
    ]);
  });

  it('says when the program is killed', async () => {
    const [program, args] = node('process.kill(process.pid, "SIGKILL")');
    // Windows knows no signals: there it is an exit code.
    if (process.platform === 'win32') expect((await runProcess(program, args)).exitCode).toBe(1);
    else
      expect(await caughtLater(() => runProcess(program, args))).toMatchObject({
        code: 'ENGINE_UNAVAILABLE',
        message: 'the program cannot be run: it was killed (SIGKILL)',
      });
  });

  it('starts nothing when it has been told to end', async () => {
    const error = await caughtLater(() => runProcess('/nowhere/x', [], { signal: AbortSignal.abort() }));
    expect(error.code).toBe(process.platform === 'win32' ? 'ENGINE_UNAVAILABLE' : 'ABORTED');
  });

  it('ends the program when it is told to', async () => {
    const interrupt = new AbortController();
    const [program, args] = node('setTimeout(() => {}, 60000)');
    const run = caughtLater(() => runProcess(program, args, { signal: interrupt.signal }));
    setTimeout(() => interrupt.abort(), 50);
    expect((await run).code).toBe('ABORTED');
  });
});
