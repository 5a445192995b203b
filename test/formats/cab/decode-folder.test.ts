import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';
import { decodeFolder } from '../../../src/formats/cab/decode-folder.js';
import { DecodingTools } from '../../../src/formats/cab/decoding-tools.js';
import { buildCabinet, type FilePlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

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
