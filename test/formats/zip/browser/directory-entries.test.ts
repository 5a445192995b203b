import { expect, it } from 'vitest';
import { BufferSource } from '../../../../src/core/byte-source.js';
import { directoryEntries } from '../../../../src/formats/zip/browser/directory-entries.js';
import { findEndOfCentralDirectory } from '../../../../src/formats/zip/end-of-central-directory.js';
import { buildZip } from '../../../support/zip-builder.js';

// `../directory-entries.test.ts` compares it with what stands above it.
it('gives names as bytes that stay as they are', () => {
  const source = new BufferSource(buildZip({ files: [{ name: 'a' }, { name: 'b' }] }));
  const { entryCount, directoryOffset } = findEndOfCentralDirectory(source)!;
  const names = [...directoryEntries(source, entryCount, directoryOffset)].map(({ fileName }) => fileName);
  expect(names.map((name) => Buffer.from(name).toString())).toEqual(['a', 'b']);
});
