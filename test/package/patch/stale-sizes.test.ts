import { describe, expect, it } from 'vitest';
import { openPackageWith } from '../../../src/package/node/open-package-with.js';
import { openPackage } from '../../../src/package/open-package.js';
import { buildPlainDelta } from '../../support/delta-builder.js';
import type { PatchedFile } from '../../support/patch-builder.js';
import {
  buildClient,
  buildSmallPatch,
  msiexec,
  writeClient,
  writeImage,
  writePatch,
} from '../../support/patch-scenario.js';
import { tempFolder } from '../../support/temp-folder.js';

const SHIPPED = 'as shipped';
const LONGER = 'longer than it was shipped';
/** As long as it was shipped. */
const AGAIN = 'as it is 2';
const file = (text: string) => [{ key: 'a', name: 'a.txt', bytes: Buffer.from(text) }];

const whole = (text: string) => ({ whole: Buffer.from(text) });
const delta = (text: string) => ({ delta: buildPlainDelta(Buffer.from(SHIPPED), Buffer.from(text)) });

/** Two small updates, both made for the product as it was shipped; gives the folder and their paths. */
function smallUpdates(content: (text: string) => PatchedFile) {
  const folder = tempFolder();
  const patches = [LONGER, AGAIN].map((text, i) => {
    const bytes = buildSmallPatch(
      buildClient('1.0.0', file(SHIPPED)),
      buildClient('1.0.0', file(text)),
      { a: content(text) },
      {
        code: `{${String(i + 1).repeat(8)}-0000-0000-0000-000000000000}`,
        sequences: [['Fix', null, `${i + 1}`, 0]],
      },
    );
    return writePatch(folder, `${i + 1}.msp`, bytes);
  });
  return { folder, patches };
}

describe('a second update that gives a file the size that it was shipped with', () => {
  it.each([
    ['a whole file', whole],
    ['a delta', delta],
  ])('as %s is listed and read with that size', (_, second) => {
    const { folder, patches } = smallUpdates(second);
    const pkg = openPackageWith(writeClient(folder, '1.0.0', file(SHIPPED)), patches);
    const [only] = pkg.content.files;
    expect(Buffer.from(only!.bytes()).toString()).toBe(AGAIN);
    expect(only!.size).toBe(AGAIN.length);
    pkg.close();
  });

  it.each([
    ['in one run', (patches: string[]) => [patches.join(';')]],
    ['one after the other', (patches: string[]) => patches],
  ])('updates an image %s, and its package states the size', async (_, runs) => {
    const { folder, patches } = smallUpdates(whole);
    const image = await writeImage(folder, '1.0.0', file(SHIPPED));
    for (const one of runs(patches)) {
      const { exitCode, error } = await msiexec('/p', one, '/a', image, '/qn');
      expect([exitCode, error]).toEqual([0, null]);
    }
    const pkg = openPackage(image);
    expect(Buffer.from(pkg.content.files[0]!.bytes()).toString()).toBe(AGAIN);
    const { content } = pkg;
    expect(content.kind === 'msi' && content.database.rows('File')[0]!.FileSize).toBe(AGAIN.length);
    pkg.close();
  });
});
