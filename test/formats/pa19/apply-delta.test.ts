import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { applyDelta } from '../../../src/formats/pa19/apply-delta.js';
import { normalise } from '../../../src/formats/pa19/normalise/normalise.js';
import { RiftTable } from '../../../src/formats/pa19/rift-table.js';
import { transformImage } from '../../../src/formats/pa19/transform/transform.js';
import { caught } from '../../support/caught.js';
import { corpusDir, describeCorpusThoroughly } from '../../support/corpus.js';
import { buildDelta, buildPlainDelta, trailer } from '../../support/delta-builder.js';
import { storeLzxDelta } from '../../support/lzx-delta-encoder.js';
import { buildPe32, DATA, dwords, pieces, relocationBlocks } from '../../support/pe32-builder.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';
import { itThorough, runs } from '../../support/thorough.js';

const old = sampleBytes(50_000);
const newFile = new Uint8Array([
  ...old.subarray(10_000, 45_000),
  ...sampleBytes(9000, 4),
  ...old.subarray(0, 5000),
]);

function expectResult(patch: Uint8Array, from: Uint8Array, wanted: Uint8Array): void {
  const before = [Buffer.from(patch), Buffer.from(from)] as const;
  const result = applyDelta(patch, from);
  expect(sameBytes(result, wanted)).toBe(true);
  result.fill(0xee);
  expect(sameBytes(before[0], patch) && sameBytes(before[1], from)).toBe(true);
}

describe('deltas', () => {
  it('without matches', () => {
    expectResult(buildPlainDelta(old, newFile), old, newFile);
  });

  it('with matches are smaller', () => {
    const patch = buildPlainDelta(old, newFile, true);
    expectResult(patch, old, newFile);
    expect(patch.length).toBeLessThan(newFile.length / 3);
  });

  itThorough('of a small old file may make a far larger one', () => {
    const large = new Uint8Array(20_000_000);
    large.set(old, 19_000_000);
    expectResult(buildPlainDelta(old, large, true), old, large);
  });

  it('that account for a small part of what they make are refused before it is made', () => {
    const stream = new Uint8Array(2048 * 6);
    for (let at = 0; at < stream.length; at += 6) stream[at] = 4;
    const newSize = 2048 * 32768;
    const patch = buildDelta({ newFile, newSize, oldFiles: [{ content: old, stream }] });
    expect(caught(() => applyDelta(patch, old))).toMatchObject({
      code: 'DELTA_TOO_LARGE',
      facts: { found: newSize },
    });
    // A file that it is not for is told from that.
    expect(caught(() => applyDelta(patch, newFile))).toMatchObject({ code: 'DELTA_WRONG_OLD_FILE' });
  });

  itThorough('with ranges that name the same bytes again and again take no longer', () => {
    const big = sampleBytes(4_000_000);
    const ignore = Array.from({ length: 255 }, (): [number, number] => [0, big.length]);
    const patch = buildDelta({ newFile: big, oldFiles: [{ content: big, ignore }] });
    expectResult(patch, big, big);
  });

  it('retain no more than the new file has', () => {
    const retain = Array.from({ length: 3 }, (): [number, number, number] => [0, 0, newFile.length / 2]);
    const patch = buildDelta({ newFile, oldFiles: [{ content: old, retain }] });
    expect(caught(() => applyDelta(patch, old))).toMatchObject({ code: 'DELTA_BAD_HEADER' });
  });

  it('from a Buffer, which shares its memory more readily', () => {
    const pool = Buffer.concat([Buffer.alloc(7), buildPlainDelta(old, newFile, true), old]);
    const patch = pool.subarray(7, pool.length - old.length);
    expectResult(patch, pool.subarray(pool.length - old.length), newFile);
  });

  it.each([
    ['an empty old file', new Uint8Array(), newFile],
    ['an empty new file', old, new Uint8Array()],
    ['two empty files', new Uint8Array(), new Uint8Array()],
    ['a new file of one byte', old, Uint8Array.of(9)],
    ['chunks filled to the brim', old, new Uint8Array(65_536).fill(3)],
  ])('of %s', (_label, from, to) => {
    expectResult(buildPlainDelta(from, to), from, to);
    expectResult(buildPlainDelta(from, to, true), from, to);
  });

  it('with the window in the header: of a larger old file the first bytes are the reference', () => {
    const large = sampleBytes(200_000, 5);
    const to = new Uint8Array([...large.subarray(131_000, 131_072), ...large.subarray(1000, 4000)]);
    const patch = buildDelta({
      newFile: to,
      windowBits: 17,
      oldFiles: [{ content: large, reference: large }],
    });
    expectResult(patch, large, to);
  });

  it('of several old files', () => {
    const other = sampleBytes(40_000, 6);
    const patch = buildDelta({
      newFile,
      oldFiles: [
        { content: old, reference: old },
        { content: other, reference: other },
      ],
    });
    expectResult(patch, old, newFile);
    expectResult(patch, other, newFile);
  });

  it('in interleaved parts, each with its piece of the old file', () => {
    const to = new Uint8Array([
      ...old.subarray(100, 32_868),
      ...sampleBytes(32_768, 9),
      ...old.subarray(0, 700),
    ]);
    const interleave: [number, number, number][] = [
      [50, 40_000, 32_768],
      [0, 0, 32_768],
      [0, 2000, 700],
    ];
    const stored = buildDelta({ newFile: to, oldFiles: [{ content: old, interleave }] });
    expectResult(stored, old, to);
    const patch = buildDelta({ newFile: to, oldFiles: [{ content: old, reference: old, interleave }] });
    expectResult(patch, old, to);
    expect(patch.length).toBeLessThan(stored.length / 2);
  });

  it('with flag and no parts are plain', () => {
    const patch = buildDelta({
      newFile,
      oldFiles: [{ content: old, stream: storeLzxDelta(newFile), interleave: [] }],
    });
    expectResult(patch, old, newFile);
  });
});

