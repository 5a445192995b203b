import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Whole processes in turn, so that a machine whose speed drifts is fair to all: wall and processor time, peak memory of the
 * process as the system counts it, and the ratio of runs that followed each other. Medians. Each figure is printed beside the
 * one that was committed last (docs/performance.json), which `--save` replaces.
 */
const RUNS = Number(process.env.HOTFIXKIT_BENCH_RUNS ?? 5);
const root = fileURLToPath(new URL('..', import.meta.url));
const committed = join(root, 'docs', 'performance.json');
const timer = '/usr/bin/time';
/** Where this is set, every start of Node reads a file of certificates, for 40 ms; it has nothing to do with what is measured. */
export const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** Where the commands put what they make: removed before each run. */
export const out = join(root, '.bench', 'out');

const before = existsSync(committed) ? JSON.parse(readFileSync(committed, 'utf8')) : {};
const now = {};

export const canMeasure = existsSync(timer);

export function installed(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** One run: seconds, also of processor time, and kB; null where the program failed. */
function run(command) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const started = performance.now();
  const { status, stderr } = spawnSync(timer, ['-f', '%U %S %M', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env,
  });
  const seconds = (performance.now() - started) / 1000;
  const [user, system, memory] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return status === 0 ? { seconds, processor: user + system, memory } : null;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Runs the commands in turn, the first of which is ours: `{ name, command, program }`, left out where `program` is not installed.
 * `prefix` is put before each command. Gives what it prints, by name.
 */
export function measure(title, commands, prefix = []) {
  const present = commands.filter(({ name, program }) => {
    if (program === undefined || installed(program)) return true;
    console.log(`  ${name.padEnd(12)} not installed, skipped`);
    return false;
  });
  const results = present.map(() => []);
  for (let i = 0; i <= RUNS; i++) {
    present.forEach(({ command }, c) => {
      const found = run([...prefix, ...command]);
      if (i > 0) results[c].push(found);
    });
  }
  console.log(title);
  const figures = {};
  present.forEach(({ name }, c) => {
    const own = results[c].filter((found) => found !== null);
    if (own.length === 0) {
      console.log(`  ${name.padEnd(12)} failed`);
      return;
    }
    const pairs = results[0].flatMap((ours, i) =>
      ours && results[c][i] ? [ours.seconds / results[c][i].seconds] : [],
    );
    figures[name] = {
      seconds: rounded(median(own.map(({ seconds }) => seconds))),
      processor: rounded(median(own.map(({ processor }) => processor))),
      megabytes: Math.round(Math.max(...own.map(({ memory }) => memory)) / 1024),
      ...(c > 0 && pairs.length > 0 ? { ratio: rounded(median(pairs)) } : {}),
    };
    const all = own.map(({ seconds }) => seconds);
    console.log(line(name, figures[name], before[title]?.[name], [Math.min(...all), Math.max(...all)]));
  });
  now[title] = figures;
  return figures;
}

const rounded = (value) => Math.round(value * 1000) / 1000;

/** One line: the figures, how long ours takes of a peer's time, and what was committed. */
function line(name, { seconds, processor, megabytes, ratio }, last, [least, most]) {
  const time = `${seconds.toFixed(2)} s (${least.toFixed(2)} to ${most.toFixed(2)})`;
  const then = (value, unit) => (value === undefined ? '' : ` (committed: ${value.toFixed(2)}${unit})`);
  const comparison =
    ratio === undefined
      ? then(last?.seconds, ' s')
      : ` hotfixkit takes ${ratio.toFixed(2)} of its time${then(last?.ratio, '')}`;
  return `  ${name.padEnd(12)} ${time.padEnd(26)} cpu ${`${processor.toFixed(2)} s`.padEnd(8)} ${`${megabytes} MB`.padStart(7)}  ${comparison}`;
}

/** Ends a part: with `--save`, its figures are those to compare with from now on; those of parts that were not run stay. */
export function keep() {
  rmSync(out, { recursive: true, force: true });
  if (!process.argv.includes('--save')) return;
  writeFileSync(committed, `${JSON.stringify({ ...before, ...now }, null, 2)}\n`);
  console.log(`saved in ${committed}`);
}
