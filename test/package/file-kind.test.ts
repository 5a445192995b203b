import { expect, it } from 'vitest';
import { KIND_HEAD, kindThatIsMissing } from '../../src/package/file-kind.js';

const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const cabinet = [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0];

it.each<[string, number[], string | null]>([
  ['Mcs.msi', compound, null],
  ['MCS.MSI', compound, null],
  ['a.msp', compound, null],
  ['a.mst', compound, null],
  ['Mcs.msi', Array(8).fill(0), 'compound file'],
  ['Mcs.msi', [...Buffer.from('<html>x')], 'compound file'],
  ['a.msp', cabinet, 'compound file'],
  ['a.msp', [], 'compound file'],
  ['a.cab', cabinet, null],
  ['a.cab', [...Buffer.from('ISc(abcd')], null],
  ['a.cab', compound, 'cabinet'],
  ['a.txt', compound, null],
  ['msi', cabinet, null],
])('%s that begins with %j is no %s', (name, head, missing) => {
  expect(kindThatIsMissing(name, Uint8Array.from(head).subarray(0, KIND_HEAD))).toBe(missing);
});
