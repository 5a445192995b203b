import { describe, expect, it } from 'vitest';
import { withoutSignature } from '../../src/signature/judgement.js';
import { refusalsOf } from '../../src/signature/refusals.js';
import type { FileSignature } from '../../src/signature/verdict.js';

function signedBy(commonName: string | null, organization: string | null): FileSignature {
  const subject = `CN=${commonName}, O=${organization}`;
  const signer = { subject, commonName, organization } as FileSignature['signer'];
  return { ...withoutSignature(0, [{ code: 'malformed', message: '' }]), signer };
}

describe('a demanded signer', () => {
  it.each([
    ['Contoso', 'Microsoft Corporation'],
    ['Microsoft Corporation', null],
    ['Microsoft Corporation', 'Microsoft Corporation'],
  ])('is the whole CN or O: %s, %s', (cn, o) => {
    expect(refusalsOf(signedBy(cn, o), { signedBy: 'Microsoft Corporation' })).toEqual([]);
  });

  it.each([
    ['Not Microsoft Corporation', 'Microsoft Corporation Ltd'],
    ['microsoft corporation', 'Microsoft  Corporation'],
    ['Microsoft Corporation\0', ' Microsoft Corporation'],
    ['Microsoft Corporation, O=Evil', null],
    ['Micrоsoft Corporation', null], // with a Cyrillic letter
    [null, null],
  ])('is no part of a name and no other spelling: %j, %j', (cn, o) => {
    expect(refusalsOf(signedBy(cn, o), { signedBy: 'Microsoft Corporation' })).toMatchObject([
      { code: 'other-signer' },
    ]);
  });

  it('is not missed where nobody signed: that has its own verdict', () => {
    expect(
      refusalsOf(withoutSignature(0, [{ code: 'no-signature', message: '' }]), { signedBy: 'x' }),
    ).toEqual([]);
  });
});

it.each([
  ['weak-sha1', true],
  ['weak-md5', true],
  ['unauthenticated-data', true],
  ['extra-certificate-entries', true],
  ['msi-metadata-changed', true],
  ['nested-invalid', true],
  ['no-timestamp', false],
  ['ber', false],
  ['timestamp-without-digestinfo', false],
] as const)('strict refuses %s: %s', (code, isRefused) => {
  const signature = { ...signedBy('a', 'b'), warnings: [{ code, message: '' }] };
  expect(refusalsOf(signature, { strict: true }).map((one) => one.code)).toEqual(
    isRefused ? ['not-strict'] : [],
  );
  expect(refusalsOf(signature, {})).toEqual([]);
});