describe('ranges', () => {
  it('that are ignored count as zeros', () => {
    const zeros = new Uint8Array(old).fill(0, 500, 1500);
    const patch = buildDelta({
      newFile,
      oldFiles: [{ content: old, reference: zeros, ignore: [[500, 1000]] }],
    });
    expectResult(patch, old, newFile);
    expectResult(patch, new Uint8Array(old).fill(0x77, 500, 1500), newFile);
    expect(caught(() => applyDelta(patch, new Uint8Array(old).fill(0x77, 500, 1501))).code).toBe(
      'DELTA_WRONG_OLD_FILE',
    );
  });

  it('that are retained come from the old file', () => {
    const retain: [number, number, number][] = [
      [500, 100, 1000],
      [3000, 40_000, 10],
    ];
    const patch = buildDelta({ newFile, oldFiles: [{ content: old, retain }] });
    const own = new Uint8Array(old).fill(0x77, 500, 1500).fill(0x78, 3000, 3010);
    const wanted = new Uint8Array(newFile).fill(0x77, 100, 1100).fill(0x78, 40_000, 40_010);
    expectResult(patch, own, wanted);
  });
});

describe('without a stream', () => {
  const image = (timestamp: number, checksum: number): Uint8Array =>
    buildPe32({ timestamp, checksum, sections: [{ address: 0x1000, data: sampleBytes(600) }] });
  const normal = normalise(image(5, 0x123), { flags: 0, newImageBase: 0, newTimestamp: 9 })!;
  const empty = new Uint8Array();
  const noFixes = 0x00430000;

  it('equal files stay', () => {
    expectResult(buildDelta({ newFile: old, oldFiles: [{ content: old, stream: empty }] }), old, old);
  });

  it('an executable becomes its normal form', () => {
    const patch = buildDelta({
      newFile: normal,
      flags: noFixes,
      newTimestamp: 9,
      oldFiles: [{ content: normal, stream: empty }],
    });
    expectResult(patch, image(5, 0x123), normal);
  });

  it('equal executables are recorded as they are', () => {
    const same = image(9, 0x999);
    const patch = buildDelta({
      newFile: same,
      flags: 0x00200000 | noFixes,
      newTimestamp: 9,
      oldFiles: [{ content: same, stream: empty }],
    });
    expectResult(patch, same, same);
  });

  it.each([
    ['counting', undefined],
    ['not counting', crc32(old)],
  ])('equal files with ignored ranges %s', (_label, crc) => {
    const recorded = crc === undefined ? {} : { crc };
    const patch = buildDelta({
      newFile: old,
      oldFiles: [{ content: old, stream: empty, ignore: [[5, 50]], ...recorded }],
    });
    expectResult(patch, old, old);
  });

  it('what should come out is checked', () => {
    const patch = buildDelta({ newFile, oldFiles: [{ content: old, stream: empty }] });
    expect(caught(() => applyDelta(patch, old)).code).toBe('DELTA_WRONG_RESULT');
  });
});

