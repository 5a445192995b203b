import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemCertificates } from '../../src/node/system-certificates.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const none = { env: {}, ofNode: null, bundles: [] };
const text = (store: Parameters<typeof systemCertificates>[0]): string =>
  Buffer.from(systemCertificates(store)).toString();

describe('the trusted certificates of the system', () => {
  it('are those of SSL_CERT_FILE, of Node, or of the usual files, in this order', () => {
    const folder = tempFolder();
    const [named, bundle] = ['named.pem', 'bundle.pem'].map((name) => {
      writeFileSync(join(folder, name), name);
      return join(folder, name);
    });
    const ofNode = () => ['A', 'B'];
    const bundles = [join(folder, 'missing.pem'), bundle!];
    expect(text({ env: { SSL_CERT_FILE: named }, ofNode, bundles })).toBe('named.pem');
    expect(text({ env: {}, ofNode, bundles })).toBe('A\nB');
    expect(text({ env: {}, ofNode: () => [], bundles })).toBe('bundle.pem');
    expect(text({ ...none, bundles })).toBe('bundle.pem');
  });

  it('cannot be had everywhere, which says what to do', () => {
    const error = caught(() => systemCertificates(none));
    expect(error).toMatchObject({ code: 'SIGNATURE_NO_SYSTEM_STORE' });
    expect(String(error)).toMatch(/--trust/);
  });

  it('name a file that is not there', () => {
    expect(caught(() => systemCertificates({ ...none, env: { SSL_CERT_FILE: '/no/such' } }))).toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});
