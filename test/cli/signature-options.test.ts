import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyOptions } from '../../src/cli/signature-options.js';
import { makeRevocationList, signedCatalog, testAuthority } from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const { root, authority } = testAuthority();
const none = { trust: [], trustSystem: false, catalog: [], crl: [], signedBy: undefined, at: undefined };

function file(bytes: Uint8Array | string): string {
  const path = join(tempFolder(), 'file');
  writeFileSync(path, bytes);
  return path;
}

describe('what signatures are judged by', () => {
  it('is the roots of Microsoft and now, unless options say more', () => {
    const { trusted, at, catalogs, revocation, strict } = verifyOptions(none);
    expect(trusted.certificates).toHaveLength(8);
    expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
    expect({ catalogs, revocation, strict }).toEqual({ catalogs: [], revocation: [], strict: false });
  });

  it('is read from the files that options name', () => {
    const catalog = file(signedCatalog([]));
    const values = {
      ...none,
      trust: [file(root.der)],
      catalog: [catalog],
      crl: [file(makeRevocationList(authority))],
      signedBy: 'Microsoft Corporation',
      at: '2026-01-31',
    };
    const options = verifyOptions(values, true);
    expect(options.trusted.certificates).toHaveLength(9);
    expect(options).toMatchObject({
      at: Date.parse('2026-01-31'),
      revocation: [{ issuerName: 'Test Authority' }],
      catalogs: [{ name: catalog, signature: { verdict: 'valid' } }],
      signedBy: 'Microsoft Corporation',
      strict: true,
    });
  });

  it.each([
    ['trust', 'SIGNATURE_BAD_CERTIFICATE'],
    ['crl', 'SIGNATURE_BAD_CRL'],
    ['catalog', 'SIGNATURE_UNSUPPORTED'],
  ])('names the file of --%s that cannot be read', (option, code) => {
    const path = file('text');
    const error = caught(() => verifyOptions({ ...none, [option]: [path] }));
    expect(error).toMatchObject({ code, facts: { file: path } });
  });

  it.each([
    { at: 'yesterday' },
    { at: '2026-13-01' },
    { at: '2026-02-31' },
    { at: '2026-01-01T00:00' },
    { signedBy: '' },
    { signedBy: ' ' },
  ])('%j is a usage error', (values) => {
    expect(caught(() => verifyOptions({ ...none, ...values }))).toMatchObject({ code: 'USAGE' });
  });
});