it('executables are normalised, and transformed with a rift table', () => {
  const table = relocationBlocks([0x1000, [[3, 0]]]);
  const image = (timestamp: number, imageBase: number): Uint8Array =>
    buildPe32({
      timestamp,
      imageBase,
      checksum: 1,
      directories: { 5: [0x3000, 12] },
      sections: [
        { address: 0x1000, data: pieces(0x300, { 0: dwords(imageBase + 0x1100), 8: sampleBytes(0x200) }) },
        { address: 0x3000, data: table, characteristics: DATA },
      ],
    });
  const header = { flags: 0x00400001, newImageBase: 0x500000, newTimestamp: 77 };
  const normal = normalise(image(5, 0x400000), header)!;
  const rifts: [number, number][] = [[0x1000, 0x1040]];
  const reference = new Uint8Array(normal);
  const table1 = new RiftTable(Uint32Array.of(0x1000), Uint32Array.of(0x1040));
  transformImage(reference, { extendedFlags: 0, resourceTimestamp: 0, rifts: table1 });
  const to = new Uint8Array([...reference.subarray(0, 0x700), ...sampleBytes(0x80)]);
  const patch = buildDelta({
    newFile: to,
    ...header,
    oldFiles: [{ content: image(5, 0x400000), crc: crc32(normal), rifts, reference }],
  });
  // Whatever base it was moved to and whatever its time: it is the same file.
  expectResult(patch, image(5, 0x400000), to);
  expectResult(patch, image(6, 0x10000000), to);
});

describe('what is refused', () => {
  it('a file that the delta is not for', () => {
    const error = caught(() => applyDelta(buildPlainDelta(old, newFile), newFile.subarray(1)));
    expect(error.code).toBe('DELTA_WRONG_OLD_FILE');
    expect(error.facts.expected).toMatch(/^CRC [0-9a-f]{8}, 50000 bytes$/);
    expect(error.facts.found).toMatch(/^CRC [0-9a-f]{8}, 48999 bytes$/);
    expect(caught(() => applyDelta(buildPlainDelta(old, newFile), newFile)).message).toContain('already');
  });

  it('a header without its streams', () => {
    const plan = { newFile, oldFiles: [{ content: old }], headerOnly: true };
    expect(caught(() => applyDelta(buildDelta(plan), old)).code).toBe('DELTA_HEADER_ONLY');
    expect(caught(() => applyDelta(buildDelta(plan), newFile)).code).toBe('DELTA_WRONG_OLD_FILE');
  });

  it('a result that is not what the delta says', () => {
    const patch = buildDelta({ newFile, newCrc: 0x1234, oldFiles: [{ content: old }] });
    const error = caught(() => applyDelta(patch, old));
    expect(error.code).toBe('DELTA_WRONG_RESULT');
    expect(error.facts.expected).toBe('CRC 00001234, 49000 bytes');
  });

  it('a stream that is none, with its place in the delta', () => {
    const stream = storeLzxDelta(newFile);
    stream.fill(0xff, 2, 8);
    const patch = buildDelta({ newFile, oldFiles: [{ content: old, stream }] });
    const error = caught(() => applyDelta(patch, old));
    expect(error.code).toBe('DELTA_CORRUPT');
    expect(error.facts).toMatchObject({
      offset: patch.length - 4 - stream.length,
      structure: 'LZX DELTA chunk',
    });
    expect(error.cause).toBeInstanceOf(HotfixkitError);
  });

  it.each([1_000_000, 0xfffffffe])('%i bytes out of a hundred, at once', (newSize) => {
    const stream = storeLzxDelta(newFile.subarray(0, 50));
    const patch = buildDelta({ newFile, newSize, oldFiles: [{ content: old, stream }] });
    expect(patch.length).toBeLessThan(110);
    const start = performance.now();
    expect(caught(() => applyDelta(patch, old)).code).toBe('DELTA_CORRUPT');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('a stream behind the end of the delta', () => {
    const patch = buildPlainDelta(old, newFile);
    const cut = patch.subarray(0, 2000);
    const resealed = new Uint8Array([...cut, ...trailer(cut)]);
    expect(caught(() => applyDelta(resealed, old)).code).toBe('DELTA_CORRUPT');
  });
});

/** Cut or changed, with or without a trailer that makes the damage look meant. */
function damaged(bytes: Uint8Array, cut: number, changes: [number, number][], reseal: boolean): Uint8Array {
  const body = bytes.slice(0, cut === 0 ? bytes.length : cut % bytes.length);
  // Most of a delta is its stream: half of the changes are made where the header is.
  for (const [at, mask] of changes) {
    const place = at % 2 === 0 ? (at >>> 1) % body.length : (at >>> 1) % Math.min(body.length, 120);
    if (body.length > 0) body[place]! ^= mask;
  }
  if (!reseal || body.length < 4) return body;
  const content = body.subarray(0, -4);
  return new Uint8Array([...content, ...trailer(content)]);
}

const damage = fc.tuple(
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() }),
  fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 3 }),
  fc.boolean(),
);

