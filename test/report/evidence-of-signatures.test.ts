import { expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { signatureEvidence, signatureSuites, signedHashes } from '../../src/report/evidence-of-signatures.js';
import { withoutSignature } from '../../src/signature/judgement.js';

const unsigned = {
  path: 'a\\b.dll',
  sha256: 'ab',
  kind: null,
  verdict: 'no-signature' as const,
  accepted: false,
  problems: [],
  refusals: [],
  member: null,
  signatures: [withoutSignature(0, [{ code: 'no-signature', message: 'the file is not signed' }])],
};
const error = new HotfixkitError('FILE_READ', 'cannot be read');

it('signatures as a document, as cases and as digests', () => {
  const found = {
    files: [unsigned, { ...unsigned, path: 'c', accepted: true }],
    errors: [{ path: 'd', error }],
    notes: ['N.'],
  };
  const { verdict, tables } = signatureEvidence(found);
  expect(verdict).toEqual({
    tone: 'bad',
    headline: 'NOT OK',
    reasons: ['1 of 3 files validly signed.', 'N.'],
  });
  expect(tables[0]!.rows.map(({ cells }) => [cells[0], cells[1], cells.at(-1)])).toEqual([
    ['no-signature', 'a\\b.dll', 'the file is not signed'],
    ['no-signature', 'c', 'the file is not signed'],
    ['not read', 'd', 'cannot be read'],
  ]);
  expect(signatureSuites(found)[0]!.cases.map(({ outcome }) => outcome)).toEqual([
    'failed',
    'passed',
    'failed',
  ]);
  expect(signedHashes(found)[0]).toEqual({ path: 'a/b.dll', sha256: 'ab' });
});
