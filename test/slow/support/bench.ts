import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandProcess, type Outcome, program, start } from './command-process.js';
import { type Inputs, writeInputs } from './inputs.js';
import { foreignPaths, type Scenario } from './scenarios.js';
import { type Operation, Shim, whyNoShim } from './shim.js';
import {
  copyTree,
  differencesOfContent,
  inodesOf,
  isLeftover,
  isSameTree,
  readTree,
  type Tree,
} from './tree.js';

/** Exit status of a bug of ours. */
export const BUG = 70;

/** Of a scenario with more operations only so many are tried, unless HOTFIXKIT_KILL_STEP says which. */
const MOST_POINTS = process.env.HOTFIXKIT_KILL_STEP ? Number.POSITIVE_INFINITY : 50;

/** Why these tests cannot run here; null where they can. */
export function whyNotHere(): string | null {
  const why = whyNoShim();
  if (why) return why;
  return existsSync(join(dirname(program), '../dist/program/cli.cjs'))
    ? null
    : 'needs a build: npm run build';
}

/** What is wrong at one operation. */
export interface Finding {
  kind: string;
  /** `12 rename t/Small/one.txt`, and how it was ended or failed there. */
  at: string;
  detail: string;
}

/** A scenario with the states that its folder goes through. */
export interface Prepared {
  scenario: Scenario;
  old: Tree;
  new: Tree;
  /** States that are whole: what may be there when all is settled. */
  settled: Tree[];
  /** What each path may hold at any instant. */
  instant: Tree[];
  /** Of the undisturbed run. */
  status: number;
  /** What the command says and leaves where it has been done already. */
  again: { status: Outcome['status']; tree: Tree };
  operations: Operation[];
}

/** Folders, inputs and a process for one file of tests. */
export class Bench {
  readonly folder: string;
  readonly work: string;
  readonly inputs: Inputs;
  readonly process: CommandProcess;
  #canRecover: boolean | null = null;

  constructor({ isOneProcess = false } = {}) {
    // In memory, where there is such a folder: hundreds of trees are copied, and every fsync would wait for a disk.
    const memory = '/dev/shm';
    const parent = process.env.HOTFIXKIT_KILL_FOLDER ?? (existsSync(memory) ? memory : tmpdir());
    this.folder = mkdtempSync(join(realpathSync(parent), 'hotfixkit-kill-'));
    this.work = join(this.folder, 'work');
    this.inputs = writeInputs(join(this.folder, 'inputs'));
    this.process = new CommandProcess(this.folder, 'commands', { isOneProcess });
  }

  close(): void {
    this.process.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  base(scenario: Scenario): string {
    return join(this.folder, `base-${scenario.name.replaceAll(/[^a-z]+/g, '-')}`);
  }

  fresh(scenario: Scenario): void {
    this.process.shim.setInodes(new Map());
    copyTree(this.base(scenario), this.work);
  }

  /** Puts what a killed command left where it left it, as a copy or (`moved`) itself. */
  put(left: string, moved: boolean): void {
    // A copy that the shim made knows which files it is of; they are to be seen as those.
    const list = `${left}.inodes`;
    const originals = new Map<bigint, bigint>();
    if (existsSync(list)) {
      for (const line of readFileSync(list, 'utf8').trimEnd().split('\n').filter(Boolean)) {
        const [is, was] = line.split(' ').map(BigInt);
        originals.set(is!, was!);
      }
    }
    const before = existsSync(left) ? inodesOf(left) : new Map<string, bigint>();
    rmSync(this.work, { recursive: true, force: true });
    if (moved) renameSync(left, this.work);
    else copyTree(left, this.work);
    const seen = new Map<bigint, bigint>();
    for (const [path, now] of inodesOf(this.work)) {
      const was = before.get(path)!;
      seen.set(now, originals.get(was) ?? was);
    }
    this.process.shim.setInodes(seen);
  }

  async run(argv: readonly string[]): Promise<Outcome> {
    return await this.process.run(argv);
  }

  /** Runs a command that has to give a status; throws where it does not. */
  async mustRun(argv: readonly string[], status = 0): Promise<void> {
    const outcome = await this.run(argv);
    if (outcome.status === status) return;
    throw new Error(`${argv.join(' ')}: status ${outcome.status}\n${outcome.stdout}${outcome.stderr}`);
  }

  /** Sets a scenario up and runs it undisturbed, once and once more. */
  async prepare(scenario: Scenario): Promise<Prepared> {
    const notes = new Map<string, Tree>();
    const run = (argv: readonly string[], status?: number): Promise<void> => this.mustRun(argv, status);
    rmSync(this.work, { recursive: true, force: true });
    mkdirSync(this.work);
    await scenario.setup(this.work, run, {
      note: (name) => notes.set(name, readTree(this.work)),
      interrupt: async (argv) => {
        const before = join(this.folder, 'before-interrupt');
        copyTree(this.work, before);
        this.process.shim.start(this.work, { mode: 'count' });
        await run(argv);
        const placings = this.process.shim
          .stop(this.work)
          .flatMap(({ name, path }, i) =>
            name === 'rename' && !path.split('/').some(isOurs) ? [i + 1] : [],
          );
        notes.set('done', readTree(this.work));
        copyTree(before, this.work);
        await this.kill(argv, placings[Math.floor(placings.length / 2)]!);
      },
    });
    const base = this.base(scenario);
    rmSync(base, { recursive: true, force: true });
    renameSync(this.work, base);
    this.fresh(scenario);
    const old = readTree(this.work);

    await this.process.ready();
    this.process.shim.start(this.work, { mode: 'count' });
    const outcome = await this.run(scenario.argv(this.work));
    const operations = this.process.shim.stop(this.work);
    const done = readTree(this.work);
    const more = (scenario.states ?? []).map((name) => notes.get(name)!);
    // With nothing left to do a command may say so, if all is in order.
    const isInOrder =
      scenario.startsInterrupted &&
      outcome.status !== BUG &&
      done.leftovers.length === 0 &&
      more.some((tree) => differencesOfContent(tree, done).length === 0);
    if (typeof outcome.status !== 'number' || (outcome.status > 1 && !isInOrder))
      throw new Error(
        `${scenario.name}: undisturbed: status ${outcome.status}\n${outcome.stdout}${outcome.stderr}${some(done.leftovers)}`,
      );
    const second = await this.run(scenario.argv(this.work));
    const again = { status: second.status, tree: readTree(this.work) };

    const settled = [...(scenario.startsInterrupted ? [] : [old]), done, ...more];
    return {
      scenario,
      old,
      new: done,
      settled,
      instant: [old, done, ...more],
      status: outcome.status,
      again,
      operations,
    };
  }

  /** Names in the folders while something is at work in them. */
  names(): string[] {
    const names: string[] = [];
    const visit = (folder: string): void => {
      try {
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
          names.push(entry.name);
          if (entry.isDirectory()) visit(join(folder, entry.name));
        }
      } catch (error) {
        // A folder that went while it was looked at.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    };
    visit(this.work);
    return names;
  }

  /** Runs a command in a process of its own that is killed in place of its n-th operation. */
  async kill(argv: readonly string[], at: number): Promise<Outcome> {
    const shim = new Shim(this.folder, 'killed');
    try {
      shim.start(this.work, { mode: 'kill', at });
      return await start(argv, shim.env).outcome;
    } finally {
      shim.close();
    }
  }

  /** Whether the program has the command `recover`. */
  async canRecover(): Promise<boolean> {
    this.#canRecover ??= (await this.run(['recover', '--help'])).stdout.includes('hotfixkit recover');
    return this.#canRecover;
  }

  /** `recover` in every folder of a scenario that is there. */
  async recover(scenario: Scenario): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const root of scenario.roots) {
      const folder = join(this.work, root);
      if (existsSync(folder)) outcomes.push(await this.run(['recover', folder]));
    }
    return outcomes;
  }
}

