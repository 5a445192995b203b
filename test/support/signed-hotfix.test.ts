import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { hotfixPackage, judgeTest, manifestOf, signPackage, usualFiles } from './signed-hotfix.js';

describe('the signed hotfix', () => {
  it('is signed, each file and the package', () => {
    const files = usualFiles();
    for (const { file, bytes } of files) {
      expect([file.name, judgeTest(new BufferSource(bytes)).verdict]).toEqual([file.name, 'valid']);
    }
    expect(judgeTest(new BufferSource(signPackage(hotfixPackage(files)))).verdict).toBe('valid');
    expect(manifestOf(files).sections[0]!.files).toHaveLength(13);
  });
});
