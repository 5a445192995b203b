import { expect, it } from 'vitest';
import { isSignedName, mayCarrySignature, SIGNED_HEAD } from '../../src/signature/signed-kinds.js';
import {
  plainExecutable,
  signedCabinetFile,
  signedCatalog,
  signedCompoundFile,
} from '../support/authenticode-builder.js';

it.each([
  ['a.dll', true],
  ['C:\\Windows\\A.SYS', true],
  ['out/image/setup.EXE', true],
  ['kb.msp', true],
  ['oem1.cat', true],
  ['readme.txt', false],
  ['dll', false],
  ['a.dll/readme', false],
  ['x.exe.config', false],
])('%s should be signed by its name: %s', (name, expected) => {
  expect(isSignedName(name)).toBe(expected);
});

it.each([
  ['an executable', plainExecutable(), true],
  ['a cabinet', signedCabinetFile(), true],
  ['a catalogue', signedCatalog([]), true],
  ['a compound file', signedCompoundFile({}), true],
  ['text', Buffer.from('hello, this is a text of many words'), false],
  ['nothing', new Uint8Array(0), false],
])('%s may carry a signature by its first bytes', (_, bytes, expected) => {
  expect(mayCarrySignature(bytes.subarray(0, SIGNED_HEAD))).toBe(expected);
});
