import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WrittenIdentities } from '../../../src/node/written-identities.js';
import { OutputHere } from '../../../src/package/node/output-here.js';
import { packageFile } from '../../support/package-file.js';
import { tempFolder } from '../../support/temp-folder.js';

// RFC 1321, appendix A.5.
const md5OfAbc = '900150983cd24fb0d6963f7d28e17f72';

/** Writes "abc" into files that should have these hashes; the entries of those that have another one. */
function write(
  hashes: readonly (string | null)[],
  isNear: boolean,
  tolerant: boolean,
): (string | undefined)[] {
  const folder = tempFolder();
  const identities = isNear ? new WrittenIdentities({ files: hashes.length }) : null;
  const output = new OutputHere({ identities, digests: null }, tolerant);
  try {
    for (const [number, md5] of hashes.entries()) {
      const staged = join(folder, String(number));
      const file = packageFile({ key: `k${number}`, size: 3, md5 });
      const written = output.open({ file, staged, label: file.key, target: staged, number }, null);
      written.write(Buffer.from('abc'));
      written.end(false);
      expect(readFileSync(staged, 'latin1')).toBe('abc');
    }
    return output.finish().map(({ facts }) => facts.entry);
  } finally {
    output.close();
  }
}

describe.each([
  ['hashed when they are complete', true],
  ['hashed while they are written', false],
])('files that are written where they are decoded, %s', (_, isNear) => {
  it('are fine with their hash, or without one', () => {
    expect(write([md5OfAbc, null], isNear, false)).toEqual([]);
  });

  it('are told of in their order when they have another hash and that is tolerated', () => {
    const other = '0'.repeat(32);
    expect(write([other, md5OfAbc, other], isNear, true)).toEqual(['k0', 'k2']);
  });

  it('end with the first one that has another hash, otherwise', () => {
    expect(() => write([md5OfAbc, '0'.repeat(32)], isNear, false)).toThrow(
      expect.objectContaining({ code: 'PACKAGE_FILE_HASH', facts: expect.objectContaining({ entry: 'k1' }) }),
    );
  });
});
