import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { describeSignedFile, isNoPackage } from '../../../src/hotfix/describe/describe-signed-file.js';
import { plainExecutable, signedCatalog, signedExecutable } from '../../support/authenticode-builder.js';
import { judgeTest } from '../../support/signed-hotfix.js';

const described = (name: string, bytes: Uint8Array) =>
  describeSignedFile(`folder/${name}`, new BufferSource(bytes), { judge: judgeTest });

describe('describeSignedFile', () => {
  it.each<[string, Uint8Array, object]>([
    ['a.cat', signedCatalog([]), { kind: 'cat', signature: 'present' }],
    ['a.exe', signedExecutable(), { kind: 'exe', signature: 'present' }],
    ['a.exe', plainExecutable(), { kind: 'exe', signature: 'absent', signatureSummary: 'not signed' }],
  ])('describes %s', (name, bytes, expected) => {
    expect(described(name, bytes)).toMatchObject({ name, ...expected, size: bytes.length });
  });

  it('leaves a text alone', () => {
    expect(described('a', Buffer.from('text'))).toBeNull();
  });
});

describe('isNoPackage', () => {
  it.each<[HotfixkitError['code'], boolean]>([
    ['PACKAGE_UNKNOWN_KIND', true],
    ['CONTAINER_EMPTY', true],
    ['ZIP_TRUNCATED', false],
  ])('%s: %s', (code, expected) => {
    expect(isNoPackage(new HotfixkitError(code, 'x'))).toBe(expected);
  });
});
