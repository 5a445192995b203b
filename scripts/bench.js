import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  benchDeltas,
  benchGrowth,
  benchLog,
  benchPackages,
  benchPatch,
  benchSignatures,
  benchTree,
} from './bench-packages.js';
import { canMeasure, env, installed, keep, measure, out } from './bench-run.js';

/*
 * Whole processes beside the peers that are installed, on the same files; see bench-run.js. Packages are extracted on all
 * processors and on one, beside a copy of the result, which is what making the files takes. Nothing is asserted.
 * docs/performance.md has figures. `node scripts/bench.js PART …` measures some parts only; `--save` keeps the figures.
 */
const RUNS = Number(process.env.HOTFIXKIT_BENCH_RUNS ?? 5);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'hotfixkit.js');
const result = join(root, '.bench', 'result');

/** What is measured of us: the arguments of one command. */
const us = (...args) => ({ name: 'hotfixkit', command: [process.execPath, bin, ...args, '--quiet'] });
const extract = (path) => us('extract', path, '-o', join(out, 'x'));
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
/** Reading the same bytes: what no program goes below. */
const reading = (...paths) => ({
  name: 'cat',
  program: 'cat',
  command: ['sh', '-c', 'find "$@" -type f -print0 | xargs -0 cat > /dev/null', 'sh', ...paths],
});

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
async function measureStarts() {
  const standIn = join(root, 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi');
  const large = join(root, '.bench', 'mszip-300mb.msi');
  const own = (...args) => [process.execPath, bin, ...args];
  const starts = {
    'node -e 0': [process.execPath, '-e', '0'],
    '--version': own('--version'),
    list: own('list', standIn),
    verify: own('verify', standIn, '--kb', '977203'),
    ...(existsSync(large) ? { 'info 300 MB': own('info', large), 'list 300 MB': own('list', large) } : {}),
    'msiexec /a': own('msiexec', '/a', standIn, '/qn', `TARGETDIR=${out}`),
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
        env,
      });
      const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
      const started = performance.now();
      spawnSync(command[0], command.slice(1), { stdio: 'ignore', env });
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

/** Signatures, beside osslsigncode, which takes one file a run. */
async function measureSignatures() {
  const { files, root: anchor, catalog, member } = await benchSignatures();
  const verify = `osslsigncode verify -CAfile ${anchor} -TSA-CAfile ${anchor}`;
  const peer = (command) => ({
    name: 'osslsigncode',
    program: 'osslsigncode',
    command: ['sh', '-c', command],
  });
  measure('1,000 signed executables of 300 KB', [
    us('signature', files, '--trust', anchor),
    peer(`for f in ${files}/*.dll; do ${verify} -in $f || exit 1; done`),
  ]);
  measure('a file in a catalogue of 20,000 members', [
    us('signature', member, '--catalog', catalog, '--trust', anchor),
    peer(`${verify} -catalog ${catalog} -in ${member}`),
  ]);
}

async function measurePackages() {
  const { mszip, code, small, lzx } = await benchPackages();
  measureExtraction('300 MB in one MSZIP folder of an .msi', mszip, [msiextract(mszip), sevenZip(mszip)]);
  measureExtraction('300 MB of machine code in one MSZIP folder of an .msi', code, [
    msiextract(code),
    sevenZip(code),
  ]);
  if (lzx) measureExtraction('290 MB of LZX in 450 folders of a .cab', lzx, [sevenZip(lzx), cabextract(lzx)]);
  // The last: while so many files have just been removed, the disk takes long to create others.
  measureExtraction('10,000 small files in an .msi', small, [msiextract(small), sevenZip(small)]);
}

/** How each grows: by size, by the number of files, by the number of cabinets, of which each is a folder. */
async function measureGrowth() {
  for (const { title, path } of await benchGrowth()) measure(title, [extract(path), msiextract(path)]);
}

/** What else decodes a whole package, beside extracting it. */
async function measureImages() {
  const { mszip } = await benchPackages();
  const { manifest, patch } = await benchPatch();
  const image = (...more) => us('msiexec', '/a', mszip, '/qn', `TARGETDIR=${join(out, 'x')}`, ...more);
  const asExtract = { ...extract(mszip), name: 'extract' };
  const withoutQuiet = (one) => ({ ...one, command: one.command.filter((word) => word !== '--quiet') });
  measure('image (/a) of 300 MB', [withoutQuiet(image()), asExtract]);
  measure('image with a patch (/a /p) of 300 MB, two files replaced', [
    withoutQuiet(image('/p', patch)),
    asExtract,
  ]);
  const rules = [
    '--client-patch',
    'client.msp',
    '--hotfix-folder',
    'i386\\hotfix\\KB900001',
    '--utility',
    'none',
  ];
  measure('prepare of 300 MB', [
    us(...['prepare', mszip, '--manifest', manifest, '-o', join(out, 'x'), ...rules]),
    asExtract,
  ]);
}

/** Reading much, beside reading the same bytes alone. */
async function measureReading() {
  const { mszip } = await benchPackages();
  measure('info of 300 MB', [
    us('info', mszip),
    { name: 'node -e 0', command: [process.execPath, '-e', '0'] },
  ]);
  measure('list of 300 MB', [us('list', mszip), reading(mszip)]);
  measure('extract --only the second of 31 files', [
    us('extract', mszip, '--only', 'large-0.bin', '-o', join(out, 'x')),
    reading(mszip),
  ]);
  const { tree, manifest } = await benchTree();
  measure('verify of a folder of 100,000 files', [us('verify', tree, '--manifest', manifest), reading(tree)]);
  const log = await benchLog();
  measure('diagnose of a log of 500 MB', [us('diagnose', log), reading(log)]);
}

async function measureDeltas() {
  const deltas = await benchDeltas();
  if (!deltas) return;
  for (const { patch, old } of deltas.pairs) {
    measure(`a delta of an executable of 1 MB, ${basename(patch)}`, [
      us('delta', 'apply', patch, old, '-o', join(out, 'new')),
      { name: 'start-up', command: [process.execPath, bin, '--version'] },
    ]);
  }
  measure('a thousand deltas in a patch, applied to the files of an image', [
    us('extract', deltas.patch, '--base', deltas.image, '-o', join(out, 'x')),
  ]);
}

const parts = {
  starts: measureStarts,
  signatures: measureSignatures,
  packages: measurePackages,
  growth: measureGrowth,
  images: measureImages,
  reading: measureReading,
  deltas: measureDeltas,
};

if (!canMeasure) {
  console.log('/usr/bin/time is not installed: peak memory cannot be measured');
  process.exit(0);
}
const asked = process.argv.slice(2).filter((word) => word !== '--save');
const unknown = asked.find((word) => !(word in parts));
if (unknown !== undefined) {
  console.error(`there is no part ${unknown}: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
for (const part of asked.length > 0 ? asked : Object.keys(parts)) {
  await parts[part]();
  keep();
}
