import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Bench,
  BUG,
  chosen,
  type Finding,
  figuresLine,
  lastLine,
  numberOf,
  pointsOf,
  some,
  summary,
  whyNotHere,
} from './support/bench.js';
import { CommandProcess, type Outcome, start } from './support/command-process.js';
import { pairNames, pairs } from './support/scenarios.js';
import { copyTree, differences, isSameTree, readTree, type Tree } from './support/tree.js';

/*
 * Two runs in one folder end as if one had come after the other, or one of them is refused and leaves no trace. The second
 * begins while the first stands at one of its file operations (HOTFIXKIT_KILL_PAUSES=n such moments a pair, in both
 * orders), and at random moments (HOTFIXKIT_KILL_PAIRS=n, HOTFIXKIT_KILL_SEED).
 */

const PAUSES = numberOf('HOTFIXKIT_KILL_PAUSES', 4);
const PAIRS = numberOf('HOTFIXKIT_KILL_PAIRS', 1);
const random = randomFrom(numberOf('HOTFIXKIT_KILL_SEED', 3));
/** So long the second run has to end by itself, in milliseconds, before the first goes on. */
const PATIENCE = 600;
const why = whyNotHere();

describe.skipIf(why !== null)(`two runs at once${why ? ` (${why})` : ''}`, () => {
  let bench: Bench;
  let other: CommandProcess;
  beforeAll(() => {
    bench = new Bench({ isOneProcess: true });
    other = new CommandProcess(bench.folder, 'other', { isOneProcess: true });
  });
  afterAll(() => {
    other?.close();
    bench?.close();
  });

  it.each(chosen(pairNames.map((name) => ({ name }))))('$name', async ({ name }) => {
    const pair = pairs(bench.inputs).find((one) => one.name === name)!;
    const { work } = bench;
    const base = join(bench.folder, 'base');
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work);
    await pair.setup(work, (argv, status) => bench.mustRun(argv, status));
    copyTree(work, base);
    const fresh = (): void => copyTree(base, work);

    const findings: Finding[] = [];
    const outcomes = new Map<string, number>();
    for (const [first, second] of [
      [pair.a(work), pair.b(work)],
      [pair.b(work), pair.a(work)],
    ] as const) {
      const expected = await inTurn(bench, fresh, first, second);
      const judge = (at: string, one: Outcome, two: Outcome): void => {
        const found = readTree(work);
        const key = `${one.status}/${two.status}`;
        outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
        for (const [kind, detail] of judgePair(expected, one, two, found))
          findings.push({ kind, at, detail });
      };
      for (const at of pointsOf(expected.operations, 1, PAUSES)) {
        fresh();
        await bench.process.ready();
        const { shim } = bench.process;
        shim.start(work, { mode: 'pause', at });
        const running = bench.run(first);
        let isDone = false;
        void running.then(() => {
          isDone = true;
        });
        while (!shim.isPaused && !isDone) await sleep(1);
        const interfering = other.run(second);
        await Promise.race([interfering, sleep(PATIENCE)]);
        shim.go();
        const [one, two] = [await running, await interfering];
        const operation = shim.stop(work)[at - 1];
        judge(`${at} ${operation?.name} ${operation?.path}`, one, two);
      }
      for (let i = 0; i < PAIRS; i++) {
        fresh();
        const one = start(first);
        const delay = Math.floor(random() * 300);
        await sleep(delay);
        const two = start(second);
        judge(`${delay} ms`, await one.outcome, await two.outcome);
      }
    }
    const figures = Object.fromEntries([...outcomes].map(([key, count]) => [`said ${key}:`, count]));
    console.log(figuresLine(name, { ...figures, findings: findings.length }));
    expect(summary(findings)).toEqual([]);
  });
});

interface InTurn {
  /** What lies there at first, after one of the runs alone, and after the second run behind the first and the other way. */
  before: Tree;
  first: Tree;
  second: Tree;
  both: Tree[];
  /** Whether both can say 0, one after the other. */
  bothSucceed: boolean;
  /** What the run that comes second says then. */
  statuses: Outcome['status'][];
  operations: number;
}

async function inTurn(
  bench: Bench,
  fresh: () => void,
  one: readonly string[],
  two: readonly string[],
): Promise<InTurn> {
  const { work } = bench;
  fresh();
  const before = readTree(work);
  await bench.process.ready();
  bench.process.shim.start(work, { mode: 'count' });
  await bench.mustRun(one);
  const operations = bench.process.shim.stop(work).length;
  const first = readTree(work);
  const behind = (await bench.run(two)).status;
  const after = readTree(work);
  fresh();
  await bench.mustRun(two);
  const second = readTree(work);
  const other = (await bench.run(one)).status;
  const both = [after, readTree(work)];
  return {
    before,
    first,
    second,
    both,
    bothSucceed: behind === 0 && other === 0,
    statuses: [behind, other],
    operations,
  };
}

function* judgePair(expected: InTurn, one: Outcome, two: Outcome, found: Tree): Generator<[string, string]> {
  const said = `${one.status}/${two.status}: ${lastLine(one.stderr)} | ${lastLine(two.stderr)}`;
  if ([one, two].some(({ status }) => status === BUG || typeof status !== 'number')) yield ['bug', said];
  if (found.leftovers.length > 0) yield ['leftovers', some(found.leftovers)];
  const lost = [...expected.before.files.keys()].filter(
    (path) => expected.both.every(({ files }) => files.has(path)) && !found.files.has(path),
  );
  if (lost.length > 0) yield ['lost', `${some(lost)}; ${said}`];
  // Busy, or there already; msiexec says it in Windows' numbers.
  const isRefusal = (status: Outcome['status']): boolean =>
    status === 0 || status === 4 || Number(status) > BUG || expected.statuses.includes(status);
  if (![one, two].every(({ status }) => isRefusal(status))) yield ['refused for another reason', said];
  for (const { status, stderr } of [one, two])
    if (status !== 0 && stderr.trim() === '') yield ['refused without a word', said];
  const allowed =
    one.status === 0 && two.status === 0
      ? expected.both
      : one.status === 0
        ? [expected.first]
        : two.status === 0
          ? [expected.second]
          : [];
  if (one.status === 0 && two.status === 0 && !expected.bothSucceed) yield ['both said 0', said];
  if (allowed.length === 0) yield ['neither succeeded', said];
  else if (!allowed.some((tree) => isSameTree(tree, found)))
    yield ['mixed', `${some(differences(allowed[0]!, found))}; ${said}`];
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
