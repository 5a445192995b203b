import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Shim, type ShimPlan, whyNoShim } from './support/shim.js';

const why = whyNoShim();

describe.skipIf(why !== null)(`the shim${why ? ` (${why})` : ''}`, () => {
  let folder: string;
  let work: string;
  let shim: Shim;
  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'hotfixkit-shim-'));
    work = join(folder, 'work');
    mkdirSync(work);
    shim = new Shim(folder, 'test');
  });
  afterEach(() => {
    shim.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a script whose `fs` and `work` are there; gives what it did, and how it ended. */
  const run = (script: string, plan: ShimPlan = { mode: 'count' }) => {
    shim.start(work, plan);
    const begin = `const fs = require('node:fs'); const work = process.argv[1];`;
    const child = spawnSync(process.execPath, ['-e', `${begin}${script}`, work], {
      cwd: work,
      env: { PATH: process.env.PATH, ...shim.env },
      encoding: 'utf8',
    });
    const done = shim.stop(work).map(({ name, path }) => `${name} ${path}`);
    return { done, signal: child.signal, stdout: child.stdout.trim(), stderr: child.stderr };
  };

  const everything = `
    fs.mkdirSync(at + '/d');
    const f = fs.openSync(at + '/a', 'w');
    fs.writeSync(f, 'text');
    fs.writeSync(f, Buffer.from('text'), 0, 4, 0);
    fs.writevSync(f, [Buffer.from('a'), Buffer.from('b')]);
    fs.ftruncateSync(f, 3);
    fs.futimesSync(f, 1, 1);
    fs.fchmodSync(f, 0o600);
    fs.fsyncSync(f);
    fs.fdatasyncSync(f);
    fs.closeSync(f);
    fs.utimesSync(at + '/a', 2, 2);
    fs.chmodSync(at + '/a', 0o644);
    fs.linkSync(at + '/a', at + '/b');
    fs.symlinkSync('a', at + '/s');
    fs.renameSync(at + '/b', at + '/d/b');
    fs.unlinkSync(at + '/s');
    fs.unlinkSync(at + '/d/b');
    fs.rmdirSync(at + '/d');
    fs.closeSync(fs.openSync(at + '/a', 'r'));
  `;
  const seen = [
    'mkdir d',
    'open a',
    ...Array(3).fill('write a'),
    'truncate a',
    'utime a',
    'chmod a',
    ...Array(2).fill('fsync a'),
    'utime a',
    'chmod a',
    'link b',
    'symlink s',
    'rename d/b',
    'unlink s',
    'unlink d/b',
    'rmdir d',
  ];

  it.each([
    ['absolute paths', 'const at = work;'],
    ['relative paths', `const at = '.';`],
    ['a folder that was opened', `const at = '/proc/self/fd/' + fs.openSync(work, 'r');`],
    ['a link', `const at = '../link';`],
    ['dots', `const at = '../' + require('node:path').basename(work) + '/.';`],
  ])('sees every change by %s', (_, begin) => {
    symlinkSync('work', join(folder, 'link'));
    const { done, stderr } = run(begin + everything);
    expect(stderr).toBe('');
    expect(done).toEqual(seen);
  });

  it('sees the changes of asynchronous calls and of threads', () => {
    const { done, stderr } = run(`
      const { Worker } = require('node:worker_threads');
      const body = "require('node:fs').writeFileSync(require('node:worker_threads').workerData, 'x')";
      new Worker(body, { eval: true, workerData: work + '/thread' }).on('exit', async () => {
        await fs.promises.writeFile(work + '/promise', 'x');
        await fs.promises.copyFile(work + '/promise', work + '/copy');
        await fs.promises.rm(work + '/copy');
      });
    `);
    expect(stderr).toBe('');
    const names = [
      'open thread',
      'write thread',
      'open promise',
      'write promise',
      'open copy',
      'write copy',
      'unlink copy',
    ];
    expect(done).toEqual(expect.arrayContaining(names));
  });

  it('leaves alone what lies elsewhere, also where the name begins alike', () => {
    const { done, stderr } = run(`
      fs.writeFileSync(work + '2', 'x');
      fs.mkdirSync(work + '/../other');
      fs.renameSync(work + '2', work + '/../other/x');
    `);
    expect([done, stderr]).toEqual([[], '']);
  });

  it('fails one call, or all from there on', () => {
    const tries = `
      const codes = ['a', 'b', 'c'].map((name) => {
        try { fs.mkdirSync(work + '/' + name); return 'ok'; } catch (error) { return error.code; }
      });
      for (const name of fs.readdirSync(work)) fs.rmdirSync(work + '/' + name);
      console.log(codes.join(' '));
    `;
    expect(run(tries, { mode: 'fail', at: 2, error: 28, lasting: false }).stdout).toBe('ok ENOSPC ok');
    expect(run(tries, { mode: 'fail', at: 4, error: 5, lasting: true }).stderr).toContain('EIO');
  });

  it('kills', () => {
    const { done, signal } = run(`fs.mkdirSync('a'); fs.mkdirSync('b'); fs.mkdirSync('c');`, {
      mode: 'kill',
      at: 2,
    });
    expect([done, signal]).toEqual([['mkdir a', 'mkdir b'], 'SIGKILL']);
  });

  it('copies the folder before each call and amid a write, hard links too', () => {
    writeFileSync(join(work, 'old'), 'old');
    const copies = join(folder, 'copies');
    mkdirSync(copies);
    run(`fs.linkSync('old', 'kept'); fs.writeFileSync('new', '123456');`, { mode: 'copy', step: 1, copies });
    const listed = spawnSync('sh', ['-c', 'export LC_ALL=C; stat -c "%n %s %h" */*'], {
      cwd: copies,
      encoding: 'utf8',
    }).stdout;
    expect(listed.trim().split('\n')).toEqual([
      '1/old 3 1',
      '2/kept 3 2',
      '2/old 3 2',
      '3-torn/kept 3 2',
      '3-torn/new 3 1',
      '3-torn/old 3 2',
      '3/kept 3 2',
      '3/new 0 1',
      '3/old 3 2',
    ]);
  });
});
