import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { describeSignedFile } from '../../../src/hotfix/describe/describe-signed-file.js';
import { plainExecutable, signedCatalog, signedExecutable } from '../../support/authenticode-builder.js';
import { judgeTest } from '../../support/signed-hotfix.js';
import { tempFolder } from '../../support/temp-folder.js';

const described = (name: string, bytes: Uint8Array, code: HotfixkitError['code']) => {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  return describeSignedFile(path, new HotfixkitError(code, 'x'), { judge: judgeTest });
};

describe('describeSignedFile', () => {
  it.each<[string, Uint8Array, HotfixkitError['code'], object]>([
    ['a.cat', signedCatalog([]), 'PACKAGE_UNKNOWN_KIND', { kind: 'cat', signature: 'present' }],
    ['a.exe', signedExecutable(), 'CONTAINER_EMPTY', { kind: 'exe', signature: 'present', size: 6128 }],
    [
      'a.exe',
      plainExecutable(),
      'CONTAINER_EMPTY',
      { kind: 'exe', signature: 'absent', signatureSummary: 'not signed' },
    ],
  ])('describes %s', (name, bytes, code, expected) => {
    const { size, ...rest } = expected as { size?: number };
    expect(described(name, bytes, code)).toMatchObject({ name, ...rest, size: bytes.length });
    expect(size === undefined || size > 0).toBe(true);
  });

  it.each<[string, Uint8Array, HotfixkitError['code']]>([
    ['a text', Buffer.from('text'), 'PACKAGE_UNKNOWN_KIND'],
    ['a truncated zip', signedExecutable(), 'ZIP_TRUNCATED'],
  ])('leaves %s to its error', (_, bytes, code) => {
    expect(described('a', bytes, code)).toBeNull();
  });
});
