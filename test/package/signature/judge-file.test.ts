import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { judgeFile, judgeSource } from '../../../src/package/signature/judge-file.js';
import { signedExecutable } from '../../support/authenticode-builder.js';
import { judgeTest } from '../../support/signed-hotfix.js';

describe('judgeFile', () => {
  it('reads a file in place, or decoded', () => {
    const bytes = signedExecutable();
    let closed = 0;
    const source = Object.assign(new BufferSource(bytes), { close: () => void closed++ });
    expect(judgeFile({ openInPlace: () => source, bytes: () => bytes }, judgeTest).verdict).toBe('valid');
    expect(closed).toBe(1);
    expect(judgeFile({ openInPlace: () => null, bytes: () => bytes }, judgeTest).verdict).toBe('valid');
  });

  it('takes a damaged file for one whose signature is malformed, and a bug for a bug', () => {
    const source = new BufferSource(Buffer.from('MSCF'));
    expect(judgeSource(source, judgeTest)).toMatchObject({
      verdict: 'malformed',
      accepted: false,
      kind: null,
    });
    const failing = (error: Error) => () =>
      judgeSource(source, () => {
        throw error;
      });
    expect(failing(new TypeError('x'))).toThrow(TypeError);
    expect(failing(new HotfixkitError('ABORTED', 'x'))).toThrow('x');
  });
});