/** Names of what runs keep for themselves, the record of staging among them. */
const isOurs = (name: string): boolean => isLeftover(name) || /^hotfixkit-KB\d*-undo$/.test(name);

/** Paths that hold neither what was there before nor what is to be there, and those that hold nothing. */
export function judgeInstant(
  { instant, scenario }: Prepared,
  found: Tree,
): { lost: string[]; torn: string[] } {
  const [first, ...others] = instant;
  const lost = [...first!.files.keys()].filter(
    (path) => others.every(({ files }) => files.has(path)) && !found.files.has(path),
  );
  const torn = [...found.files].flatMap(([path, digest]) =>
    scenario.isRecord?.(path) || instant.some(({ files }) => files.get(path) === digest) ? [] : [path],
  );
  return { lost: lost.filter((path) => !scenario.isRecord?.(path)), torn };
}

export function isSettled({ settled }: Prepared, found: Tree): boolean {
  return settled.some((tree) => isSameTree(tree, found));
}

/** The same but for new folders that hold nothing. */
export function isSettledContent({ settled }: Prepared, found: Tree): boolean {
  return settled.some((tree) => differencesOfContent(tree, found).length === 0);
}

/** How a tree differs from the whole state that it is nearest to. */
export function nearest({ settled }: Prepared, found: Tree): string {
  const all = settled.map((tree) => differencesOfContent(tree, found)).sort((a, b) => a.length - b.length);
  return some(all[0]!);
}

/** Files of others that are not as they were. */
export function touchedForeign({ old }: Prepared, found: Tree): string[] {
  return foreignPaths(old).filter((path) => found.files.get(path) !== old.files.get(path));
}

/** A few of many. */
export function some(items: readonly string[], most = 4): string {
  return items.length <= most
    ? items.join(', ')
    : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}

export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';

/** Which of so many points are tried: every `step`-th, at most so many, evenly spread. */
export function pointsOf(count: number, step: number, most = MOST_POINTS): number[] {
  const number = Math.min(Math.ceil(count / step), most);
  return Array.from({ length: number }, (_, i) => 1 + Math.floor((i * count) / number));
}

/** A whole number from the environment. */
export function numberOf(name: string, otherwise: number): number {
  const value = process.env[name];
  return value === undefined || value === '' ? otherwise : Number(value);
}

/** Those that HOTFIXKIT_KILL_SCENARIOS names by a part of their name (commas between them), or all. */
export function chosen<T extends { name: string }>(all: readonly T[]): T[] {
  const wanted = process.env.HOTFIXKIT_KILL_SCENARIOS?.split(',').map((part) => part.trim());
  return all.filter(({ name }) => !wanted || wanted.some((part) => part !== '' && name.includes(part)));
}

/** The first few findings of each kind, a line each. */
export function summary(findings: readonly Finding[], most = 4): string[] {
  return [...new Set(findings.map(({ kind }) => kind))].flatMap((kind) => {
    const all = findings.filter((finding) => finding.kind === kind);
    const lines = all.slice(0, most).map(({ at, detail }) => `${kind}: at ${at}: ${detail}`);
    return all.length > most ? [...lines, `${kind}: ${all.length - most} more`] : lines;
  });
}

/** How many operations have findings whose kind begins so. */
export function countOf(findings: readonly Finding[], kind: string): number {
  return new Set(findings.filter((finding) => finding.kind.startsWith(kind)).map(({ at }) => at)).size;
}

/** One line of figures. */
export function figuresLine(title: string, figures: Record<string, number>): string {
  const all = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  return `${title.padEnd(42)} ${all.join(', ')}`;
}
