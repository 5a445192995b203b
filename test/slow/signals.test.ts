import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Bench,
  BUG,
  type Finding,
  figuresLine,
  isSettled,
  isSettledContent,
  judgeInstant,
  lastLine,
  nearest,
  numberOf,
  type Prepared,
  some,
  summary,
  touchedForeign,
  whyNotHere,
} from './support/bench.js';
import { start } from './support/command-process.js';
import { signalScenarioNames, signalScenarios } from './support/scenarios.js';
import { differencesOfContent, isLeftover, readTree } from './support/tree.js';

/*
 * Signals at moments that no operation chooses: SIGINT and SIGTERM take everything back, SIGKILL leaves what the next run
 * settles. HOTFIXKIT_KILL_SIGNALS=n of each; moments are spread over the time that files are written in.
 */

const COUNT = numberOf('HOTFIXKIT_KILL_SIGNALS', 3);
const why = whyNotHere();

describe.skipIf(why !== null)(`signals${why ? ` (${why})` : ''}`, () => {
  let bench: Bench;
  const prepared = new Map<string, Prepared>();
  beforeAll(() => {
    bench = new Bench();
  });
  afterAll(() => bench?.close());

  const cases = signalScenarioNames.flatMap((name) =>
    (['SIGKILL', 'SIGTERM', 'SIGINT'] as const).map((signal) => ({ name, signal })),
  );
  it.each(cases)('$signal: $name', async ({ name, signal }) => {
    const scenario = signalScenarios(bench.inputs).find((one) => one.name === name)!;
    const known = prepared.get(name) ?? (await bench.prepare(scenario));
    prepared.set(name, known);
    const span = await timeOfWriting(bench, known);
    const findings: Finding[] = [];
    let hits = 0;
    for (let i = 0; i < COUNT; i++) {
      bench.fresh(scenario);
      const run = start(scenario.argv(bench.work));
      await firstTrace(bench, known, run);
      const delay = Math.round((span * (i + 0.5)) / COUNT);
      await sleep(delay);
      if (run.isRunning()) hits++;
      run.kill(signal);
      const outcome = await run.outcome;
      const at = `${delay} ms after the first trace`;
      const add = (kind: string, detail: string): void => {
        findings.push({
          kind,
          at,
          detail: `${detail} (status ${outcome.status}: ${lastLine(outcome.stderr)})`,
        });
      };
      if (outcome.status === BUG) add('bug', '');
      await judge(bench, known, signal, add);
    }
    console.log(
      figuresLine(`${signal}: ${name}`, { sent: COUNT, 'while at work': hits, findings: findings.length }),
    );
    expect(summary(findings)).toEqual([]);
  });
});

async function judge(
  bench: Bench,
  prepared: Prepared,
  signal: string,
  add: (kind: string, detail: string) => void,
): Promise<void> {
  const { scenario } = prepared;
  const found = readTree(bench.work);
  const { lost, torn } = judgeInstant(prepared, found);
  if (lost.length > 0) add('lost', some(lost));
  if (torn.length > 0) add('neither old nor new', some(torn));
  const foreign = touchedForeign(prepared, found);
  if (foreign.length > 0) add('foreign', some(foreign));
  if (signal !== 'SIGKILL') {
    if (!isSettled(prepared, found)) add('mixed', nearest(prepared, found));
    if (found.leftovers.length > 0) add('leftovers', some(found.leftovers));
    return;
  }
  if (await bench.canRecover()) {
    for (const { status, stderr } of await bench.recover(scenario))
      if (status !== 0) add('recover fails', `status ${status}: ${lastLine(stderr)}`);
    const recovered = readTree(bench.work);
    if (!isSettledContent(prepared, recovered)) add('mixed after recover', nearest(prepared, recovered));
    if (recovered.leftovers.length > 0) add('leftovers after recover', some(recovered.leftovers));
  }
  const { status, stderr } = await bench.run(scenario.argv(bench.work));
  if (status !== prepared.status) add('rerun fails', `status ${status}: ${lastLine(stderr)}`);
  const again = readTree(bench.work);
  if (![prepared.new, prepared.again.tree].some((tree) => differencesOfContent(tree, again).length === 0))
    add('mixed after rerun', nearest({ ...prepared, settled: [prepared.new] }, again));
  if (again.leftovers.length > 0) add('leftovers after rerun', some(again.leftovers));
}

/** Waits until a run has begun to write, or has ended. */
async function firstTrace(
  bench: Bench,
  { old }: Prepared,
  { isRunning }: { isRunning: () => boolean },
): Promise<void> {
  while (isRunning()) {
    if (bench.names().some((name) => isLeftover(name) && !old.leftovers.includes(name))) return;
    await sleep(3);
  }
}

/** How long an undisturbed run writes, in milliseconds. */
async function timeOfWriting(bench: Bench, prepared: Prepared): Promise<number> {
  bench.fresh(prepared.scenario);
  const run = start(prepared.scenario.argv(bench.work));
  await firstTrace(bench, prepared, run);
  const begin = Date.now();
  await run.outcome;
  return Date.now() - begin;
}
