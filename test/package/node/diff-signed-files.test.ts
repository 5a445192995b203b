import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { diffSignedFiles } from '../../../src/package/node/diff-signed-files.js';
import {
  hash,
  plainExecutable,
  signedCatalog,
  signedExecutable,
} from '../../support/authenticode-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

const file = (bytes: Uint8Array): string => {
  const path = join(tempFolder(), 'a.bin');
  writeFileSync(path, bytes);
  return path;
};
function diff(a: Uint8Array, b: Uint8Array) {
  const path = file(a);
  return diffSignedFiles(path, file(b), new HotfixkitError('PACKAGE_UNKNOWN_KIND', 'x', { file: path }));
}
const catalog = (text: string, digest: 'sha1' | 'sha256' = 'sha256') =>
  signedCatalog([{ digest: 'sha256', value: hash('sha256', Buffer.from(text)) }], { digest });

it.each<[string, boolean, true | undefined, Uint8Array, Uint8Array]>([
  ['equal programs', true, undefined, signedExecutable(), plainExecutable()],
  ['a program and the same with a signature', false, true, plainExecutable(), signedExecutable()],
  ['other programs', false, undefined, plainExecutable(8192), signedExecutable()],
  ['catalogues of the same list', false, true, catalog('a', 'sha1'), catalog('a')],
  ['catalogues of other lists', false, undefined, catalog('a'), catalog('b')],
])('compares %s', (_, same, onlySignature, a, b) => {
  const result = same ? diff(a, a) : diff(a, b);
  expect(result).toMatchObject({ same, files: same ? [] : [{ change: 'changed' }] });
  expect(result!.onlySignature).toBe(onlySignature);
});

it('leaves other files and other errors to what opens packages', () => {
  expect(diff(Buffer.from('text'), Buffer.from('text'))).toBeNull();
  expect(diff(plainExecutable(), Buffer.from('text'))).toBeNull();
  const path = file(plainExecutable());
  expect(diffSignedFiles(path, path, new HotfixkitError('PE_BAD_HEADER', 'x', { file: path }))).toBeNull();
});

it('says what is wrong with the second file', () => {
  const path = file(plainExecutable());
  const error = new HotfixkitError('PACKAGE_UNKNOWN_KIND', 'x', { file: path });
  const absent = join(tempFolder(), 'absent.exe');
  expect(() => diffSignedFiles(path, absent, error)).toThrow(
    expect.objectContaining({ code: 'FILE_NOT_FOUND', facts: expect.objectContaining({ file: absent }) }),
  );
});
