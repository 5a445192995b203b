import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../support/built-program.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { tempFolder } from '../../support/temp-folder.js';

// Threads start from built files only.
let program = '';

beforeAll(async () => {
  const dist = await buildProgram(
    {
      'output-thread': 'src/package/node/output-thread.ts',
      'write-thread': 'src/package/node/write-thread.ts',
      'written-identities': 'src/node/written-identities.ts',
      'written-digests': 'src/node/written-digests.ts',
    },
    { 'src/node/turns.ts': 'test/support/short-turns.ts' },
  );
  program = join(dist, 'program.js');
  writeFileSync(
    program,
    `import { OutputThread } from './output-thread.cjs';
    import { WrittenIdentities } from './written-identities.cjs';
    import { WrittenDigests } from './written-digests.cjs';
    import { unlinkSync } from 'node:fs';
    const { items, bytes, then, isNear } = JSON.parse(process.argv[2]);
    const workers = [];
    const digests = new WrittenDigests({ files: items.length });
    const md5s = (numbers) => numbers.map((number) => digests.of(number).md5 ?? null);
    let shared = [];
    let whileHashing = null;
    process.on('worker', (worker) => {
      workers.push(worker);
      // Before the thread that decodes hears of it.
      worker.on('message', ({ kind, files }) => {
        if (kind !== 'share') return;
        shared = files.map(({ start }) => start.number);
        if (then === 'lose a shared file') unlinkSync(items[shared[0]].staged);
        if (then === 'die while sharing') worker.terminate();
        setImmediate(() => (whileHashing = md5s(shared)));
      });
    });
    const thread = new OutputThread({
      identities: isNear ? new WrittenIdentities({ files: items.length }) : null,
      digests: then === 'note' ? digests : null,
    });
    const chunk = Uint8Array.from({ length: 65536 }, (_, i) => i % 251);
    const step = async () => {
      if (thread.isBusy) await thread.ready();
    };
    const run = async () => {
      for (const item of items) {
        const file = thread.open(item, new Date(86400000));
        for (let at = 0; at < bytes; at += chunk.length) {
          file.write(chunk.subarray(0, bytes - at));
          if (then === 'die' && at >= bytes / 2) await workers[0].terminate();
          if (then === 'leave' && at >= bytes / 2) return { left: true };
          await step();
        }
        file.end(item.isUnchecked ?? false);
        await step();
      }
      const problems = (await thread.finish()).map(({ code, facts }) => ({ code, entry: facts.entry }));
      if (then === 'finish') return { problems };
      return { problems, shared, whileHashing, md5s: md5s(items.map(({ number }) => number)) };
    };
    run().catch(({ code, message, facts }) => ({ error: { code, message, facts } })).then(async (answer) => {
      await thread.close();
      console.log(JSON.stringify(answer));
    });`,
  );
});

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const megabyte = 1024 * 1024;
const content = (length: number) => Uint8Array.from({ length }, (_, i) => (i % 65536) % 251);

interface Item {
  staged: string;
  md5?: string | null;
  isUnchecked?: boolean;
}

