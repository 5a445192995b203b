import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { findSignatures, problemOf } from '../../src/signature/find-signatures.js';
import { executableSignature, nestedSignature, plainExecutable } from '../support/authenticode-builder.js';

const plain = plainExecutable();
const kinds = (bytes: Uint8Array): (string | undefined)[] =>
  findSignatures({ bytes, offset: 0 }).map(({ problem }) => problem?.code);

describe('signatures in a blob', () => {
  it('are the outer one and those nested in it, outer before inner', () => {
    const inner = executableSignature(plain);
    const middle = executableSignature(plain, { unsigned: [nestedSignature(inner), nestedSignature(inner)] });
    expect(kinds(executableSignature(plain, { unsigned: [nestedSignature(middle)] }))).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('are sixteen at most, and nest four deep', () => {
    let signature = executableSignature(plain);
    for (let i = 0; i < 6; i++)
      signature = executableSignature(plain, { unsigned: [nestedSignature(signature)] });
    expect(kinds(signature)).toEqual([...Array(4).fill(undefined), 'malformed']);
    const many = Array(40).fill(nestedSignature(executableSignature(plain)));
    expect(kinds(executableSignature(plain, { unsigned: many }))).toHaveLength(16);
  });

  it('that cannot be read say why', () => {
    expect(kinds(Buffer.from('3003020100', 'hex'))).toEqual(['malformed']);
    expect(kinds(new Uint8Array(0))).toEqual(['malformed']);
  });
});

describe('an error as a problem', () => {
  it('has its place', () => {
    const error = new HotfixkitError('ASN1_MALFORMED', 'bad', { offset: 7, found: 'x' });
    expect(problemOf(error)).toEqual({ code: 'malformed', message: 'bad: x (offset 7)' });
    expect(problemOf(new HotfixkitError('SIGNATURE_UNSUPPORTED', 'odd')).code).toBe('unsupported');
  });

  it('is one of ours, others are thrown on', () => {
    expect(() => problemOf(new RangeError('x'))).toThrow(RangeError);
  });
});
