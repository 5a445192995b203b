import { constants } from 'node:os';
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
import type { Outcome } from './support/command-process.js';
import { scenarioNames, scenarios } from './support/scenarios.js';
import type { Operation } from './support/shim.js';
import { differences, isLeftover, isSameTree, readTree, type Tree } from './support/tree.js';

/*
 * A command one of whose file operations fails either does all and says 0, or says what failed and leaves the folder as it
 * was. Where everything fails from then on, so that nothing can be taken back either, every old file lies somewhere and the
 * message names the place; once the disk is well again `recover`, or the next run, settles it.
 *
 * Errors take turns over the operations. HOTFIXKIT_KILL_STEP=n tries every n-th operation, HOTFIXKIT_KILL_ERRORS=all every
 * error at each; HOTFIXKIT_KILL_SCENARIOS and HOTFIXKIT_KILL_BIN as for kills.
 */

const STEP = numberOf('HOTFIXKIT_KILL_STEP', 1);
/** Of a scenario with more operations only so many are tried. */
const MOST = process.env.HOTFIXKIT_KILL_STEP ? Number.POSITIVE_INFINITY : 60;
const ALL_ERRORS = process.env.HOTFIXKIT_KILL_ERRORS === 'all';
const errors = ['ENOSPC', 'EIO', 'EACCES', 'EBUSY'] as const;
const why = whyNotHere();

describe.skipIf(why !== null)(`failed at every operation${why ? ` (${why})` : ''}`, () => {
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
    for (const at of pointsOf(count, STEP, scenario.points ?? MOST)) {
      for (const lasting of [false, true]) {
        for (const [i, error] of errors.entries()) {
          // The two ways of failing get different errors, so that each operation sees two of them.
          const turn = (at + (lasting ? 2 : 0)) % errors.length;
          if (ALL_ERRORS || i === turn) await judge.fail(at, error, lasting);
        }
      }
    }
    console.log(judge.text(count));
    expect(summary(judge.findings)).toEqual([]);
  });
});

class Judge {
  readonly findings: Finding[] = [];
  readonly #bench: Bench;
  readonly #prepared: Prepared;
  #runs = 0;
  #succeeded = 0;

  constructor(bench: Bench, prepared: Prepared) {
    this.#bench = bench;
    this.#prepared = prepared;
  }

