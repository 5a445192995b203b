import { expect, it } from 'vitest';
import { LARGEST_SIGNATURE, malformedCarrier } from '../../src/signature/signature-carrier.js';

it('says what is malformed', () => {
  expect(malformedCarrier('pe', 'why')).toMatchObject({
    blob: null,
    isMalformed: true,
    problems: [{ code: 'malformed', message: 'why' }],
  });
  expect(LARGEST_SIGNATURE).toBeGreaterThan(6_000_000);
});
