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

it.each([
  ['md5', 'good', true],
  ['sha1', 'good', true],
  ['sha1', 'untrusted', false],
  [null, 'good', false],
] as const)('strict refuses a timestamp that relies on %s and is %s: %s', (weak, status, isRefused) => {
  const stamp = { kind: 'rfc3161', time: '2020', status, signer: null, weak, problems: [] } as const;
  const signature = { ...signedBy('a', 'b'), timestamps: [stamp] };
  const refusals = refusalsOf(signature, { strict: true });
  expect(refusals.map(({ message }) => message)).toEqual(
    isRefused ? [`not accepted when strict: the timestamp of 2020 relies on ${weak}`] : [],
  );
  expect(refusalsOf(signature, {})).toEqual([]);
});

describe('a certificate in the chain that is signed by', () => {
  const withChain = (names: readonly string[], hasAnchor: boolean) => {
    const chain = names.map((name) => ({ subject: `CN=${name}`, signedBy: name }));
    return {
      ...signedBy('a', 'b'),
      chain: chain as unknown as FileSignature['chain'],
      anchor: hasAnchor ? (chain.at(-1) as unknown as FileSignature['anchor']) : null,
    };
  };

  it.each([
    ['SHA-1', ['sha256', 'sha1', 'sha256'], true, ['not-strict']],
    ['MD5', ['md5', 'sha256'], true, ['not-strict']],
    ['SHA-1 as the anchor', ['sha256', 'sha1'], true, []],
    ['SHA-1 without an anchor', ['sha256', 'sha1'], false, ['not-strict']],
  ] as const)('%s', (_, names, hasAnchor, expected) => {
    expect(refusalsOf(withChain(names, hasAnchor), { strict: true }).map(({ code }) => code)).toEqual(
      expected,
    );
    expect(refusalsOf(withChain(names, hasAnchor), {})).toEqual([]);
  });
});