  async fail(at: number, error: (typeof errors)[number], lasting: boolean): Promise<void> {
    const { scenario, status } = this.#prepared;
    this.#runs++;
    this.#bench.fresh(scenario);
    await this.#bench.process.ready();
    const { shim } = this.#bench.process;
    shim.start(this.#bench.work, { mode: 'fail', at, error: constants.errno[error], lasting });
    const outcome = await this.#bench.run(scenario.argv(this.#bench.work));
    const operations = shim.stop(this.#bench.work);
    const where = `${whereOf(at, operations)} ${error}${lasting ? ' from there on' : ''}`;
    const add = (kind: string, detail: string): void => {
      this.findings.push({ kind, at: where, detail });
    };
    const found = readTree(this.#bench.work);
    const said = `status ${outcome.status}: ${lastLine(outcome.stderr)}`;

    if (outcome.status === BUG || typeof outcome.status !== 'number') add('bug', said);
    const foreign = touchedForeign(this.#prepared, found);
    if (foreign.length > 0) add('foreign', some(foreign));
    if (outcome.status === status) {
      this.#succeeded++;
      // What could not be cleaned up, and the folder that it is in, is a warning.
      const wrong = differences(this.#prepared.new, found).filter((change) => !change.endsWith('/'));
      if (wrong.length > 0) add('success without result', some(wrong));
    } else this.#judgeFailure(outcome, found, lasting, add);
    await this.#judgeAfterwards(found, add);
  }

  /** What a run that says it failed leaves. */
  #judgeFailure(
    outcome: Outcome,
    found: Tree,
    lasting: boolean,
    add: (kind: string, detail: string) => void,
  ): void {
    const { lost, torn } = judgeInstant(this.#prepared, found);
    if (torn.length > 0) add('neither old nor new', some(torn));
    const said = `status ${outcome.status}: ${lastLine(outcome.stderr)}`;
    // How the system reaches a file tells nobody which file it is.
    if (outcome.stderr.includes('/proc/self/fd')) add('names no file', said);
    if (outcome.stderr.trim() === '') add('failure without a word', said);
    if (!lasting) {
      if (lost.length > 0) add('lost', `${some(lost)}; ${said}`);
      const { old, scenario } = this.#prepared;
      const changes = differences(old, found).filter((change) => !scenario.isProgress?.(change.slice(1)));
      // What an interrupted run left may have been settled before the failure.
      const isBefore =
        changes.length === 0 || (scenario.startsInterrupted && isSettled(this.#prepared, found));
      if (!isBefore) add('not as it was', `${some(changes)}; ${said}`);
      const leftovers = found.leftovers.filter((path) => !old.leftovers.includes(path));
      if (leftovers.length > 0) add('leftovers', some(leftovers));
      return;
    }
    // Whatever of the old is in no file's place must lie in a file that the message leads to.
    const { old } = this.#prepared;
    const missing = [...old.files].filter(
      ([path, digest]) => found.files.get(path) !== digest && !this.#prepared.scenario.isRecord?.(path),
    );
    const gone = missing.filter(([, digest]) => ![...found.kept.values()].includes(digest));
    if (gone.length > 0) add('lost', `${some(gone.map(([path]) => path))}; ${said}`);
    const unsaid = missing.filter(([, digest]) => !isNamed(outcome.stderr, found, digest));
    if (gone.length === 0 && unsaid.length > 0)
      add('kept, but not named', `${some(unsaid.map(([path]) => path))}; ${said}`);
    if (lost.length > 0 && gone.length === 0) add('missing from its place', `${some(lost)}; ${said}`);
  }

  /** With a disk that works again: all old or all new. */
  async #judgeAfterwards(found: Tree, add: (kind: string, detail: string) => void): Promise<void> {
    const isWhole = isSettledContent(this.#prepared, found) && found.leftovers.length === 0;
    if (isWhole) return;
    if (!(await this.#bench.canRecover())) return await this.#judgeNextRun(add);
    const outcomes = await this.#bench.recover(this.#prepared.scenario);
    const failed = outcomes.find(({ status }) => status !== 0);
    if (failed) add('recover fails', `status ${failed.status}: ${lastLine(failed.stderr)}`);
    const settled = readTree(this.#bench.work);
    if (!isSettledContent(this.#prepared, settled))
      add('mixed after recover', nearest(this.#prepared, settled));
    if (settled.leftovers.length > 0) add('leftovers after recover', some(settled.leftovers));
    const foreign = touchedForeign(this.#prepared, settled);
    if (foreign.length > 0) add('foreign', `after recover: ${some(foreign)}`);
  }

  /** The same for a program without `recover`: the command again. */
  async #judgeNextRun(add: (kind: string, detail: string) => void): Promise<void> {
    const { scenario, again } = this.#prepared;
    const { status, stderr } = await this.#bench.run(scenario.argv(this.#bench.work));
    if (status !== this.#prepared.status && status !== again.status)
      add('rerun fails', `status ${status}: ${lastLine(stderr)}`);
    const settled = readTree(this.#bench.work);
    if (!isSameTree(this.#prepared.new, settled) && !isSameTree(again.tree, settled))
      add('mixed after rerun', some(differences(this.#prepared.new, settled)));
    if (settled.leftovers.length > 0) add('leftovers after rerun', some(settled.leftovers));
  }

  text(operations: number): string {
    const of = (kind: string): number => countOf(this.findings, kind);
    return figuresLine(this.#prepared.scenario.name, {
      operations,
      runs: this.#runs,
      'said 0': this.#succeeded,
      'without result': of('success'),
      lost: of('lost'),
      torn: of('neither'),
      'not as before': of('not as it was'),
      'not named': of('kept'),
      'mixed after': of('mixed after'),
      leftovers: of('leftovers'),
      foreign: of('foreign'),
      bugs: of('bug'),
    });
  }
}

function whereOf(at: number, operations: readonly Operation[]): string {
  const operation = operations[at - 1];
  return operation ? `${at} ${operation.name} ${operation.path}` : `${at} (not reached)`;
}

/** Whether a message names a file with these bytes or the folder that it is kept in, or says where to recover. */
function isNamed(stderr: string, found: Tree, digest: string): boolean {
  return [...found.kept].some(([path, kept]) => {
    if (kept !== digest) return false;
    const parts = path.split('/');
    const ours = parts.findIndex(isLeftover);
    const above = parts.slice(0, ours).join('/');
    return (
      stderr.includes(parts[ours]!) ||
      stderr
        .split('hotfixkit recover ')
        .slice(1)
        .some((hint) => hint.includes(`/${above}`))
    );
  });
}