/** @param isNear what was written is hashed when it is complete */
function write(
  items: readonly Item[],
  bytes: number,
  then: 'finish' | 'die' | 'leave' | 'note' | 'lose a shared file' | 'die while sharing' = 'finish',
  isNear = false,
): unknown {
  const all = items.map(({ staged, md5 = null, ...rest }, i) => ({
    ...rest,
    staged,
    number: i,
    label: `label ${i}`,
    target: `target ${i}`,
    file: { key: `k${i}`, size: bytes, md5 },
  }));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, JSON.stringify({ items: all, bytes, then, isNear })],
    { encoding: 'utf8', timeout: 60_000 },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('OutputThread', () => {
  const lengths = [0, 1, 65536, 5 * megabyte + 3];
  it.each(lengths.flatMap((length) => [false, true].map((isNear) => [length, isNear] as const)))(
    'writes files of %d bytes, and compares their hashes; when they are complete: %s',
    (length, isNear) => {
      const folder = tempFolder();
      const right = md5(content(length));
      const other = md5(sampleBytes(9));
      const items = [
        { staged: join(folder, '0'), md5: right },
        { staged: join(folder, '1'), md5: other },
        { staged: join(folder, '2'), md5: other, isUnchecked: true },
        { staged: join(folder, '3') },
        ...Array.from({ length: 20 }, (_, i) => ({ staged: join(folder, String(4 + i)), md5: right })),
        { staged: join(folder, '24'), md5: other },
      ];
      expect(write(items, length, 'finish', isNear)).toEqual({
        problems: ['k1', 'k24'].map((entry) => ({ code: 'PACKAGE_FILE_HASH', entry })),
      });
      for (const { staged } of items) expect(md5(readFileSync(staged))).toBe(right);
    },
  );

  it.each([
    ['at its first file', 0],
    ['while the queue is full', 2],
  ])('a file that cannot be created ends it with the error of the disk: %s', (_, at) => {
    const folder = tempFolder();
    const items = Array.from({ length: 5 }, (_, i) => ({
      staged: i === at ? join(folder, 'none', 'x') : join(folder, String(i)),
    }));
    expect(write(items, 5 * megabyte)).toMatchObject({
      error: { code: 'FILE_NOT_FOUND', facts: { file: `target ${at}` } },
    });
    expect(readdirSync(folder)).toHaveLength(at);
  });

  it.each([false, true])('a thread that dies is an error and not a wait without end: %s', (isNear) => {
    const folder = tempFolder();
    const items = [{ staged: join(folder, '0'), md5: md5(content(9)) }];
    expect(write(items, 40 * megabyte, 'die', isNear)).toMatchObject({
      error: { code: 'INTERNAL', message: 'the thread that writes files ended early' },
    });
  });

  it.each([false, true])('is left in the middle of a file without a wait: %s', (isNear) => {
    const folder = tempFolder();
    const items = [{ staged: join(folder, '0'), md5: md5(content(9)) }];
    expect(write(items, 40 * megabyte, 'leave', isNear)).toEqual({ left: true });
  });

  describe('hashes a share of the last files itself', () => {
    // This thread is far ahead of the one that writes: of the 19 files eight are done there, eight in work, and three wait.
    const length = 8 * megabyte;
    const count = 19;
    const right = md5(content(length));
    const other = md5(sampleBytes(9));
    const files = (folder: string, wrong: readonly number[], unchecked: readonly number[]): Item[] =>
      Array.from({ length: count }, (_, i) => ({
        staged: join(folder, String(i)),
        md5: wrong.includes(i) ? other : right,
        isUnchecked: unchecked.includes(i),
      }));

    it('notes and compares them as those of the other thread, and gives way meanwhile', () => {
      const answer = write(files(tempFolder(), [18, 16, 17, 2], [17]), length, 'note', true) as {
        problems: { entry: string }[];
        shared: number[];
        whileHashing: (string | null)[];
        md5s: string[];
      };
      expect(answer.shared).toEqual(expect.arrayContaining([16, 17, 18]));
      expect(answer.problems.map(({ entry }) => entry)).toEqual(['k2', 'k16', 'k18']);
      expect(answer.md5s).toEqual(Array(count).fill(right));
      expect(answer.whileHashing).toContain(null);
    });

    it('ends with the error of one that cannot be read', () => {
      const { error } = write(files(tempFolder(), [], []), length, 'lose a shared file', true) as {
        error: { code: string; facts: { file: string } };
      };
      expect(error.code).toBe('FILE_NOT_FOUND');
      expect(error.facts.file).toMatch(/^target \d+$/);
    });

    it('ends with the other thread', () => {
      expect(write(files(tempFolder(), [], []), length, 'die while sharing', true)).toMatchObject({
        error: { code: 'INTERNAL', message: 'the thread that writes files ended early' },
      });
    });
  });
});
