import { describe, expect, it } from 'vitest';
import { Pa19ExtendedFlags } from '../../../../src/formats/pa19/pa19-flags.js';
import { RiftTable } from '../../../../src/formats/pa19/rift-table.js';
import { transformImage } from '../../../../src/formats/pa19/transform/transform.js';
import {
  buildPe32,
  CODE,
  DATA,
  dwords,
  pieces,
  readDwords,
  relocationBlocks,
} from '../../../support/pe32-builder.js';
import { buildExecutable } from '../../../support/portable-executable-builder.js';

const BASE = 0x400000;
/** Everything from 0x1000 on goes 0x1000 up, from 0x1600 on another 0x10. */
const rifts = new RiftTable(Uint32Array.of(0x1000, 0x1600), Uint32Array.of(0x2000, 0x2610));

function image(withRelocations: boolean, machine = 0x14c): Uint8Array {
  const table = relocationBlocks([0x1000, [[3, 0x500]]]);
  return buildPe32({
    machine,
    imageBase: BASE,
    sizeOfImage: 0x10000,
    directories: {
      0: [0x1100, 40],
      1: [0x1200, 40],
      2: [0x1300, 16],
      5: withRelocations ? [0x3000, table.length] : [0, 0],
    },
    sections: [
      {
        address: 0x1000,
        characteristics: CODE,
        data: pieces(0x800, {
          0: [0xe8, ...dwords(0x700)],
          32: [0xe9, ...dwords(0x700)],
          256: dwords(0, 0, 0, 0x1140, 0, 0, 0, 0, 0, 0),
          512: dwords(0, 0, 0, 0x1240, 0x1280),
          768: dwords(0, 0x77, 0, 0),
          1280: dwords(BASE + 0x1600),
        }),
      },
      { address: 0x3000, characteristics: DATA, data: table },
    ],
  });
}

const places = {
  call: 0x401,
  jump: 0x421,
  exportName: 0x50c,
  importName: 0x60c,
  resourceTime: 0x704,
  pointer: 0x900,
  relocationPage: 0xc00,
};

/** What changed, as differences. */
function changes(extendedFlags: number, withRelocations = true, machine = 0x14c): Record<string, number> {
  const before = image(withRelocations, machine);
  const after = new Uint8Array(before);
  transformImage(after, { extendedFlags, resourceTimestamp: 0x99, rifts });
  const found: Record<string, number> = {};
  for (const [name, offset] of Object.entries(places)) {
    const [was] = readDwords(before, offset, 1);
    const [is] = readDwords(after, offset, 1);
    if (is !== was) found[name] = is! - was!;
  }
  return found;
}

const all = {
  call: 0x10,
  jump: 0x10,
  exportName: 0x1000,
  importName: 0x1000,
  resourceTime: 0x22,
  pointer: 0x1010,
  relocationPage: 0x1000,
};
const without = (...names: string[]): object =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

describe('the steps', () => {
  it.each<[string, number, object]>([
    ['all', 0, all],
    ['no relocations', Pa19ExtendedFlags.noRelocations, without('pointer', 'relocationPage')],
    ['no imports', Pa19ExtendedFlags.noImports, without('importName')],
    ['no exports', Pa19ExtendedFlags.noExports, without('exportName')],
    ['no jumps', Pa19ExtendedFlags.noJumps, without('jump')],
    ['no calls', Pa19ExtendedFlags.noCalls, without('call')],
    ['no resources', Pa19ExtendedFlags.noResources, without('resourceTime')],
    ['relocations last', Pa19ExtendedFlags.relocationsLast, all],
  ])('%s', (_label, flags, expected) => {
    expect(changes(flags)).toEqual(expected);
  });

  it('pointers are inferred without base relocations', () => {
    expect(changes(0, false)).toEqual(without('relocationPage'));
    expect(changes(Pa19ExtendedFlags.noRelocations, false)).toEqual(without('pointer', 'relocationPage'));
  });

  it('no calls and jumps in code of another machine', () => {
    expect(changes(0, true, 0x1c0)).toEqual(without('call', 'jump'));
  });
});

it('pointers come before the directories, or after them', () => {
  // The address of the library's name looks like a pointer too, and is moved twice as long as it stays in the image.
  const bytes = buildPe32({
    imageBase: 0,
    sizeOfImage: 0x1600,
    directories: { 1: [0x1000, 40] },
    sections: [{ address: 0x1000, data: dwords(0, 0, 0, 0x1500, 0x1580, 0, 0, 0, 0, 0) }],
  });
  const twoSteps = new RiftTable(Uint32Array.of(0x1500, 0x1600), Uint32Array.of(0x1600, 0x2800));
  const name = (extendedFlags: number): number => {
    const copy = new Uint8Array(bytes);
    transformImage(copy, { extendedFlags, resourceTimestamp: 0, rifts: twoSteps });
    return readDwords(copy, 0x40c, 1)[0]!;
  };
  expect(name(0)).toBe(0x2800);
  expect(name(Pa19ExtendedFlags.relocationsLast)).toBe(0x1600);
  expect(name(Pa19ExtendedFlags.noRelocations)).toBe(0x1600);
});

it.each([
  ['text', Buffer.from('no executable')],
  ['PE32+', buildExecutable({ platform: 'x64' })],
])('leaves %s alone', (_label, bytes) => {
  const copy = new Uint8Array(bytes);
  transformImage(copy, { extendedFlags: 0, resourceTimestamp: 5, rifts });
  expect(Buffer.compare(copy, bytes)).toBe(0);
});
