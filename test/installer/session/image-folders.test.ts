import { expect, it } from 'vitest';
import { makeImage } from '../../support/image.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { hashTree, text, writePackage } from '../../support/package-folder.js';

const files = [{ key: 'a', name: 'a.txt', bytes: text('first') }];
const DATABASE = 'package.msi';
const FILE = 'PFiles/Fixture/a.txt';

/** An image of a package that moves a folder with a custom action of type 35. */
async function image(plan: Partial<PackagePlan>) {
  const made = await makeImage(
    writePackage({ files, ...plan, sequences: { AdminExecuteSequence: { Move: 1050 } } }),
  );
  return { ...made, files: Object.keys(hashTree(made.target)) };
}

it('35 moves a folder with all below it', async () => {
  const { files: left } = await image({
    directories: [
      { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
      { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: 'Fixture' },
      { id: 'SUB', parent: 'INSTALLDIR', defaultDir: 'Sub' },
      { id: 'ASIDE', parent: 'TARGETDIR', defaultDir: 'Fixture' },
    ],
    files: [
      ...files,
      { key: 'b', name: 'b.txt', directory: 'SUB', bytes: text('b') },
      { key: 'c', name: 'c.txt', directory: 'ASIDE', bytes: text('c') },
    ],
    rows: { CustomAction: [['Move', 35, 'INSTALLDIR', '[TARGETDIR]Else/where']] },
  });
  expect(left.sort()).toEqual(['Else/where/Sub/b.txt', 'Else/where/a.txt', 'Fixture/c.txt', DATABASE]);
});

it.each([
  ['up from it', '[TARGETDIR]../../out'],
  ['up from it, as Windows has it', '[TARGETDIR]..\\..\\out'],
  ['to a drive of Windows', 'C:\\X'],
  ['to a drive of Windows, with slashes', 'c:/X/y'],
  ['to the root of a drive', 'C:\\'],
  ['to a share', '\\\\server\\share\\X'],
  ['to a folder of Windows that a property names', '[WindowsFolder]X'],
  ['to an address of a file', 'file:///X'],
])('35 never leads out of the image: %s', async (_, to) => {
  const { files: left, warnings } = await image({
    rows: { CustomAction: [['Move', 35, 'INSTALLDIR', to]] },
  });
  expect(left).toContain(FILE);
  expect(warnings).toMatchObject([
    { code: 'ACTION_SKIPPED', entry: 'Move', message: expect.stringMatching(/out of the image, to /) },
  ]);
});
