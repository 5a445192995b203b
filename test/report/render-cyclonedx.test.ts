import { describe, expect, it } from 'vitest';
import { cyclonedxDocument } from '../../src/report/render-cyclonedx.js';
import { bareSbom, sampleSbom } from '../support/sbom.js';
import { cyclonedxFaults } from '../support/sbom-schemas.js';

describe('cyclonedxDocument', () => {
  it.each([
    ['of a package', sampleSbom],
    ['of an empty folder', bareSbom],
  ])('is valid by the schema of CycloneDX 1.6: %s', (_, one) => {
    expect(cyclonedxFaults(JSON.parse(JSON.stringify(cyclonedxDocument(one))))).toEqual([]);
  });

  it('says what is missing, and who signed', () => {
    expect(cyclonedxDocument(sampleSbom)).toMatchObject({
      metadata: { component: { publisher: 'Contoso, Ltd.', version: '1.2' } },
      components: [{ name: 'a/ä b.dll', version: '1.0.0.0', publisher: 'Contoso, Ltd.' }, {}],
      compositions: [{ aggregate: 'incomplete' }],
    });
    expect(cyclonedxFaults({ ...cyclonedxDocument(sampleSbom), specVersion: 1 })).not.toEqual([]);
  });
});
