import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Bench,
  BUG,
  chosen,
  countOf,
  type Finding,
  figuresLine,
  isSettled,
  isSettledContent,
  judgeInstant,
  lastLine,
  nearest,
  numberOf,
  type Prepared,
  pointsOf,
  some,
  summary,
  touchedForeign,
  whyNotHere,
} from './support/bench.js';
import { scenarioNames, scenarios } from './support/scenarios.js';
import { differencesOfContent, readTree } from './support/tree.js';

/*
 * A command that is killed leaves every path with its old or its new content; the next run, or `recover`, makes all of it
 * old or all of it new. Every operation that changes something is tried: before it (and amid each write) the folder is
 * copied as a kill would leave it. Some are tried by a real kill as well.
 *
 * HOTFIXKIT_KILL_STEP=n tries every n-th, HOTFIXKIT_KILL_PROCESSES=n so many real kills a scenario,
 * HOTFIXKIT_KILL_SCENARIOS=undo,image those scenarios, HOTFIXKIT_KILL_BIN another build.
 */

const STEP = numberOf('HOTFIXKIT_KILL_STEP', 1);
const PROCESSES = numberOf('HOTFIXKIT_KILL_PROCESSES', 2);
const why = whyNotHere();

describe.skipIf(why !== null)(`killed at every operation${why ? ` (${why})` : ''}`, () => {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench();
  });
  afterAll(() => bench?.close());

  it.each(chosen(scenarioNames.map((name) => ({ name }))))('$name', async ({ name }) => {
    const scenario = scenarios(bench.inputs).find((one) => one.name === name)!;
    const prepared = await bench.prepare(scenario);
    const judge = new Judge(bench, prepared);
    const count = prepared.operations.length;
    expect(count).toBeGreaterThan(0);

    const copies = join(bench.folder, 'copies');
    rmSync(copies, { recursive: true, force: true });
    mkdirSync(copies);
    // Of large files not every copy that is not looked at can be made.
    const step = scenario.points ? Math.ceil(count / scenario.points) : 1;
    bench.fresh(scenario);
    await bench.process.ready();
    bench.process.shim.start(bench.work, { mode: 'copy', step, copies });
    const outcome = await bench.run(scenario.argv(bench.work));
    const operations = bench.process.shim.stop(bench.work);
    if (outcome.status !== prepared.status) judge.add('run', 'no operation', lastLine(outcome.stderr));
    const points = new Set(pointsOf(operations.length, STEP));
    for (const [i, { name, path }] of operations.entries()) {
      if (step === 1 && !points.has(i + 1)) continue;
      for (const suffix of ['', '-torn']) {
        const copy = join(copies, `${i + 1}${suffix}`);
        if (existsSync(copy)) await judge.judge(`${i + 1} ${name}${suffix} ${path}`, copy);
      }
    }

    for (const at of pointsOf(count, STEP, Math.max(1, PROCESSES))) {
      if (PROCESSES === 0) break;
      bench.fresh(scenario);
      const { status } = await bench.kill(scenario.argv(bench.work), at);
      const { name, path } = prepared.operations[at - 1]!;
      if (status !== 'SIGKILL') judge.add('not killed', `${at} ${name} ${path}`, `status ${status}`);
      renameSync(bench.work, join(copies, 'killed'));
      await judge.judge(`${at} ${name} ${path} (SIGKILL)`, join(copies, 'killed'));
    }
    console.log(judge.text(count));
    expect(summary(judge.findings)).toEqual([]);
  });
});

class Judge {
  readonly findings: Finding[] = [];
  readonly #bench: Bench;
  readonly #prepared: Prepared;
  #kills = 0;
  #mixedBefore = 0;
  #recovered = 0;
  #emptyFolders = 0;

  constructor(bench: Bench, prepared: Prepared) {
    this.#bench = bench;
    this.#prepared = prepared;
  }

  add(kind: string, at: string, detail: string): void {
    this.findings.push({ kind, at, detail });
  }

  /** Judges what a kill left, and what becomes of it. The copy is used up. */
  async judge(at: string, copy: string): Promise<void> {
    this.#kills++;
    const { scenario } = this.#prepared;
    const left = readTree(copy);
    const { lost, torn } = judgeInstant(this.#prepared, left);
    if (lost.length > 0) this.add('lost', at, some(lost));
    if (torn.length > 0) this.add('neither old nor new', at, some(torn));
    const foreign = touchedForeign(this.#prepared, left);
    if (foreign.length > 0) this.add('foreign', at, some(foreign));
    if (!isSettled(this.#prepared, left)) this.#mixedBefore++;

    if (await this.#bench.canRecover()) {
      this.#recovered++;
      this.#bench.put(copy, false);
      const outcomes = await this.#bench.recover(scenario);
      this.#settled(at, 'recover', outcomes);
    }
    this.#bench.put(copy, true);
    await this.#again(at);
  }

  /** After `recover`: all old or all new, nothing left over. */
  #settled(at: string, how: string, outcomes: { status: unknown; stderr: string }[]): void {
    const found = readTree(this.#bench.work);
    const failed = outcomes.find(({ status }) => status !== 0);
    if (failed) this.add(`${how} fails`, at, `status ${failed.status}: ${lastLine(failed.stderr)}`);
    if (isSettledContent(this.#prepared, found)) {
      if (!isSettled(this.#prepared, found)) this.#emptyFolders++;
    } else this.add(`mixed after ${how}`, at, nearest(this.#prepared, found));
    if (found.leftovers.length > 0) this.add(`leftovers after ${how}`, at, some(found.leftovers));
    const foreign = touchedForeign(this.#prepared, found);
    if (foreign.length > 0) this.add('foreign', `${at}, after ${how}`, some(foreign));
  }

  /** After the same command again: all new, or what it says where it had been done already. */
  async #again(at: string): Promise<void> {
    const { scenario, status, again } = this.#prepared;
    const outcome = await this.#bench.run(scenario.argv(this.#bench.work));
    const found = readTree(this.#bench.work);
    const isNew = [this.#prepared.new, again.tree].some((tree) =>
      differencesOfContent(tree, found).every(
        (change) => change.startsWith('~') && scenario.isProgress?.(change.slice(1)),
      ),
    );
    const said = `status ${outcome.status}: ${lastLine(outcome.stderr)}`;
    if (outcome.status === BUG || typeof outcome.status !== 'number')
      this.add('bug', `${at}, run again`, said);
    else if (outcome.status !== status && outcome.status !== again.status) this.add('rerun fails', at, said);
    else if (!isNew)
      this.add('mixed after rerun', at, nearest({ ...this.#prepared, settled: [this.#prepared.new] }, found));
    if (found.leftovers.length > 0) this.add('leftovers after rerun', at, some(found.leftovers));
    const foreign = touchedForeign(this.#prepared, found);
    if (foreign.length > 0) this.add('foreign', `${at}, run again`, some(foreign));
  }

  text(operations: number): string {
    const of = (kind: string): number => countOf(this.findings, kind);
    return figuresLine(this.#prepared.scenario.name, {
      operations,
      kills: this.#kills,
      lost: of('lost'),
      torn: of('neither'),
      'mixed before': this.#mixedBefore,
      recovered: this.#recovered,
      'mixed after': of('mixed after'),
      leftovers: of('leftovers'),
      'empty folders': this.#emptyFolders,
      'rerun failures': of('rerun fails'),
      foreign: of('foreign'),
      bugs: of('bug'),
    });
  }
}
