import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.js';
import { signatureLines } from '../../src/cli/signature-lines.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { packageSignature } from '../../src/package/signature/package-signatures.js';
import { plainExecutable, signedExecutable } from '../support/authenticode-builder.js';
import { judgeTest } from '../support/signed-hotfix.js';

const context = { paint: (color: string, text: string) => `<${color}>${text}` } as unknown as Context;
const one = (bytes: Uint8Array) => packageSignature('package', 'a.exe', judgeTest(new BufferSource(bytes)));

describe('signatureLines', () => {
  it.each([
    [[], []],
    [[one(signedExecutable())], ['<green>Signatures: valid (Test Signer): package a.exe']],
    [[one(plainExecutable())], ['<yellow>Signatures: not signed: package a.exe']],
    [
      [one(signedExecutable().fill(1, 0x500, 0x510))],
      ['<red>Signatures: digest-mismatch (Test Signer): package a.exe'],
    ],
  ])('%#', (all, lines) => {
    expect(signatureLines(context, all)).toEqual(lines);
  });
});
