import { describe, expect, it } from 'vitest';
import { normalise } from '../../../../src/formats/pa19/normalise/normalise.js';
import { Pa19Flags } from '../../../../src/formats/pa19/pa19-flags.js';
import { Pe32Image } from '../../../../src/formats/pa19/pe32-image.js';
import {
  buildPe32,
  dwords,
  Pe32Fields,
  pieces,
  readDwords,
  relocationBlocks,
} from '../../../support/pe32-builder.js';
import { buildExecutable, imageChecksum } from '../../../support/portable-executable-builder.js';

const NOTHING = { flags: 0, newImageBase: 0, newTimestamp: 0 };

/** Bound, with a lock prefix removed, relocatable, and with a checksum that is wrong. */
const file = buildPe32({
  imageBase: 0x400000,
  timestamp: 100,
  checksum: 0x777,
  directories: { 1: [0x1000, 40], 5: [0x2000, 12], 10: [0x1100, 0x40] },
  sections: [
    {
      address: 0x1000,
      data: pieces(0x200, {
        0: dwords(0x1040, 9, 9, 0x1060, 0x1050),
        64: dwords(0x1070, 0),
        80: dwords(0x77777777, 0),
        128: [0x90],
        256: pieces(0x40, { 32: dwords(0x401180) }),
        384: dwords(0x401080, 0),
      }),
    },
    { address: 0x2000, data: relocationBlocks([0x1000, [[3, 0x120]]]) },
  ],
});

const at = {
  timestamp: Pe32Fields.timestamp,
  imageBase: Pe32Fields.imageBase,
  checksum: Pe32Fields.checksum,
  binding: 0x404,
  addressTable: 0x450,
  lock: 0x480,
  lockTable: 0x520,
};

/** What changed, but for the checksum. */
function changes(flags: number, newImageBase = 0, newTimestamp = 0): Record<string, number> {
  const result = normalise(file, { flags, newImageBase, newTimestamp })!;
  const found: Record<string, number> = {};
  for (const [name, offset] of Object.entries(at)) {
    const [before] = readDwords(file, offset, 1);
    const [after] = readDwords(result, offset, 1);
    if (before !== after && name !== 'checksum') found[name] = after!;
  }
  return found;
}

describe('what is undone', () => {
  const binding = { binding: 0, addressTable: 0x1070 };
  const lock = { lock: 0xf0 };

  it('binding and lock prefixes', () => {
    expect(changes(0)).toEqual({ ...binding, ...lock });
    expect(changes(Pa19Flags.noBindFix)).toEqual(lock);
    expect(changes(Pa19Flags.noLockFix)).toEqual(binding);
  });

  it('time and base, and then the list of prefixes is found where it went', () => {
    const flags = Pa19Flags.noBindFix | Pa19Flags.noLockFix;
    expect(changes(flags, 0, 5)).toEqual({ timestamp: 5 });
    expect(changes(flags, 0x500000, 0)).toEqual({ imageBase: 0x500000, lockTable: 0x501180 });
    expect(changes(flags | Pa19Flags.noRebase, 0x500000, 5)).toEqual({});
  });
});

describe('the checksum', () => {
  const checksum = (bytes: Uint8Array, flags: number, newTimestamp = 0): number =>
    Pe32Image.open(normalise(bytes, { ...NOTHING, flags, newTimestamp })!)!.checksum;

  it('is computed anew if anything changed', () => {
    const result = normalise(file, NOTHING)!;
    expect(Pe32Image.open(result)!.checksum).toBe(imageChecksum(result, Pe32Fields.checksum));
  });

  it('is not looked at if nothing did', () => {
    const still = Pa19Flags.noBindFix | Pa19Flags.noLockFix;
    expect(checksum(file, still)).toBe(0x777);
    expect(checksum(file, still, 100)).toBe(0x777);
    expect(checksum(file, still, 101)).not.toBe(0x777);
  });

  it('is 0 if the new file has none', () => {
    expect(checksum(file, Pa19Flags.noChecksum)).toBe(0);
    expect(checksum(file, Pa19Flags.noChecksum | Pa19Flags.noBindFix | Pa19Flags.noLockFix)).toBe(0);
  });
});

it.each([
  ['text', Buffer.from('a text')],
  ['nothing', new Uint8Array()],
  ['PE32+', buildExecutable({ platform: 'x64' })],
])('leaves %s alone', (_label, bytes) => {
  expect(normalise(bytes, { flags: 0, newImageBase: 0x500000, newTimestamp: 5 })).toBeNull();
});

it('does not write to the file, be it a Buffer or not', () => {
  const before = Buffer.from(file);
  const asBuffer = Buffer.from(file);
  normalise(asBuffer, { flags: 0, newImageBase: 0x500000, newTimestamp: 5 });
  expect(asBuffer.equals(before)).toBe(true);
});
