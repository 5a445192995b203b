import { expect, it } from 'vitest';
import { trustMicrosoft } from '../../src/signature/bundled-trust.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { makeCertificate } from '../support/authenticode-builder.js';

it('has the roots of Microsoft, and those that are given', () => {
  const own = parseCertificate(makeCertificate({ name: 'Own root', ca: true }).der);
  expect(trustMicrosoft().certificates).toHaveLength(8);
  expect(trustMicrosoft([own]).find(own)).toBe(own);
  expect(trustMicrosoft().find(own)).toBeNull();
});
