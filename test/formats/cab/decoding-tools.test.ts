import { expect, it } from 'vitest';
import { LzxDecoder } from '../../../src/codecs/lzx.js';
import { MszipDecoder } from '../../../src/codecs/mszip.js';
import { QuantumDecoder } from '../../../src/codecs/quantum.js';
import { StoredDecoder } from '../../../src/codecs/stored.js';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { DecodingTools } from '../../../src/formats/cab/decoding-tools.js';
import { buildCabinet, type FolderPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

function folderOf(folder: Omit<FolderPlan, 'files' | 'blocks'>) {
  const files = [{ name: 'a', bytes: Uint8Array.of(1) }];
  const blocks = [{ data: Uint8Array.of(1), uncompressedLength: 1 }];
  return CabinetSet.open(new BufferSource(buildCabinet({ folders: [{ ...folder, files, blocks }] })))
    .folders[0]!;
}

it('has a decoder for each method, and one for each window', () => {
  const tools = new DecodingTools();
  expect(tools.decoderFor(folderOf({ method: 'none' }))).toBeInstanceOf(StoredDecoder);
  expect(tools.decoderFor(folderOf({ method: 'mszip' }))).toBeInstanceOf(MszipDecoder);
  expect(tools.decoderFor(folderOf({ method: 'quantum', windowBits: 12 }))).toBeInstanceOf(QuantumDecoder);
  const lzx = tools.decoderFor(folderOf({ method: 'lzx', windowBits: 15 }));
  expect(lzx).toBeInstanceOf(LzxDecoder);
  expect(tools.decoderFor(folderOf({ method: 'lzx', windowBits: 16 }))).not.toBe(lzx);
  expect(tools.decoderFor(folderOf({ method: 'lzx', windowBits: 15 }))).toBe(lzx);
});

it('says which method it does not know', () => {
  const error = caught(() =>
    new DecodingTools().decoderFor(folderOf({ method: 'none', typeCompress: 0x150e })),
  );
  expect(error).toMatchObject({
    code: 'CAB_UNSUPPORTED_METHOD',
    facts: { structure: 'CFFOLDER', found: 14 },
  });
});

it('is lent to one at a time', () => {
  const one = DecodingTools.borrow();
  const other = DecodingTools.borrow();
  expect(other).not.toBe(one);
  one.release();
  expect(DecodingTools.borrow()).toBe(one);
});

it('reads ahead in one source at a time', () => {
  const tools = new DecodingTools();
  const [a, b] = [new BufferSource(new Uint8Array(9)), new BufferSource(new Uint8Array(9))];
  const first = tools.readAheadOf(a);
  expect(tools.readAheadOf(a)).toBe(first);
  expect(tools.readAheadOf(b)).not.toBe(first);
});
