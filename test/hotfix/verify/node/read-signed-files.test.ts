import { describe, expect, it } from 'vitest';
import { readSignedFiles } from '../../../../src/hotfix/verify/node/read-signed-files.js';
import { openPackage } from '../../../../src/package/open-package.js';
import { plainExecutable, signedExecutable } from '../../../support/authenticode-builder.js';
import { cabinetOf } from '../../../support/container-builder.js';
import { judgeTest } from '../../../support/signed-hotfix.js';

describe('readSignedFiles', () => {
  it('judges what is wanted from the bytes in the package, and nothing else', async () => {
    const bytes = cabinetOf({
      'a.exe': signedExecutable(),
      'b.exe': plainExecutable(),
      'c.exe': signedExecutable(),
    });
    using opened = openPackage(bytes);
    const files = await readSignedFiles(opened.content, [(path) => path !== 'c.exe'], judgeTest, {});
    expect(files.map(({ name, signature }) => [name, signature?.verdict])).toEqual([
      ['a.exe', 'valid'],
      ['b.exe', 'no-signature'],
      ['c.exe', undefined],
    ]);
    expect(files.map(({ file }) => file)).toEqual([...opened.content.files]);
  });
});
