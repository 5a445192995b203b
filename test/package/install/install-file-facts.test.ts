import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { installFileFacts } from '../../../src/package/install/install-file-facts.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';
import { text } from '../../support/package-folder.js';

const factsOf = (plan: Partial<PackagePlan>, file: object = {}) =>
  installFileFacts(
    new InstallPackage(
      new BufferSource(
        buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('a'), ...file }], ...plan }).msi,
      ),
    ),
    (facts) => facts,
  );

/*
 * Win32 documentation, "Word Count Summary": bit 1 says that source files are compressed by default, bit 2 that the source is an
 * administrative image. "File Table": msidbFileAttributesNoncompressed (8192) and msidbFileAttributesCompressed (16384) override
 * the default.
 */
describe('installFileFacts', () => {
  it.each([
    ['lie in their cabinet where Word Count says so', 2, 0, true],
    ['lie beside the package by their own bit', 2, 8192, false],
    ['lie in their cabinet by their own bit', 0, 16384, true],
    ['lie in the tree of an image, whatever their own bit', 4, 16384, false],
  ])('files %s', (_, wordCount, attributes, compressed) => {
    const { files } = factsOf({ wordCount }, { attributes });
    expect(files.map((file) => [file.name, file.cabinet, file.compressed])).toEqual([
      ['a.txt', '#files.cab', compressed],
    ]);
  });

  it('give their place by long and short names', () => {
    const { files, warnings } = factsOf({}, { name: 'AFILE~1.TXT|a file.txt' });
    expect(files[0]).toMatchObject({ name: 'a file.txt', targetPath: expect.stringMatching(/a file\.txt$/) });
    expect(files[0]!.sourceShortPath).toMatch(/AFILE~1\.TXT$/);
    expect(warnings).toEqual([]);
  });
});
