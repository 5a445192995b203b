import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import type { InstallPackage } from '../../src/package/install/install-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { buildPlainDelta } from '../support/delta-builder.js';
import type { PlannedFile } from '../support/package-builder.js';
import { hashTree, text } from '../support/package-folder.js';
import { buildClient, buildSmallPatch, msiexec, writeImage, writePatch } from '../support/patch-scenario.js';
import { tempFolder } from '../support/temp-folder.js';

/** Far above what a patch of this size takes, far below what a hang would. */
const TIME_LIMIT = 5000;
const RUNS = { seed: 977203, numRuns: 50 };

const before: PlannedFile[] = [
  { key: 'whole', name: 'whole.txt', bytes: text('whole, old') },
  { key: 'delta', name: 'delta.txt', bytes: text('old '.repeat(600)) },
  { key: 'gone', name: 'gone.txt', bytes: text('gone') },
];
const after: PlannedFile[] = [
  { key: 'whole', name: 'whole.txt', bytes: text('whole, new '.repeat(40)) },
  { key: 'delta', name: 'delta.txt', bytes: text('new '.repeat(600)) },
  { key: 'added', name: 'added.txt', bytes: text('added') },
];
const patch = buildSmallPatch(buildClient('1.0.0', before), buildClient('1.1.0', after), {
  whole: { whole: after[0]!.bytes },
  delta: { delta: buildPlainDelta(before[1]!.bytes, after[1]!.bytes, true) },
  added: { whole: after[2]!.bytes },
});

/** Every file of an image that its tables have a hash for has that hash. */
function checkImage(path: string): void {
  const opened = openPackage(path);
  try {
    for (const file of (opened.content as InstallPackage).files) {
      if (file.md5 === null) continue;
      const bytes = readFileSync(join(dirname(path), (opened.content as InstallPackage).sourcePathOf(file)));
      expect([file.key, createHash('md5').update(bytes).digest('hex')]).toEqual([file.key, file.md5]);
    }
  } finally {
    opened.close();
  }
}

/** Tries a damaged patch: an error that leaves the image as it was, or an image that is what its tables say. */
async function tryPatch(pristine: string, bytes: Uint8Array): Promise<void> {
  const folder = tempFolder();
  cpSync(dirname(pristine), join(folder, 'image'), { recursive: true });
  const image = join(folder, 'image/client.msi');
  const was = hashTree(dirname(image));
  const started = performance.now();
  const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', bytes), '/qn');
  expect(performance.now() - started).toBeLessThan(TIME_LIMIT);
  if (result.exitCode === 0) checkImage(image);
  else {
    expect(result.error).toBeInstanceOf(HotfixkitError);
    expect(result.error?.kind).not.toBe('bug');
    expect(hashTree(dirname(image))).toEqual(was);
  }
}

const flips = (size: number) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });

function flipped(bytes: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array {
  const copy = new Uint8Array(bytes);
  for (const [at, mask] of changes) copy[at]! ^= mask;
  return copy;
}

describe('a damaged patch', () => {
  it('cut short', async () => {
    const image = await writeImage(tempFolder(), '1.0.0', before);
    for (let cut = 0; cut < patch.length; cut += 997) await tryPatch(image, patch.subarray(0, cut));
  }, 60_000);

  it('with flipped bits', async () => {
    const image = await writeImage(tempFolder(), '1.0.0', before);
    await fc.assert(
      fc.asyncProperty(flips(patch.length), (changes) => tryPatch(image, flipped(patch, changes))),
      RUNS,
    );
  }, 60_000);
});

describeCorpus('a damaged patch by light.exe', () => {
  it.each(['PatchAv101', 'PatchABv101'])(
    '%s with flipped bits',
    async (name) => {
      const wix = (file: string) => join(corpusDir, 'wix3', `PerMachineMsisMsps_${file}`);
      const folder = tempFolder();
      await msiexec('/a', wix('prodAv100.msi'), '/qn', `TARGETDIR=${join(folder, 'made')}`);
      const image = join(folder, 'image/client.msi');
      cpSync(join(folder, 'made'), dirname(image), { recursive: true });
      cpSync(join(folder, 'made/PerMachineMsisMsps_prodAv100.msi'), image);
      const bytes = readFileSync(wix(`${name}.msp`));
      await fc.assert(
        fc.asyncProperty(flips(bytes.length), (changes) => tryPatch(image, flipped(bytes, changes))),
        { ...RUNS, numRuns: 20 },
      );
    },
    60_000,
  );
});
