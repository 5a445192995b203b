import { expect, it } from 'vitest';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { readSignatureSources } from '../../src/signature/signature-sources.js';
import { makeRevocationList, signedCatalog, testAuthority } from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const { root, authority } = testAuthority();
const none = { at: 5, trust: [], stores: [], catalogs: [], revocation: [] };

it('reads all that signatures are judged by', () => {
  const pem = `-----BEGIN CERTIFICATE-----\n${root.der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  const broken = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
  const options = readSignatureSources(
    {
      ...none,
      trust: [{ name: 'a', bytes: root.der }],
      stores: [{ name: 'b', bytes: Buffer.from(pem + broken) }],
      catalogs: [{ name: 'c.cat', bytes: signedCatalog([]) }],
      revocation: [{ name: 'd.crl', bytes: makeRevocationList(authority) }],
      strict: true,
      signedBy: 'Test',
    },
    cryptography,
  );
  expect(options.trusted.certificates).toHaveLength(10);
  expect(options).toMatchObject({
    at: 5,
    strict: true,
    signedBy: 'Test',
    catalogs: [{ name: 'c.cat' }],
    revocation: [{ issuerName: 'Test Authority' }],
  });
});

it.each(['trust', 'catalogs', 'revocation'])('names the file of %s that cannot be read', (kind) => {
  const sources = { ...none, [kind]: [{ name: 'bad file', bytes: Buffer.from('text') }] };
  expect(caught(() => readSignatureSources(sources, cryptography))).toMatchObject({
    facts: { file: 'bad file' },
  });
});
