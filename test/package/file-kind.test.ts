import { expect, it } from 'vitest';
import { KIND_HEAD, kindThatIsMissing } from '../../src/package/file-kind.js';

const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const cabinet = [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0];
const zip = [0x50, 0x4b, 3, 4, 20, 0, 0, 0];
const zeros = Array<number>(8).fill(0);
const program = [0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0];
const page = [...Buffer.from('<!DOCTYPE')];

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
  ['a.dll', zeros, 'executable'],
  ['a.dll', page, 'executable'],
  ['a.dll', program, null],
  ['a.exe', program, null],
  ['a.EXE', zip, 'executable'],
  ['a.ocx', zeros, 'executable'],
  ['a.sys', zeros, 'driver'],
  ['a.sys', page, 'driver'],
  ['a.sys', program, null],
  // The device drivers of DOS begin with a pointer, and Msdos.sys of Windows 95 is text.
  ['Himem.sys', [0xff, 0xff, 0xff, 0xff, 0, 0x80, 0, 0], null],
  ['Msdos.sys', [...Buffer.from('[Paths]')], null],
  ['a.com', [0xe9, 0x10, 0, 0, 0, 0, 0, 0], null],
  ['a.com', zeros, 'driver'],
  ['a.tlb', [...Buffer.from('MSFT')], null],
  ['a.zip', zeros, 'zip archive'],
  ['a.zip', zip, null],
  ['a.zip', [0x50, 0x4b, 5, 6, 0, 0, 0, 0], null],
  ['a.jar', program, 'zip archive'],
  ['a.docx', zip, null],
  ['a.msu', zeros, 'cabinet'],
  ['a.msu', cabinet, null],
  ['a.msu', [...Buffer.from('MSWIM\0\0\0')], null],
  ['a.cat', zeros, 'catalogue'],
  ['a.cat', [0x30, 0x82, 0x1c, 0, 6, 9, 0x2a, 0x86], null],
  ['a.7z', zip, '7z archive'],
  ['a.wim', zeros, 'Windows image'],
  ['a.chm', zeros, 'help file'],
  ['a.hlp', zeros, 'file of its kind'],
  ['a.pdb', zeros, 'file of its kind'],
  ['a.pdb', [...Buffer.from('Microsof')], null],
  ['a.png', page, 'picture'],
  ['a.fon', zeros, 'executable'],
  ['a.ico', zeros, 'picture'],
  ['a.ico', [0, 0, 1, 0, 1, 0, 32, 32], null],
  ['a.cur', [0, 0, 2, 0, 1, 0, 32, 32], null],
  ['a.wav', zeros, 'RIFF file'],
  ['a.avi', [...Buffer.from('RIFF\0\0\0\0')], null],
  ['a.inf', zeros, 'text'],
  ['a.manifest', zeros, 'text'],
  ['a.xml', [0xff, 0xfe, 0x3c, 0, 0x3f, 0, 0, 0], null],
  ['a.xml', [0, 0x3c, 0, 0x3f, 0, 0, 0, 0], null],
  ['a.sql', program, 'text'],
  ['a.sql', [...Buffer.from('MZ is x')], null],
  ['a.htm', page, null],
  ['a.txt', [], null],
  ['a.txt', [0x31], null],
  ['a.dat', zeros, null],
  ['a.log', zeros, null],
  ['constructor', zeros, null],
  ['a.constructor', zeros, null],
  ['a.txt', compound, 'text'],
  ['msi', cabinet, null],
])('%s that begins with %j is no %s', (name, head, missing) => {
  expect(kindThatIsMissing(name, Uint8Array.from(head).subarray(0, KIND_HEAD))).toBe(missing);
});
