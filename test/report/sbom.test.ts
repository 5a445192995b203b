import { describe, expect, it } from 'vitest';
import { leftOut, sbomFiles, validSigner } from '../../src/report/sbom.js';
import { sampleSbom, signed } from '../support/sbom.js';

describe('sbomFiles', () => {
  it('has each path once, and leaves out what is not there', () => {
    const { files, left } = sbomFiles(sampleSbom);
    expect(files.map(({ path, signer }) => [path, signer])).toEqual([
      ['a/ä b.dll', 'Contoso, Ltd.'],
      ['a/ä b.dll (K2)', null],
    ]);
    expect([left, leftOut(0, []), leftOut(2, []), leftOut(0, ['Some.', 'More.'])]).toEqual([
      1,
      null,
      expect.stringMatching(/^The content of 2 files is not there/),
      'Some. More.',
    ]);
  });

  it('names a signer only where the signature is valid', () => {
    expect(validSigner([signed])).toBe('Contoso, Ltd.');
    expect(validSigner([{ ...signed, verdict: 'expired' }])).toBeNull();
    expect(validSigner([])).toBeNull();
  });
});
