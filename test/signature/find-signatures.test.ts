import { describe, expect, it } from 'vitest';
import { findSignatures } from '../../src/signature/find-signatures.js';
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

  it('are sixteen at most, and nest four deep; what is not looked at is told', () => {
    let signature = executableSignature(plain);
    for (let i = 0; i < 6; i++)
      signature = executableSignature(plain, { unsigned: [nestedSignature(signature)] });
    expect(kinds(signature)).toEqual([...Array(4).fill(undefined), 'unsupported']);
    const many = Array(40).fill(nestedSignature(executableSignature(plain)));
    expect(kinds(executableSignature(plain, { unsigned: many }))).toEqual([
      ...Array(16).fill(undefined),
      'unsupported',
    ]);
    expect(kinds(executableSignature(plain, { unsigned: many.slice(0, 15) }))).toHaveLength(16);
  });

  it('that cannot be read say why', () => {
    expect(kinds(Buffer.from('3003020100', 'hex'))).toEqual(['malformed']);
    expect(kinds(new Uint8Array(0))).toEqual(['malformed']);
  });
});
