import { expect, it } from 'vitest';
import { leftOutWarning } from '../../../src/package/patch/left-out-warning.js';
import type { PatchPackage } from '../../../src/package/patch/patch-package.js';

const [patch, by] = [{ label: 'a.msp' }, { label: 'b.msp' }] as PatchPackage[];

it.each([
  ['repeated', 'this patch is left out: it is the same patch as b.msp'],
  ['obsoleted', 'this patch is left out: b.msp makes it obsolete'],
  ['superseded', 'this patch is left out: b.msp supersedes it'],
] as const)('a patch that is %s names the other one', (reason, message) => {
  expect(leftOutWarning({ patch: patch!, reason, by: by! })).toEqual({
    code: 'PATCH_LEFT_OUT',
    message,
    file: 'a.msp',
  });
});

it('a patch that does not apply says what it asks for', () => {
  const out = { patch: patch!, reason: 'not applicable', expected: '1.0', found: '2.0' } as const;
  expect(leftOutWarning(out)).toMatchObject({
    message: expect.stringMatching(/does not apply/),
    expected: '1.0',
    found: '2.0',
  });
});