/** An error of ours or the right file, within a second. */
function survives(patch: Uint8Array, from: Uint8Array, wanted: (result: Uint8Array) => boolean): void {
  const start = performance.now();
  try {
    expect(wanted(applyDelta(patch, from))).toBe(true);
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    expect(error.code).toMatch(/^DELTA_/);
  }
  expect(performance.now() - start).toBeLessThan(15_000);
}

/** What an attacker may sign himself is right by definition; what was not touched up has to be the file. */
const isRight =
  (wanted: Uint8Array, resealed: boolean) =>
  (result: Uint8Array): boolean =>
    resealed || sameBytes(result, wanted);

describe('damage', () => {
  const small = old.subarray(0, 6000);
  const to = new Uint8Array([...old.subarray(1000, 5000), ...sampleBytes(1500, 8)]);
  const image = buildPe32({
    imageBase: 0x400000,
    directories: { 0: [0x1000, 80], 1: [0x1080, 40], 2: [0x1100, 64], 5: [0x3000, 16], 10: [0x1180, 64] },
    sections: [
      { address: 0x1000, data: sampleBytes(3000, 9) },
      {
        address: 0x3000,
        data: relocationBlocks([
          0x1000,
          [
            [3, 0x10],
            [3, 0x20],
            [3, 0x300],
          ],
        ]),
        characteristics: DATA,
      },
    ],
  });
  const forms = { flags: 1, fileTime: 9, newImageBase: 0x500000, newTimestamp: 7, resourceTimestamp: 8 };
  const normal = normalise(image, forms)!;
  const own: [string, Uint8Array, Uint8Array, Uint8Array][] = [
    ['without matches', buildPlainDelta(small, to), small, to],
    ['with matches', buildPlainDelta(small, to, true), small, to],
    [
      'in parts',
      buildDelta({
        newFile: to,
        oldFiles: [{ content: small, reference: small, interleave: [[5, 500, to.length]] }],
      }),
      small,
      to,
    ],
    [
      'with ranges',
      buildDelta({ newFile: to, oldFiles: [{ content: small, ignore: [[9, 40]], retain: [[100, 90, 80]] }] }),
      small,
      new Uint8Array([...to.subarray(0, 90), ...small.subarray(100, 180), ...to.subarray(170)]),
    ],
    [
      'of an executable',
      buildDelta({
        newFile: to,
        ...forms,
        oldFiles: [
          {
            content: image,
            crc: crc32(normal),
            rifts: [
              [0x1000, 0x1010],
              [0x1200, 0x1500],
            ],
          },
        ],
      }),
      image,
      to,
    ],
  ];

  it.each(own)('to a delta %s', (_label, patch, from, wanted) => {
    expectResult(patch, from, wanted);
    fc.assert(
      fc.property(damage, ([cut, changes, reseal]) => {
        survives(damaged(patch, cut, changes, reseal), from, isRight(wanted, reseal));
      }),
      { seed: 19, numRuns: runs(400) },
    );
  });

  it('to an executable that the delta is for all the same', () => {
    fc.assert(
      fc.property(damage, fc.constantFrom(0, 0x100, 0x200, 0x300, 0x1f), ([cut, changes], extendedFlags) => {
        const content = damaged(image, cut, changes, false);
        const crc = crc32(normalise(content, forms) ?? content);
        const rifts: [number, number][] = [
          [0x1000, 0x1010],
          [0x1200, 0x1500],
        ];
        const plan = { newFile: to, ...forms, extendedFlags, oldFiles: [{ content, crc, rifts }] };
        expectResult(buildDelta(plan), content, to);
      }),
      { seed: 19, numRuns: runs(400) },
    );
  });
});

describeCorpusThoroughly('deltas of the original encoder', () => {
  const folder = join(corpusDir, 'pa19');
  const index = join(folder, 'INDEX.tsv');
  const rows = existsSync(index)
    ? readFileSync(index, 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split('\t'))
    : [];
  const read = (name: string | undefined): Uint8Array => new Uint8Array(readFileSync(join(folder, name!)));
  const cases = rows.map(([from, to, patch, , , , about]) => ({ patch, from, to, about }));

  it('are there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(37);
  });

  it.each(cases)('$patch from $from: $about', ({ patch, from, to }) => {
    expectResult(read(patch), read(from), read(to));
  });

  it.each(cases)('$patch from $from, damaged', ({ patch, from, to }) => {
    const [delta, content, wanted] = [read(patch), read(from), read(to)];
    const runs = Math.round(Math.min(40, 4_000_000 / (content.length + wanted.length)));
    fc.assert(
      fc.property(damage, ([cut, changes, reseal]) => {
        survives(damaged(delta, cut, changes, reseal), content, isRight(wanted, reseal));
        survives(delta, damaged(content, cut, changes, false), () => true);
      }),
      { seed: 19, numRuns: runs },
    );
  });
});
