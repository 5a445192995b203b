import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { describePackage } from '../../src/hotfix/describe/describe-package.js';
import { planExtract } from '../../src/package/extract/extract-plan.js';
import { applyExtract } from '../../src/package/node/extract.js';
import { openPackage } from '../../src/package/open-package.js';
import { sha256, standInPath, text, writePackage, writeTree } from '../support/package-folder.js';
import { sampleBytes } from '../support/sample-bytes.js';
import { readTree, tempFolder } from '../support/temp-folder.js';

/*
 * Whatever happens to a package on its way, it ends in a coded error that is its own fault, or in files that are each
 * what the tables promise; and an error leaves the folder as it was. Cases: HOTFIXKIT_DAMAGE_RUNS (60 a package).
 */
const RUNS = Number(process.env.HOTFIXKIT_DAMAGE_RUNS ?? 60);

const files = [
  { key: 'plain', name: 'plain.txt', bytes: text('a few words') },
  { key: 'large', name: 'LARGE~1.DAT|large file.dat', bytes: sampleBytes(70_000, 3) },
  { key: 'versioned', name: 'program.exe', bytes: sampleBytes(9_000, 4), version: '1.2.3.4' },
];

/** Damage: bytes written over, and a cut, at parts of the length in millionths, so that it shrinks well. */
const damage = fc.record({
  writes: fc.array(fc.record({ at: fc.integer({ min: 0, max: 999_999 }), byte: fc.nat(255) }), {
    maxLength: 6,
  }),
  keep: fc.oneof(
    { weight: 3, arbitrary: fc.constant(1_000_000) },
    { weight: 1, arbitrary: fc.nat(1_000_000) },
  ),
});

function damaged(
  bytes: Uint8Array,
  how: { writes: { at: number; byte: number }[]; keep: number },
): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const { at, byte } of how.writes) copy[Math.floor((at / 1_000_000) * copy.length)] = byte;
  return copy.subarray(0, Math.floor((how.keep / 1_000_000) * copy.length));
}

/** What came out, or null where it was refused. */
async function extract(path: string, folder: string): Promise<Map<string, Uint8Array> | null> {
  writeTree(folder, { 'mine.txt': 'mine' });
  const started = performance.now();
  try {
    const opened = openPackage(path);
    try {
      describePackage(opened);
      const plan = planExtract(opened.content);
      await applyExtract(opened.content, plan, folder, { location: opened.location });
    } finally {
      opened.close();
    }
    const tree = readTree(folder);
    tree.delete('mine.txt');
    return tree;
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    expect([error.code, error.kind]).toEqual([error.code, 'input']);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
    return null;
  } finally {
    // A hang or a runaway; a second is the promise for one package on a machine of its own.
    expect(performance.now() - started).toBeLessThan(5_000);
  }
}

describe.each([
  { name: 'the stand-in', package: () => standInPath(2), target: null },
  { name: 'a package', package: () => writePackage({ files }), target: null },
  {
    name: 'a package beside its cabinet',
    package: () => writePackage({ files, cabinets: 'external' }),
    target: null,
  },
  {
    name: 'a cabinet beside its package',
    package: () => writePackage({ files, cabinets: 'external' }),
    target: 'files.cab',
  },
])('$name', (sample) => {
  it('ends in an error of its own or in the right files, when damaged', async () => {
    const path = sample.package();
    const source = join(path, '..');
    const siblings = sample.name === 'the stand-in' ? [basename(path)] : readdirSync(source);
    const originals = siblings.map((name) => ({ name, bytes: readFileSync(join(source, name)) }));
    const target = sample.target ?? basename(path);
    const whole = await extract(path, join(tempFolder(), 'whole'));
    const content = new Set([...whole!.values()].map(sha256));
    const folder = tempFolder();
    let turn = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const at = join(folder, String(turn++));
        mkdirSync(at);
        for (const { name, bytes } of originals) {
          writeFileSync(join(at, name), name === target ? damaged(bytes, how) : bytes);
        }
        const out = await extract(join(at, basename(path)), join(at, 'out'));
        if (out === null) refused++;
        // Names, places and hashes are in the tables, which may be damaged too; what is in the files may not be.
        for (const bytes of out?.values() ?? []) expect(content).toContain(sha256(bytes));
      }),
      { numRuns: RUNS, seed: 977203 },
    );
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(turn);
  }, 600_000);
});
