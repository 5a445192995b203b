import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { microsoftRoots } from '../../src/signature/microsoft-roots.js';

describe('the roots of Microsoft', () => {
  it.each(microsoftRoots)('$name', ({ name, sha1, sha256, der }) => {
    const bytes = Buffer.from(der, 'base64');
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(sha1);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const certificate = new X509Certificate(bytes);
    expect(certificate.subject).toBe(certificate.issuer);
    expect(certificate.subject.split('\n')).toContain(`CN=${name}`);
  });

  it('have the fingerprints that Microsoft publishes', () => {
    expect(microsoftRoots.slice(0, 4).map(({ sha1 }) => sha1)).toEqual([
      'a43489159a520f0d93d032ccaf37e7fe20a8b419',
      'cdd4eeae6000ac7f40c3802c171e30148030c072',
      '3b1efd3a66ea28b16697394703a72ca340a05bd5',
      '8f43288ad272f3103b6fb1428485ea3014c0bcfe',
    ]);
  });
});
