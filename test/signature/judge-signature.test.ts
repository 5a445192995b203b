import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { findSignatures } from '../../src/signature/find-signatures.js';
import { parseIndirectData } from '../../src/signature/indirect-data.js';
import { judgeSignature } from '../../src/signature/judge-signature.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { openCarrier } from '../../src/signature/open-carrier.js';
import { readRevocationLists } from '../../src/signature/revocation-list.js';
import { TrustedCertificates } from '../../src/signature/trust.js';
import type { FileSignature } from '../../src/signature/verdict.js';
import {
  executableDigest,
  makeRevocationList,
  plainExecutable,
  type SignaturePlan,
  signedExecutable,
  testAuthority,
  timestampToken,
} from '../support/authenticode-builder.js';

const { root, authority, signer, stamper } = testAuthority();
const trusted = new TrustedCertificates([parseCertificate(root.der)]);

function judge(plan: SignaturePlan, lists: Uint8Array[] = []): FileSignature {
  const carrier = openCarrier(new BufferSource(signedExecutable(plan)))!;
  const data = findSignatures(carrier.blob!)[0]!.data!;
  const indirect = parseIndirectData(data.content);
  const digests = new Map([['sha256', executableDigest('sha256', plainExecutable())]] as const);
  return judgeSignature({ index: 0, data, indirect }, carrier, digests, {
    cryptography,
    trusted,
    at: Date.parse('2026-11-26'),
    revocation: lists.flatMap(readRevocationLists),
  });
}

const stamped = (date: string): SignaturePlan => ({ unsigned: [timestampToken(stamper, date)] });
const revoked = makeRevocationList(authority, {
  revoked: [{ serial: signer.serial, date: '2022-01-01', reason: 1 }],
});

describe('revocation', () => {
  it('is not checked without lists', () => {
    expect(judge(stamped('2024-01-01'))).toMatchObject({
      verdict: 'valid',
      revocation: 'not checked',
      notChecked: [],
    });
  });

  it.each([
    ['without a timestamp', {}, 'revoked'],
    ['with a timestamp after it', stamped('2022-01-02'), 'revoked'],
    ['with a timestamp of the very moment', stamped('2022-01-01'), 'revoked'],
    ['with a timestamp before it', stamped('2021-12-31'), 'valid'],
  ])('counts %s', (_, plan, verdict) => {
    expect(judge(plan, [revoked]).verdict).toBe(verdict);
  });

  it('says by whom, when and why', () => {
    expect(judge({}, [revoked]).problems).toEqual([
      {
        code: 'revoked',
        message:
          'the certificate "Test Signer" was revoked by "Test Authority" on 2022-01-01T00:00:00.000Z (keyCompromise)',
      },
    ]);
  });

  it('of a timestamp makes it bad', () => {
    const list = makeRevocationList(root, {
      revoked: [{ serial: stamper.serial, date: '2020-01-01' }],
    });
    expect(judge(stamped('2024-01-01'), [list])).toMatchObject({
      verdict: 'timestamp-invalid',
      timestamps: [{ status: 'bad', problems: [{ code: 'revoked' }] }],
    });
  });

  it('says what was not checked, of timestamps too', () => {
    const lists = [makeRevocationList(authority)];
    expect(judge(stamped('2024-01-01'), lists)).toMatchObject({
      verdict: 'valid',
      revocation: 'partly checked',
      notChecked: [
        '"Test Authority": no revocation list of "Test Root" was given',
        'of a timestamp, "Test Stamper": no revocation list of "Test Root" was given',
      ],
    });
    expect(judge(stamped('2024-01-01'), [...lists, makeRevocationList(root)])).toMatchObject({
      revocation: 'checked',
      notChecked: [],
    });
  });
});
