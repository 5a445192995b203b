import { describe, expect, it } from 'vitest';
import { parsePa19Header } from '../../../src/formats/pa19/pa19-header.js';
import { caught } from '../../support/caught.js';
import { buildDelta, type DeltaPlan } from '../../support/delta-builder.js';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const plan = (rest: Partial<DeltaPlan> = {}): DeltaPlan => ({
  newFile: new Uint8Array(100),
  oldFiles: [{ content: new Uint8Array(300) }],
  ...rest,
});

describe('the fields', () => {
  it('of a delta between two equal files, byte by byte', () => {
    const header = parsePa19Header(
      bytes('50413139 0100c400 0f17016b 593784 6ea2ad07 01 80 6ea2ad07 00 00 80 80 a239d61d'),
    );
    expect(header).toMatchObject({
      flags: 0x00c40001,
      extendedFlags: 0,
      fileTime: 0x6b01170f,
      newImageBase: 0,
      newTimestamp: 0,
      resourceTimestamp: 0,
      newSize: 72665,
      newCrc: 0x07ada26e,
      streamsOffset: 29,
    });
    expect(header.oldFiles).toHaveLength(1);
    expect(header.oldFiles[0]).toMatchObject({
      size: 72665,
      crc: 0x07ada26e,
      ignoreRanges: [],
      retainRanges: [],
      interleave: null,
      windowBits: 18,
      streamOffset: 29,
      streamSize: 0,
    });
    expect(header.oldFiles[0]!.rifts).toHaveLength(0);
  });

  it.each<[string, Partial<DeltaPlan>, object]>([
    [
      'base and times, relative to the file time',
      {
        flags: 1,
        fileTime: 1_000_000,
        newImageBase: 0x07ff0000,
        newTimestamp: 1_200_000,
        resourceTimestamp: 9,
      },
      { fileTime: 1_000_000, newImageBase: 0x07ff0000, newTimestamp: 1_200_000, resourceTimestamp: 9 },
    ],
    [
      'base and times without a file time',
      { flags: 1, newImageBase: 0xfff10000, newTimestamp: 0x90807060, resourceTimestamp: 0x90807000 },
      { fileTime: null, newImageBase: 0xfff10000, newTimestamp: 0x90807060, resourceTimestamp: 0x90807000 },
    ],
    [
      'no base, and the resource time as it is',
      { flags: 0x40001, fileTime: 5, resourceTimestamp: 0x87654321 },
      { newImageBase: 0, newTimestamp: 0, resourceTimestamp: 0x87654321 },
    ],
    [
      'no resource time',
      { flags: 0x400001, fileTime: 5, newTimestamp: 7 },
      { newTimestamp: 7, resourceTimestamp: 0 },
    ],
    ['extended flags', { extendedFlags: 0x33f }, { extendedFlags: 0x33f }],
  ])('%s', (_label, rest, expected) => {
    expect(parsePa19Header(buildDelta(plan(rest)))).toMatchObject(expected);
  });

  it('of several old files, their streams one after the other', () => {
    const { oldFiles, streamsOffset, newSize } = parsePa19Header(
      buildDelta(
        plan({
          windowBits: 19,
          oldFiles: [
            {
              content: new Uint8Array(300),
              ignore: [
                [10, 5],
                [15, 70],
                [200, 1],
              ],
              retain: [
                [100, 3, 4],
                [50, 90, 10],
              ],
              rifts: [
                [0, 0],
                [0x1000, 0x800],
                [0x1000, 0xffffffff],
              ],
              stream: new Uint8Array(7),
            },
            { content: new Uint8Array(20), stream: new Uint8Array(200) },
          ],
        }),
      ),
    );
    expect(newSize).toBe(100);
    expect(oldFiles[0]).toMatchObject({
      size: 300,
      ignoreRanges: [
        { offset: 10, length: 5 },
        { offset: 15, length: 70 },
        { offset: 200, length: 1 },
      ],
      retainRanges: [
        { offset: 100, newOffset: 3, length: 4 },
        { offset: 50, newOffset: 90, length: 10 },
      ],
      windowBits: 19,
      streamOffset: streamsOffset,
      streamSize: 7,
    });
    expect(oldFiles[0]!.rifts.map(0xfff)).toBe(0xfff);
    expect(oldFiles[0]!.rifts.map(0x1001)).toBe(0);
    expect(oldFiles[1]).toMatchObject({
      size: 20,
      windowBits: 19,
      streamOffset: streamsOffset + 7,
      streamSize: 200,
    });
  });

  it('of an interleave table, as second and first differences', () => {
    // 80, 80: no ranges, no rifts; then 4 parts, as a real delta has them.
    const header = parsePa19Header(
      bytes(
        '50413139 0100c440 0f17016b 3a2b87 ea6ec2ea 01 7a83 523badf2 00 00 80' +
          '84 80 000088 81 000082 400084 80 767f83 6c7f8f 80 3c0c88 187f93 682482',
      ),
    );
    expect(header.newSize).toBe(120_250);
    expect(header.oldFiles[0]!.size).toBe(120_000);
    expect(header.oldFiles[0]!.streamSize).toBe(37_480);
    expect(header.oldFiles[0]!.interleave).toEqual([
      { offset: 0, length: 65_536, newLength: 32_768 },
      { offset: 16_384, length: 98_304, newLength: 32_768 },
      { offset: 10, length: 20, newLength: 32_768 },
      { offset: 50_000, length: 65_536, newLength: 21_946 },
    ]);
  });

  it('of an interleave table without parts: one plain stream', () => {
    const delta = buildDelta(plan({ oldFiles: [{ content: new Uint8Array(5), interleave: [] }] }));
    const header = parsePa19Header(delta);
    expect(header.flags & 0x40000000).not.toBe(0);
    expect(header.oldFiles[0]!.interleave).toBeNull();
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', '', 'DELTA_BAD_SIGNATURE'],
    ['half a signature', '5041', 'DELTA_BAD_SIGNATURE'],
    ['another file', '4d5a900003000000', 'DELTA_BAD_SIGNATURE'],
    ['the generations after', '50413330 00000000', 'DELTA_PA30_UNSUPPORTED'],
    ['the generation after that', '50413331 00000000', 'DELTA_PA30_UNSUPPORTED'],
    ['an unknown flag', '50413139 0100c402', 'DELTA_UNSUPPORTED_FLAG'],
    ['an unknown extended flag', '50413139 0100c480 40000000', 'DELTA_UNSUPPORTED_FLAG'],
    ['nothing behind the flags', '50413139 0100c400', 'DELTA_BAD_HEADER'],
  ])('%s', (_label, hex, code) => {
    expect(caught(() => parsePa19Header(bytes(hex))).code).toBe(code);
  });

  it.each<[string, Partial<DeltaPlan>, string]>([
    ['a new file of 4 GB', { newSize: 2 ** 32 }, 'too large'],
    ['a window of 2^16', { windowBits: 16 }, 'window'],
    ['a window of 2^26', { windowBits: 26 }, 'window'],
    [
      'an old file of less than nothing',
      { oldFiles: [{ content: new Uint8Array(), size: -5 }] },
      'possible size',
    ],
    [
      'an ignored range before the file',
      { oldFiles: [{ content: new Uint8Array(9), ignore: [[-1, 1]] }] },
      'before the file',
    ],
    [
      'a retained range behind the new file',
      { oldFiles: [{ content: new Uint8Array(200), retain: [[0, 95, 6]], stream: new Uint8Array(1) }] },
      'not in the file',
    ],
    [
      'addresses beyond 4 GB',
      {
        oldFiles: [
          {
            content: new Uint8Array(9),
            rifts: [
              [0xffffffff, 0],
              [2 ** 32, 0],
            ],
          },
        ],
      },
      'too large',
    ],
    [
      'a part that is not in the old file',
      {
        oldFiles: [{ content: new Uint8Array(9), interleave: [[5, 5, 100]] }],
      },
      'not in the old file',
    ],
    [
      'an empty part that is not the last',
      {
        oldFiles: [
          {
            content: new Uint8Array(9),
            interleave: [
              [0, 9, 0],
              [0, 9, 100],
            ],
          },
        ],
      },
      'not in the new file',
    ],
    [
      'parts that are more than the new file',
      {
        oldFiles: [
          {
            content: new Uint8Array(9),
            interleave: [
              [0, 9, 32768],
              [0, 9, 100],
            ],
          },
        ],
      },
      'not in the new file',
    ],
  ])('%s', (_label, rest, message) => {
    const error = caught(() => parsePa19Header(buildDelta(plan(rest))));
    expect(error.code).toBe('DELTA_BAD_HEADER');
    expect(error.message).toContain(message);
    expect(error.facts.structure).toBe('PA19 header');
    expect(error.facts.offset).toBeGreaterThanOrEqual(8);
  });

  it.each([
    ['a rift table', '50413139 01004400 e4 00000000 01 80 00000000 00 00 7f7f7fff'],
    ['an interleave table', '50413139 01004440 e4 00000000 01 80 00000000 00 00 80 7f7f7fff'],
  ])('%s of millions of entries in a few bytes', (_label, hex) => {
    const error = caught(() => parsePa19Header(bytes(hex)));
    expect(error.code).toBe('DELTA_BAD_HEADER');
    expect(error.message).toMatch(/cut short|more interleaved parts than chunks/);
  });

  it('any header that is cut', () => {
    const whole = buildDelta(
      plan({ extendedFlags: 3, fileTime: 1, oldFiles: [{ content: new Uint8Array(3), rifts: [[5, 500]] }] }),
    );
    const { streamsOffset } = parsePa19Header(whole);
    for (let length = 8; length < streamsOffset; length++) {
      expect(caught(() => parsePa19Header(whole.subarray(0, length))).code).toBe('DELTA_BAD_HEADER');
    }
    expect(() => parsePa19Header(whole.subarray(0, streamsOffset))).not.toThrow();
  });
});
