import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { spdxDocument } from '../../src/report/render-spdx.js';
import { bareSbom, sampleSbom } from '../support/sbom.js';
import { spdxFaults } from '../support/sbom-schemas.js';

describe('spdxDocument', () => {
  const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

  it.each([
    ['of a package', sampleSbom],
    ['of an empty folder', bareSbom],
  ])('is what SPDX 2.3 demands: %s', (_, one) => {
    const document = spdxDocument(one, sha1) as {
      packages: { SPDXID: string }[];
      files: { SPDXID: string }[];
      relationships: { spdxElementId: string; relatedSpdxElement: string }[];
    };
    expect(spdxFaults(JSON.parse(JSON.stringify(document)))).toEqual([]);
    const ids = [...document.packages, ...document.files].map(({ SPDXID }) => SPDXID);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { spdxElementId, relatedSpdxElement } of document.relationships) {
      expect([...ids, 'SPDXRef-DOCUMENT']).toEqual(
        expect.arrayContaining([spdxElementId, relatedSpdxElement]),
      );
    }
  });

  // Section 7.9: the SHA-1 of the sorted SHA-1s of all files, joined.
  it('has the verification code of its files', () => {
    expect(spdxDocument(sampleSbom, sha1)).toMatchObject({
      packages: [
        {
          supplier: 'Organization: Contoso, Ltd.',
          packageVerificationCode: { packageVerificationCodeValue: sha1('ab'.repeat(40)) },
        },
      ],
    });
  });
});
