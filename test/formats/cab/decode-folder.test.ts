import { describe, expect, it } from 'vitest';
import { MszipDecoder } from '../../../src/codecs/mszip.js';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { Cabinet } from '../../../src/formats/cab/cabinet.js';
import { CabinetFolder } from '../../../src/formats/cab/cabinet-folder.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { decodeFolder } from '../../../src/formats/cab/decode-folder.js';
import { DecodingTools } from '../../../src/formats/cab/decoding-tools.js';
import { FolderBlocks } from '../../../src/formats/cab/folder-blocks.js';
import { ReadAhead } from '../../../src/formats/cab/read-ahead.js';
import { buildCabinet, type FilePlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';

/** What comes out: `name:length` of each piece, `name.` at each end. */
function trace(files: FilePlan[], wanted: string[]): string[] {
  const set = CabinetSet.open(new BufferSource(buildCabinet({ folders: [{ method: 'none', files }] })));
  const chosen = wanted.map((name) => set.files.find((file) => file.name === name)!);
  return [...decodeFolder(set.folders[0]!, chosen, new DecodingTools())].map((part) =>
    'end' in part ? `${part.file.name}.` : `${part.file.name}:${part.chunk.length}`,
  );
}

const bytes = (length: number): Uint8Array => new Uint8Array(length);

const three: FilePlan[] = [
  { name: 'a', bytes: bytes(100) },
  { name: 'b', bytes: bytes(40_000) },
  { name: 'c', bytes: bytes(7) },
];

describe('the pieces', () => {
  it.each<[string, FilePlan[], string[], string[]]>([
    ['of all files', three, ['a', 'b', 'c'], ['a:100', 'a.', 'b:32668', 'b:7332', 'b.', 'c:7', 'c.']],
    ['of some', three, ['c', 'a'], ['a:100', 'a.', 'c:7', 'c.']],
    [
      'of a file that fills its blocks',
      [{ name: 'a', bytes: bytes(65_536) }],
      ['a'],
      ['a:32768', 'a:32768', 'a.'],
    ],
    [
      'of files without bytes come first',
      [...three, { name: 'z', bytes: bytes(0) }],
      ['a', 'z'],
      ['z.', 'a:100', 'a.'],
    ],
    [
      'of files that share bytes are interleaved',
      [
        { name: 'a', bytes: bytes(40_000) },
        { name: 'b', bytes: bytes(40_000), offset: 0 },
        { name: 'c', bytes: bytes(10), offset: 32_760 },
      ],
      ['a', 'b', 'c'],
      ['a:32768', 'b:32768', 'c:8', 'a:7232', 'a.', 'b:7232', 'b.', 'c:2', 'c.'],
    ],
  ])('%s', (_label, files, wanted, expected) => {
    expect(trace(files, wanted)).toEqual(expected);
  });
});

it('a folder that gives less than a file needs is an error for that file', () => {
  const files = [...three, { name: 'd', bytes: bytes(0), size: 20_000, offset: 40_100 }];
  expect(trace(files, ['a', 'c'])).toContain('c.');
  expect(caught(() => trace(files, ['a', 'd']))).toMatchObject({
    code: 'CAB_BAD_FILE',
    facts: { entry: 'd' },
  });
});

describe('many blocks of MSZIP', () => {
  const content = sampleBytes(700_000);
  const files: FilePlan[] = [
    { name: 'a', bytes: content.subarray(0, 400_000) },
    { name: 'b', bytes: content.subarray(400_000, 400_010) },
    { name: 'c', bytes: content.subarray(400_010, 690_000) },
    { name: 'd', bytes: content.subarray(690_000) },
  ];

  /** What each of the wanted files is made of, as far as it came, and the error after it. */
  function decode(cabinet: Uint8Array, wanted: readonly string[]) {
    const set = CabinetSet.open(new BufferSource(cabinet));
    const parts = new Map<string, Uint8Array[]>();
    const chosen = set.files.filter(({ name }) => wanted.includes(name));
    try {
      for (const part of decodeFolder(set.folders[0]!, chosen, new DecodingTools())) {
        const known = parts.get(part.file.name) ?? [];
        parts.set(part.file.name, known);
        if ('chunk' in part) known.push(part.chunk.slice());
      }
    } catch (error) {
      return { parts, error };
    }
    return { parts, error: null };
  }

  it.each([
    ['as they are', {}],
    ['with a reserve', { reserve: { data: 6 } }],
  ])('give the files, %s', (_, changes) => {
    const cabinet = buildCabinet({ folders: [{ method: 'mszip', files }], ...changes });
    for (const wanted of [['a', 'b', 'c', 'd'], ['d'], ['b', 'c']]) {
      const { parts, error } = decode(cabinet, wanted);
      expect(error).toBeNull();
      expect([...parts.keys()]).toEqual(wanted);
      for (const { name, bytes } of files.filter((one) => wanted.includes(one.name))) {
        expect(sameBytes(Buffer.concat(parts.get(name)!), bytes), name).toBe(true);
      }
    }
  });

  it('name the cabinet and the place where it cannot be read', () => {
    const bytes = buildCabinet({ folders: [{ method: 'mszip', files }] });
    let isBroken = false;
    const source: ByteSource = {
      size: bytes.length,
      read: (offset, length) => {
        if (isBroken) throw new HotfixkitError('FILE_READ', 'the disk gives nothing');
        return bytes.subarray(offset, offset + length);
      },
    };
    const cabinet = Cabinet.open(source);
    const folder = new CabinetFolder(0, { cabinet, cabinetName: 'two.cab', folder: cabinet.folders[0]! });
    const blocks = new FolderBlocks(folder, 0, (one) => new ReadAhead(one));
    const decoder = new MszipDecoder();
    for (let i = 0; i < 2; i++) {
      const { data, outputLength } = blocks.next()!;
      decoder.decode(data, outputLength);
    }
    isBroken = true;
    const error = caught(() => {
      while (blocks.decodeSome(decoder, 1e6) !== null);
    });
    expect(error).toMatchObject({
      code: 'FILE_READ',
      facts: { stream: 'two.cab', offset: expect.any(Number) },
    });
    expect(error.facts.offset).toBeGreaterThan(cabinet.folders[0]!.dataOffset);
  });

  it('give as much as there is in front of a damaged one, which the error names by its place', () => {
    const whole = buildCabinet({ folders: [{ method: 'mszip', files }] });
    const { folders } = CabinetSet.open(new BufferSource(whole)).folders[0]!.parts[0]!.cabinet;
    let at = folders[0]!.dataOffset;
    for (let block = 0; block < 21; block++) {
      const cabinet = Uint8Array.from(whole);
      cabinet[at + 20]! ^= 1;
      const { parts, error } = decode(cabinet, ['a', 'b', 'c', 'd']);
      expect(error).toMatchObject({ code: 'CAB_CHECKSUM', facts: { offset: at } });
      const found = Buffer.concat([...parts.values()].flat());
      expect(sameBytes(found, content.subarray(0, block * 32768)), `block ${block}`).toBe(true);
      at += 8 + (whole[at + 4]! | (whole[at + 5]! << 8));
    }
  });
});
