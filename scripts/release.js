import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Prepares a release: `npm run release -- VERSION [--dry-run]`.
 *
 * Checks the tree, the changelog, `npm run check`, the packed files and publint; sets the version, moves the entries under
 * "Unreleased" below it, commits and tags. It never publishes or pushes: it prints the commands that do. If anything fails, and
 * with --dry-run, all files are as before.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = 'usage: npm run release -- VERSION [--dry-run]';

/** Version and switches of a command line. Throws for anything else. */
export function parseArguments(argv) {
  const isDryRun = argv.includes('--dry-run');
  const [version, ...rest] = argv.filter((argument) => argument !== '--dry-run');
  if (version === undefined || rest.length > 0) throw new Error(usage);
  return { version, isDryRun };
}

/** Why `next` cannot follow `current`; null if it can. Versions are x.y.z or x.y.z-pre.n. */
export function versionProblem(current, next) {
  const [from, to] = [partsOf(current), partsOf(next)];
  if (to === null) return `${next} is not a version like 1.2.3 or 1.2.3-beta.1`;
  if (from === null) return `the version of package.json, ${current}, cannot be read`;
  return compare(to, from) > 0 ? null : `${next} is not newer than ${current}`;
}

function partsOf(version) {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([a-z]+)\.(0|[1-9]\d*))?$/.exec(version);
  if (match === null) return null;
  const [, major, minor, patch, stage, number] = match;
  // A version without a stage comes after all its stages, and "~" sorts after letters.
  return [Number(major), Number(minor), Number(patch), stage ?? '~', Number(number ?? 0)];
}

function compare(a, b) {
  for (const [i, part] of a.entries()) if (part !== b[i]) return part < b[i] ? -1 : 1;
  return 0;
}

/** What speaks against a release from this tree. */
export function treeProblems({ status, branch, tags, version }) {
  const problems = [];
  if (status.trim() !== '')
    problems.push(`the tree has changes that are not committed:\n${status.trimEnd()}`);
  if (branch !== 'main') problems.push(`releases are made on main, and this is ${branch || 'no branch'}`);
  if (tags.includes(`v${version}`)) problems.push(`the tag v${version} exists`);
  return problems;
}

/** The changelog with the entries of "Unreleased" below the version. Throws where there are none. */
export function releaseChangelog(changelog, version, date) {
  if (new RegExp(`^## ${version.replaceAll('.', '\\.')}(?: |$)`, 'm').test(changelog)) {
    throw new Error(`CHANGELOG.md has a section ${version} already`);
  }
  const heading = /^## Unreleased\n/m.exec(changelog);
  if (heading === null) throw new Error('CHANGELOG.md has no section "Unreleased"');
  const after = changelog.slice(heading.index + heading[0].length);
  const end = after.search(/^## /m);
  const entries = end < 0 ? after : after.slice(0, end);
  if (!/^- /m.test(entries)) throw new Error('CHANGELOG.md has no entries under "Unreleased"');
  const before = changelog.slice(0, heading.index);
  const rest = end < 0 ? '' : `\n${after.slice(end)}`;
  return `${before}## Unreleased\n\n## ${version} - ${date}\n\n${entries.trim()}\n${rest}`;
}

/** A file with its version replaced `times` times. Throws where it has another number of them. */
export function replaceVersion(text, current, next, pattern, times) {
  const wanted = pattern.replace('VERSION', current);
  const found = text.split(wanted).length - 1;
  if (found < times) throw new Error(`expected ${times} times ${wanted}, found ${found}`);
  let left = times;
  return text.replaceAll(wanted, (match) => (left-- > 0 ? pattern.replace('VERSION', next) : match));
}

/** What is wrong with the files of a package: what it needs and lacks, and what does not belong in it. */
export function contentProblems(files, manifest) {
  const needed = new Set(['package.json', ...manifest.files.filter((path) => /\.|^LICENSE$/.test(path))]);
  const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets));
  for (const path of [...targets(manifest.exports), ...Object.values(manifest.bin), manifest.types]) {
    needed.add(path.replace(/^\.\//, ''));
  }
  const folders = manifest.files.filter((path) => !needed.has(path));
  const missing = [...needed].filter((path) => !files.includes(path));
  const foreign = files.filter(
    (path) => !needed.has(path) && !folders.some((folder) => path.startsWith(`${folder}/`)),
  );
  return [
    ...missing.map((path) => `the package lacks ${path}`),
    ...foreign.map((path) => `the package holds ${path}, which does not belong in it`),
  ];
}

const versionFiles = [
  ['package.json', '"version": "VERSION"', 1],
  ['package-lock.json', '"version": "VERSION"', 2],
  ['src/core/version.ts', "version = 'VERSION'", 1],
  ['docs/api/main.md', "const version = 'VERSION'", 1],
];

function release({ version, isDryRun }) {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const npm = (...args) => {
    console.log(`> npm ${args.join(' ')}`);
    execFileSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  };
  const manifest = JSON.parse(read('package.json'));
  const problems = treeProblems({
    status: git('status', '--porcelain'),
    branch: git('branch', '--show-current'),
    tags: git('tag', '--list').split('\n'),
    version,
  });
  const problem = versionProblem(manifest.version, version);
  if (problem !== null) problems.push(problem);
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const date = new Date().toISOString().slice(0, 10);
  const changed = new Map([['CHANGELOG.md', releaseChangelog(read('CHANGELOG.md'), version, date)]]);
  for (const [file, pattern, times] of versionFiles) {
    changed.set(file, replaceVersion(read(file), manifest.version, version, pattern, times));
  }
  const before = new Map([...changed.keys()].map((file) => [file, read(file)]));
  let isDone = false;
  try {
    for (const [file, text] of changed) writeFileSync(join(root, file), text);
    npm('run', 'check');
    npm('run', 'build');
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
        cwd: root,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      }),
    );
    const wrong = contentProblems(
      packed.files.map(({ path }) => path),
      JSON.parse(read('package.json')),
    );
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    console.log(`${packed.filename}: ${packed.entryCount} files, ${packed.size} bytes`);
    const publint = join(root, 'node_modules/publint/src/cli.js');
    execFileSync(process.execPath, [publint, '--strict', '--pack', 'false'], { cwd: root, stdio: 'inherit' });
    if (isDryRun) {
      console.log(
        `\nNothing is wrong. Without --dry-run, these would be committed as "Release ${version}" and tagged v${version}:`,
      );
      for (const file of changed.keys()) console.log(`  ${file}`);
      return;
    }
    git('add', ...changed.keys());
    git('commit', '--quiet', '--message', `Release ${version}`);
    git('tag', '--annotate', `v${version}`, '--message', `hotfixkit ${version}`);
    isDone = true;
    console.log(
      `\nCommitted and tagged v${version}. To publish it:\n\n  git push --follow-tags\n  npm publish`,
    );
  } finally {
    if (!isDone) for (const [file, text] of before) writeFileSync(join(root, file), text);
  }
}

function read(file) {
  return readFileSync(join(root, file), 'utf8');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    release(parseArguments(process.argv.slice(2)));
  } catch (error) {
    console.error(`release: ${error.message}`);
    process.exitCode = 1;
  }
}
