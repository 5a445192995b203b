import { describe, expect, it } from 'vitest';
import { cabinetMap, rebuildChecksums } from '../../../fuzz/mutate/cabinet.js';
import { cabinets } from '../../../fuzz/targets/samples.js';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CabinetSet } from '../../../src/formats/cab/cabinet-set.js';

const decode = (bytes: Uint8Array): number => {
  const set = CabinetSet.open(new BufferSource(bytes));
  let size = 0;
  for (const part of set.decode(set.files)) if ('chunk' in part) size += part.chunk.length;
  return size;
};
const whole = cabinets().filter(({ name }) => !name.includes('spanning'));

describe('cabinetMap', () => {
  it.each(whole)('finds the blocks of $name', ({ bytes }) => {
    const { blocks, hot } = cabinetMap(bytes);
    expect(blocks.length).toBeGreaterThan(0);
    expect(Math.max(...hot)).toBeLessThan(bytes.length);
  });

  it('copes with any bytes', () => {
    expect(cabinetMap(new Uint8Array(10)).blocks).toEqual([]);
    expect(() => cabinetMap(new Uint8Array(500).fill(255))).not.toThrow();
  });
});

describe('rebuildChecksums', () => {
  it.each(whole)('changes nothing of $name, which is sound', ({ bytes }) => {
    expect(rebuildChecksums(bytes)).toEqual(bytes);
  });

  it.each(whole.filter(({ name }) => /stored|reserve/.test(name)))(
    'makes damage in $name pass the checksum',
    ({ bytes }) => {
      const { body } = cabinetMap(bytes).blocks[0]!;
      const damaged = bytes.slice();
      damaged[body + 100]! ^= 1;
      expect(() => decode(damaged)).toThrow(/checksum/i);
      // What is behind the checksum is reached: it is decoded, or refused by the codec.
      let message = '';
      try {
        decode(rebuildChecksums(damaged));
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).not.toMatch(/checksum/i);
    },
  );
});
