import { describe, expect, it } from 'vitest';
import { parseFileVersion } from '../../../src/core/file-version.js';
import { replacesExisting, type VersionedFile } from '../../../src/package/install/versioning-rules.js';

const file = (version: string | null, change: Partial<VersionedFile> = {}): VersionedFile => ({
  version: version === null ? null : parseFileVersion(version),
  ...change,
});

// The cases of "File Versioning Rules" in the Windows Installer documentation.
describe('replacesExisting', () => {
  it.each([
    ['a higher version replaces', file('1.0.0.2'), file('1.0.0.1'), true],
    ['a lower version does not', file('1.0.0.1'), file('1.0.0.2'), false],
    ['an equal version does not', file('1.0.0.1'), file('1.0.0.1'), false],
    ['versions are numbers', file('4.0.6487.2111'), file('4.0.6487.999'), true],
    ['missing parts are zeros', file('1.0'), file('1.0.0.0'), false],
    ['a versioned file replaces one without', file('0.0.0.1'), file(null), true],
    ['one without does not replace a versioned file', file(null), file('0.0.0.1'), false],
    ['without versions the incoming one replaces', file(null), file(null), true],
    ['not if both are the same', file(null, { md5: 'aa' }), file(null, { md5: 'aa' }), false],
    ['but if they differ', file(null, { md5: 'aa' }), file(null, { md5: 'bb' }), true],
    ['not if the user has changed it', file(null), file(null, { changedSinceCreated: true }), false],
    [
      'not if the user has changed it, whatever the hashes say',
      file(null, { md5: 'aa' }),
      file(null, { md5: 'bb', changedSinceCreated: true }),
      false,
    ],
    ['a version counts before changes', file('1.0'), file(null, { changedSinceCreated: true }), true],
  ])('%s', (_, incoming, existing, replaces) => {
    expect(replacesExisting(incoming, existing)).toBe(replaces);
  });
});
