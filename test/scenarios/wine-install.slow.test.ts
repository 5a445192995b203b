import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMsiexecArguments } from '../../src/installer/command-line/msiexec-command-line.js';
import { runMsiexec } from '../../src/installer/run-msiexec.js';
import { corpusDir, hasCorpus } from '../support/corpus.js';

/*
 * What an installation leaves has to be the same whether it comes from a package or from our image of it. Wine's msiexec
 * is the judge: each package is installed twice, into two fresh prefixes. HOTFIXKIT_WINE_ALL=1 takes every package of the
 * corpus, which takes minutes; otherwise a few that differ in kind: many folders, a cabinet beside the package, shortcuts and icons.
 */

const wine = findWine();
const all = process.env.HOTFIXKIT_WINE_ALL === '1';
const fixtures = resolve(dirname(fileURLToPath(import.meta.url)), '../../fixtures');
const few = [
  'kb977203/SCCM2007-SP2-KB977203-ENU.msi',
  'lessmsi/msi_with_external_cab.msi',
  'lessmsi/putty-0.68-installer.msi',
];
/** One installation takes a second or two; one that asks something of nobody would wait for ever. */
const PATIENCE = 60_000;

interface Sample {
  name: string;
  path: string;
}

function samples(): Sample[] {
  const standIn = walk(join(fixtures, 'kb977203')).filter(
    (path) => all || few.includes(relative(fixtures, path)),
  );
  const corpus = hasCorpus ? walk(corpusDir).filter((path) => path.toLowerCase().endsWith('.msi')) : [];
  return [
    ...standIn.map((path) => ({ name: relative(fixtures, path), path })),
    ...corpus
      .map((path) => ({ name: relative(corpusDir, path).replaceAll('\\', '/'), path }))
      .filter(({ name }) => all || few.includes(name)),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function findWine(): string | null {
  try {
    return execFileSync('wine', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

describe.skipIf(!wine)(wine ? 'installed by Wine' : 'installed by Wine (wine is not there)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotfixkit-wine-'));
  const template = join(folder, 'template');
  const told: string[] = [];

  beforeAll(async () => {
    await inPrefix(template, 'wineboot', ['-i']);
    await inPrefix(template, 'wineserver', ['-w']);
  }, 3 * PATIENCE);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    if (told.length > 0) process.stdout.write(`${told.join('\n')}\n`);
  });

  it.for(samples())(
    '$name: the same from the package and from its image',
    { timeout: 4 * PATIENCE },
    async ({ name, path }, context) => {
      const work = mkdtempSync(join(folder, 'run-'));
      try {
        const target = join(work, 'image');
        const command = parseMsiexecArguments(['/a', path, '/qn', `TARGETDIR=${target}`]);
        const made = await runMsiexec(command, { user: 'test' });
        const image = join(target, basename(path));
        // Without InstallAdminPackage in its sequence a package leaves no database to install from.
        const hasDatabase = made.written.includes(basename(path));
        const [original, again] = await Promise.all([
          install(path, join(work, 'a'), template),
          hasDatabase ? install(image, join(work, 'b'), template) : null,
        ]);
        const reason =
          original.exitCode !== 0
            ? `Wine does not install the original (${original.exitCode})`
            : made.error === null && !hasDatabase
              ? 'its image has no database'
              : null;
        if (reason !== null) {
          told.push(`${name}: ${reason}`);
          context.skip(reason);
        }
        expect(made.error).toBeNull();
        expect(again).toEqual(original);
        told.push(`${name}: ${original.files.size} files are the same`);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  );
});

/** Installs into a copy of the template; gives what is new or changed there: path to digest. */
async function install(
  path: string,
  prefix: string,
  template: string,
): Promise<{ exitCode: number; files: Map<string, string> }> {
  cpSync(template, prefix, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const before = stamps(prefix);
  const windowsPath = `Z:${path.replaceAll('/', '\\')}`;
  const exitCode = await inPrefix(prefix, 'wine', ['msiexec', '/i', windowsPath, '/qn']);
  await inPrefix(prefix, 'wineserver', ['-w']);
  const files = new Map<string, string>();
  for (const [file, stamp] of stamps(prefix)) {
    if (before.get(file) === stamp) continue;
    const content = readFileSync(join(prefix, 'drive_c', file));
    // A shortcut holds the times at which its target and the folders on the way were made: just now.
    const isShortcut = file.endsWith('.lnk');
    const digest = createHash('sha256').update(content).digest('hex');
    files.set(file, isShortcut ? `${content.length} bytes` : digest);
  }
  rmSync(prefix, { recursive: true, force: true });
  return { exitCode, files };
}

function stamps(prefix: string): Map<string, string> {
  const drive = join(prefix, 'drive_c');
  return new Map(
    walk(drive)
      .map((path): [string, string] => {
        const { size, mtimeMs } = lstatSync(path);
        return [relative(drive, path), `${size} ${mtimeMs}`];
      })
      .filter(([path]) => !isOfWine(path)),
  );
}

/** What Wine writes whatever is installed, and the copy of the package, which has no cabinets in an image. */
function isOfWine(path: string): boolean {
  return /^windows\/(Installer\/[^/]*\.msi$|inf\/|temp\/|Logs\/)|\/Temp\//i.test(path);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The exit code; -1 for a program that had to be ended. */
function inPrefix(prefix: string, program: string, args: readonly string[]): Promise<number> {
  const env = { ...process.env, WINEPREFIX: prefix, WINEDEBUG: '-all', WINEARCH: 'win64', DISPLAY: '' };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: PATIENCE }, (error) => {
      if (error?.killed) {
        execFile('wineserver', ['-k'], { env }, () => resolve(-1));
      } else resolve(error ? Number(error.code ?? -1) : 0);
    });
  });
}
