import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchDeltas, benchPackages, benchSignatures } from './bench-packages.js';

/*
 * Whole processes beside the peers that are installed, on the same files: wall and processor time (medians) and peak
 * memory of the process as the system counts it, and the median of the ratios of runs that followed each other. Runs
 * alternate, so that a machine whose speed drifts is fair to all. Packages are extracted on all processors and on one, beside
 * a copy of the result, which is what making the files takes. Nothing is asserted. docs/performance.md has figures.
 */
const RUNS = Number(process.env.HOTFIXKIT_BENCH_RUNS ?? 5);
const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, '.bench', 'out');
const bin = join(root, 'bin', 'hotfixkit.js');
const result = join(root, '.bench', 'result');
const timer = ['/usr/bin/time', '-f', '%U %S %M'];

function installed(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** One run: seconds, also of processor time, and kB; null where the program failed. */
function run(command) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const started = performance.now();
  const { status, stderr } = spawnSync(timer[0], [...timer.slice(1), ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1000;
  const [user, system, memory] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return status === 0 ? { seconds, processor: user + system, memory } : null;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function measure(title, commands, prefix = []) {
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
  present.forEach(({ name }, c) => {
    const own = results[c].filter((found) => found !== null);
    if (own.length === 0) {
      console.log(`  ${name.padEnd(12)} failed`);
      return;
    }
    const seconds = own.map((found) => found.seconds);
    const processor = `${median(own.map((found) => found.processor)).toFixed(2)} s`;
    const pairs = results[0].flatMap((ours, i) =>
      ours && results[c][i] ? [ours.seconds / results[c][i].seconds] : [],
    );
    const time = `${median(seconds).toFixed(2)} s (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)})`;
    const memory = `${Math.round(Math.max(...own.map((found) => found.memory)) / 1024)} MB`;
    const ratio =
      c === 0 || pairs.length === 0 ? '' : `hotfixkit takes ${median(pairs).toFixed(2)} of its time`;
    console.log(
      `  ${name.padEnd(12)} ${time.padEnd(26)} cpu ${processor.padEnd(8)} ${memory.padStart(7)}   ${ratio}`,
    );
  });
}

/** The same on all processors and on one, with a copy of what was extracted. */
function measureExtraction(title, path, peers) {
  rmSync(result, { recursive: true, force: true });
  spawnSync(process.execPath, [bin, 'extract', path, '--quiet', '-o', result]);
  const commands = [
    extract(path),
    ...peers,
    { name: 'cp -r', program: 'cp', command: ['cp', '-r', result, out] },
  ];
  const processors = availableParallelism();
  measure(`${title}, ${processors === 1 ? 'one processor' : `${processors} processors`}`, commands);
  if (processors > 1 && installed('taskset'))
    measure(`${title}, one processor`, commands, ['taskset', '-c', '0']);
  rmSync(result, { recursive: true, force: true });
}

/**
 * What a start costs: the shortest of many runs, since nothing but other work makes one longer. Wall and processor time, and
 * the same in parts of Node's own start, which is an empty script.
 */
function measureStarts() {
  const standIn = join(root, 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi');
  const large = join(root, '.bench', 'mszip-300mb.msi');
  const us = (...args) => [process.execPath, bin, ...args];
  const starts = {
    'node -e 0': [process.execPath, '-e', '0'],
    '--version': us('--version'),
    list: us('list', standIn),
    verify: us('verify', standIn, '--kb', '977203'),
    ...(existsSync(large) ? { 'info 300 MB': us('info', large), 'list 300 MB': us('list', large) } : {}),
    'msiexec /a': us('msiexec', '/a', standIn, '/qn', `TARGETDIR=${out}`),
  };
  const best = Object.fromEntries(
    Object.keys(starts).map((name) => [name, { wall: Infinity, cpu: Infinity }]),
  );
  for (let i = 0; i < 4 * RUNS; i++) {
    for (const [name, command] of Object.entries(starts)) {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out, { recursive: true });
      const { stderr } = spawnSync('/usr/bin/time', ['-f', '%U %S', ...command], {
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
      const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
      const started = performance.now();
      spawnSync(command[0], command.slice(1), { stdio: 'ignore' });
      best[name].wall = Math.min(best[name].wall, performance.now() - started);
      best[name].cpu = Math.min(best[name].cpu, (user + system) * 1000);
    }
  }
  console.log('starts, in milliseconds of wall and processor time');
  const node = best['node -e 0'];
  for (const [name, { wall, cpu }] of Object.entries(best)) {
    const ratio = `${(wall / node.wall).toFixed(2)} and ${(cpu / node.cpu).toFixed(2)} of Node's own`;
    console.log(
      `  ${name.padEnd(12)} ${wall.toFixed(0).padStart(5)} ${cpu.toFixed(0).padStart(5)}   ${ratio}`,
    );
  }
}

/** What is measured of us. */
function extract(path) {
  return {
    name: 'hotfixkit',
    command: [process.execPath, bin, 'extract', path, '--quiet', '-o', join(out, 'x')],
  };
}

if (!installed(timer[0])) {
  console.log(`${timer[0]} is not installed: peak memory cannot be measured`);
  process.exit(0);
}
/** Signatures, beside osslsigncode, which takes one file a run. */
async function measureSignatures() {
  const { files, root: anchor, catalog, member } = await benchSignatures();
  const us = (...args) => ({
    name: 'hotfixkit',
    command: [process.execPath, bin, 'signature', ...args, '--trust', anchor, '--quiet'],
  });
  const verify = `osslsigncode verify -CAfile ${anchor} -TSA-CAfile ${anchor}`;
  const peer = (command) => ({
    name: 'osslsigncode',
    program: 'osslsigncode',
    command: ['sh', '-c', command],
  });
  measure('1,000 signed executables of 300 KB', [
    us(files),
    peer(`for f in ${files}/*.dll; do ${verify} -in $f || exit 1; done`),
  ]);
  measure('a file in a catalogue of 20,000 members', [
    us(member, '--catalog', catalog),
    peer(`${verify} -catalog ${catalog} -in ${member}`),
  ]);
}

if (process.argv.includes('--signatures')) {
  await measureSignatures();
  process.exit(0);
}
if (!process.argv.includes('--packages')) measureStarts();
if (process.argv.includes('--starts')) process.exit(0);
const { mszip, small, lzx } = await benchPackages();
const sevenZip = (path) => ({ name: '7z', program: '7z', command: ['7z', 'x', '-y', `-o${out}`, path] });
const msiextract = (path) => ({
  name: 'msiextract',
  program: 'msiextract',
  command: ['msiextract', '-C', out, path],
});
const cabextract = (path) => ({
  name: 'cabextract',
  program: 'cabextract',
  command: ['cabextract', '-q', '-d', out, path],
});

if (!process.argv.includes('--packages')) await measureSignatures();
measureExtraction('300 MB in one MSZIP folder of an .msi', mszip, [msiextract(mszip), sevenZip(mszip)]);
measureExtraction('10,000 small files in an .msi', small, [msiextract(small), sevenZip(small)]);
if (lzx) measureExtraction('290 MB of LZX in 450 folders of a .cab', lzx, [sevenZip(lzx), cabextract(lzx)]);
if (process.argv.includes('--packages')) process.exit(0);
const deltas = await benchDeltas();
if (deltas) {
  const us = (...args) => ({ name: 'hotfixkit', command: [process.execPath, bin, ...args] });
  for (const { patch, old } of deltas.pairs) {
    measure(`a delta of an executable of 1 MB, ${basename(patch)}`, [
      us('delta', 'apply', patch, old, '-o', join(out, 'new'), '--quiet'),
      { ...us('--version'), name: 'start-up' },
    ]);
  }
  measure('a thousand deltas in a patch, applied to the files of an image', [
    us('extract', deltas.patch, '--base', deltas.image, '--quiet', '-o', join(out, 'x')),
  ]);
}
rmSync(out, { recursive: true, force: true });
