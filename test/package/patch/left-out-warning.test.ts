import { expect, it } from 'vitest';
import { leftOutWarning } from '../../../src/package/patch/left-out-warning.js';
import type { PatchPackage } from '../../../src/package/patch/patch-package.js';

const patchOf = (name: string, obsoletes: readonly string[] = []) =>
  ({ label: `${name}.msp`, identity: { patchCode: name, obsoletes } }) as unknown as PatchPackage;
const [patch, by] = [patchOf('a'), patchOf('b', ['a'])];

it.each([
  ['repeated', 'this patch is left out: it is the same patch as b.msp'],
  ['obsoleted', 'this patch is left out: b.msp makes it obsolete'],
  ['superseded', 'this patch is left out: b.msp supersedes it'],
] as const)('a patch that is %s names the other one', (reason, message) => {
  expect(leftOutWarning({ patch, reason, by })).toEqual({
    code: 'PATCH_LEFT_OUT',
    message,
    file: 'a.msp',
  });
});

it('says that two patches make each other obsolete', () => {
  const { message } = leftOutWarning({ patch: patchOf('a', ['b']), reason: 'obsoleted', by });
  expect(message).toMatch(
    /b\.msp makes it obsolete, and it makes that one obsolete too.*leave one of them out/,
  );
});

it('a patch that does not apply says what it asks for', () => {
  const out = { patch, reason: 'not applicable', expected: '1.0', found: '2.0' } as const;
  expect(leftOutWarning(out)).toMatchObject({
    message: expect.stringMatching(/does not apply/),
    expected: '1.0',
    found: '2.0',
  });
});
