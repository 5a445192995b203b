import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PackageDiff } from '../../src/package/node/diff-packages.js';
import { hotfixkit } from '../support/command-line.js';
import { corpusDir, describeCorpus, expectedDir, hasCorpus } from '../support/corpus.js';
import { tempFolder } from '../support/temp-folder.js';

/*
 * `msiexec /a` of every package of the corpus, then `diff` of the package and its image: nothing but what an
 * administrative installation changes (win32 docs, Msi/installadminpackage-action, Msi/word-count-summary,
 * Msi/last-saved-by-summary, Msi/last-printed-summary, Msi/digital-signatures-and-windows-installer; images made by Windows).
 */

interface Outcome {
  path: string;
  exitCode: number;
  code: string | null;
  target: string;
  warnings: { code: string; message: string }[];
}

const packages = !hasCorpus
  ? []
  : readdirSync(corpusDir)
      .filter((folder) => statSync(join(corpusDir, folder)).isDirectory())
      .flatMap((folder) => readdirSync(join(corpusDir, folder)).map((name) => `${folder}/${name}`))
      .filter((path) => path.endsWith('.msi'));

/** Packages whose files the corpus does not have. */
const incomplete = new Set(['PACKAGE_NO_FILE', 'PACKAGE_NO_CABINET']);

async function makeImage(path: string): Promise<Outcome> {
  const target = join(tempFolder(), 'image');
  const { json } = await hotfixkit([
    'msiexec',
    '--json',
    '/a',
    join(corpusDir, path),
    '/qn',
    `TARGETDIR=${target}`,
  ]);
  const { exitCode, error, warnings } = json<
    Pick<Outcome, 'exitCode' | 'warnings'> & { error: { code: string } | null }
  >();
  return { path, exitCode, code: error?.code ?? null, target, warnings };
}

const imageOf = ({ path, target }: Outcome): string => join(target, basename(path));

describeCorpus('images of every package of the corpus', () => {
  let made = 0;

  it.each(packages)('%s: differs as documented', async (path) => {
    const outcome = await makeImage(path);
    // Real packages ask for nothing that a Windows does not have.
    expect(outcome.warnings.filter(({ code }) => code === 'PROPERTY_MISSING')).toEqual([]);
    if (outcome.exitCode !== 0) {
      const why = incomplete.has(outcome.code ?? '') ? 'incomplete' : outcome.code;
      const damage: Record<string, [number, string]> = {
        MultipleFragments: [1620, 'CFB_BAD_HEADER'],
        // Cut in its last cabinet.
        'VBRuntime-truncated': [1603, 'PACKAGE_INCOMPLETE'],
      };
      const damaged = Object.keys(damage).find((name) => path.includes(name));
      expect([outcome.exitCode, why]).toEqual(damaged ? damage[damaged] : [1603, 'incomplete']);
      expect(existsSync(outcome.target)).toBe(false);
      return;
    }
    made++;
    const { json } = await hotfixkit(['diff', '--json', join(corpusDir, path), imageOf(outcome)]);
    const diff = json<PackageDiff>();
    expect(diff).toMatchObject({ tables: [], rows: [] });
    expect(diff.summary.map(({ property }) => property)).toEqual(['lastAuthor', 'lastPrinted', 'wordCount']);
    const wordCount = diff.summary.at(-1)!;
    // Bit 1 goes, bit 2 comes.
    expect(wordCount.after).toBe((Number(wordCount.before) & ~2) | 4);
    expect(
      diff.streams.flatMap(({ name, change }) => (change === 'removed' ? [] : [`${name} ${change}`])),
    ).toEqual(['AdminProperties added']);
    // Files of features with level 0 are left out, and nothing else is.
    const levelZero = path.includes('NUnit') ? 7 : 0;
    expect(diff.files.map(({ change }) => change)).toEqual(
      Array.from({ length: levelZero }, () => 'removed'),
    );
  });

  it('are made of all but those that came without their files', () => {
    expect(made).toBeGreaterThanOrEqual(42);
  });
});

function hasProgram(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

const withMsiinfo = hasCorpus && hasProgram('msiinfo');

describe.skipIf(!withMsiinfo)('msiinfo opens images', () => {
  const msiinfo = (...args: string[]): string =>
    execFileSync('msiinfo', args, {
      cwd: tempFolder(),
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  it.each([
    ['lessmsi/vcredist.msi', 4],
    ['omaha/test7zSigned.msi', 4],
    ['wix3/Products_PerUserMsi_hello_world_non_admin.msi', 12],
    ['pymsi/example.msi', 4],
  ])('%s: its tables are those of the package as it exports them', async (path, wordCount) => {
    const image = imageOf(await makeImage(path));
    expect(msiinfo('suminfo', image)).toMatch(new RegExp(`^Source: ${wordCount} `, 'm'));
    const tables = join(expectedDir, path, 'tables');
    const names = readdirSync(tables).filter((name) => name.endsWith('.idt'));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const exported = msiinfo('export', image, name.slice(0, -4));
      expect(exported).toBe(readFileSync(join(tables, name), 'latin1'));
    }
  });
});
