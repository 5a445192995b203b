import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Inputs, writeInputs } from './support/inputs.js';
import { scenarioNames, scenarios } from './support/scenarios.js';
import { differencesOfContent, readTree, type Tree } from './support/tree.js';

/*
 * The main part of `killed at every operation` without a library that Linux alone can preload: the commands are processes
 * of their own that end themselves right before one of their operations, and `recover` comes after them. For Windows.
 *
 * HOTFIXKIT_KILL_POINTS=n tries so many operations of each scenario, HOTFIXKIT_KILL_SCENARIOS=undo,image those scenarios.
 */

const POINTS = Number(process.env.HOTFIXKIT_KILL_POINTS ?? 6);
const only = process.env.HOTFIXKIT_KILL_SCENARIOS?.split(',');
const program = fileURLToPath(new URL('../../bin/hotfixkit.js', import.meta.url));
const killer = fileURLToPath(new URL('./support/kill-at.cjs', import.meta.url));
/** They take long, or another scenario does the same. */
const leftOut = ['extract on several threads', 'scan with state', 'stream over a file', 'delta over a file'];
const names = scenarioNames.filter(
  (name) => !leftOut.includes(name) && (!only || only.some((part) => name.includes(part))),
);

let folder: string;
let inputs: Inputs;
let work: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotfixkit-kill-')));
  inputs = writeInputs(join(folder, 'inputs'));
  work = join(folder, 'work');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  status: number | null;
  stderr: string;
}

function start(argv: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--require', killer, program, ...argv], {
    // A start that keeps compiled code for the next one writes more than that one.
    env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString('utf8');
  });
  return new Promise((resolve) => {
    child.on('close', (status) => resolve({ status, stderr }));
  });
}

async function run(argv: readonly string[], status = 0): Promise<void> {
  const ended = await start(argv);
  if (ended.status !== status) throw new Error(`${argv.join(' ')}: ${ended.status}: ${ended.stderr}`);
}

/** Operations of an undisturbed run, in the thread that has most of them. */
async function countOf(argv: readonly string[]): Promise<number> {
  const file = join(folder, 'count');
  rmSync(file, { force: true });
  await start(argv, { KILL_COUNT: file });
  return Math.max(...[...readFileSync(file, 'utf8').matchAll(/\d+/g)].map(([digits]) => Number(digits)));
}

function copyOf(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

it.skipIf(!existsSync(join(program, '../../dist/program/cli.cjs'))).each(names)('%s', async (name) => {
  const scenario = scenarios(inputs).find((one) => one.name === name)!;
  const before = join(folder, 'before');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  const states: Tree[] = [];
  const noted = { note: () => states.push(readTree(work)), interrupt: () => Promise.resolve() };
  await scenario.setup(work, run, noted);
  copyOf(work, before);
  const old = readTree(work);
  const argv = scenario.argv(work);
  const count = await countOf(argv);
  const made = readTree(work);
  expect(made.leftovers).toEqual([]);
  const points = Math.min(count, POINTS);
  const findings: string[] = [];
  for (let i = 0; i < points; i++) {
    let at = Math.max(1, Math.round(((i + 0.5) * count) / points));
    // Threads share the operations of a run in their own way each time: where none of them comes so far, earlier.
    for (;;) {
      copyOf(before, work);
      const { status } = await start(argv, { KILL_AT: String(at) });
      if (status !== 0) break;
      if (at === 1) {
        findings.push('not killed');
        break;
      }
      at = Math.floor(at / 2);
    }
    const left = readTree(work);
    for (const path of new Set([...old.files.keys(), ...left.files.keys()])) {
      const is = left.files.get(path);
      if (scenario.isRecord?.(path) || is === old.files.get(path) || is === made.files.get(path)) continue;
      findings.push(`${at}: ${path} is ${is === undefined ? 'gone' : 'neither old nor new'}`);
    }
    for (const root of scenario.roots) {
      if (!existsSync(join(work, root))) continue;
      const { status, stderr } = await start(['recover', join(work, root), '--quiet']);
      if (status !== 0) findings.push(`${at}: recover gives ${status}: ${stderr}`);
    }
    const found = readTree(work);
    for (const path of found.leftovers) findings.push(`${at}: ${path} is left over`);
    const changes = [old, made, ...states].map((tree) => differencesOfContent(tree, found));
    if (changes.every((list) => list.length > 0)) {
      findings.push(`${at}: after recovery ${changes.map((list) => list.join(' ')).join(' or ')}`);
    }
  }
  console.log(`${name}: ${count} operations, ${points} kills, ${findings.length} findings`);
  expect(findings).toEqual([]);
});
