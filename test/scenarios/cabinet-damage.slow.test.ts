import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { findCabinets } from '../../src/formats/cab/find-cabinets.js';
import {
  buildCabinet,
  buildCabinetSet,
  type CabinetPlan,
  type FolderPlan,
} from '../support/cabinet-builder.js';
import { encodeLzx } from '../support/lzx-encoder.js';
import { encodeQuantum } from '../support/quantum-encoder.js';
import { sameBytes, sampleBytes } from '../support/sample-bytes.js';

/*
 * Damage ends in a coded error or in the right bytes, soon. With checksums, every file that comes out is the one that
 * went in, unless the damage is in the directory; without them, nothing but errors of ours may come up.
 */

const content = sampleBytes(90_000, 11);
const files = [
  { name: 'one', bytes: content.subarray(0, 100) },
  { name: 'two', bytes: content.subarray(100, 50_000) },
  { name: 'three', bytes: content.subarray(50_000) },
];

function folder(method: FolderPlan['method']): FolderPlan {
  if (method === 'quantum')
    return { method, windowBits: 16, files, blocks: encodeQuantum(content, { windowBits: 16 }) };
  if (method !== 'lzx') return { method, files };
  const blocks = encodeLzx(content, {
    windowBits: 16,
    translationSize: 80_000,
    blocks: [
      { type: 'verbatim', length: 9_000 },
      { type: 'stored', length: 5_001 },
      { type: 'aligned', length: 30_000 },
    ],
  });
  return { method, windowBits: 16, files, blocks };
}

const methods = ['none', 'mszip', 'lzx', 'quantum'] as const;
const plans = methods.map(
  (method): CabinetPlan => ({ folders: [folder(method)], reserve: { header: 3, data: 1 } }),
);
const checked = plans.map((plan) => buildCabinet(plan));
const unchecked = plans.map((plan) => buildCabinet({ ...plan, checksums: false }));
const parts = buildCabinetSet({ folders: methods.map(folder), partBytes: 40_000 });

/** Where the data begins: all before that is directory. */
function dataOffset(bytes: Uint8Array): number {
  return CabinetSet.open(new BufferSource(bytes)).folders[0]!.parts[0]!.folder.dataOffset;
}

/** Decodes everything; gives the files that came out whole. Any error but ours fails the test, and so does idling. */
function decodeAll(bytes: Uint8Array): Map<string, Uint8Array> {
  const whole = new Map<string, Uint8Array>();
  const start = performance.now();
  try {
    const set = CabinetSet.open(new BufferSource(bytes));
    for (const file of set.files) {
      try {
        whole.set(file.name, set.readFile(file, 1 << 22));
      } catch (error) {
        if (!(error instanceof HotfixkitError)) throw error;
        expect(error.facts.entry).toBe(file.name);
      }
    }
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    expect(error.kind).toBe('input');
  }
  expect(performance.now() - start).toBeLessThan(15_000);
  return whole;
}

const options = { seed: 977203, numRuns: 150 };

describe.each(methods.map((method, index) => ({ method, index })))('$method', ({ index }) => {
  const good = checked[index]!;
  const loose = unchecked[index]!;

  it('cut anywhere: whole files or none', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), (length) => {
        for (const [name, bytes] of decodeAll(good.subarray(0, length))) {
          expect(sameBytes(bytes, files.find((file) => file.name === name)!.bytes)).toBe(true);
        }
      }),
      options,
    );
  });

  it('a flipped byte of data: whole files or none', () => {
    const from = dataOffset(good);
    fc.assert(
      fc.property(
        fc.integer({ min: from, max: good.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, flip) => {
          const bytes = good.slice();
          bytes[at]! ^= flip;
          for (const [name, found] of decodeAll(bytes)) {
            expect(sameBytes(found, files.find((file) => file.name === name)!.bytes)).toBe(true);
          }
        },
      ),
      options,
    );
  });

  it('bytes of the directory changed: nothing but our own errors', () => {
    const end = dataOffset(good);
    const change = fc.record({ at: fc.nat(end - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = good.slice();
        for (const { at, value } of changes) bytes[at] = value;
        decodeAll(bytes);
      }),
      options,
    );
  });

  it('bytes changed anywhere where no checksum tells', () => {
    const change = fc.record({ at: fc.nat(loose.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = loose.slice();
        for (const { at, value } of changes) bytes[at] = value;
        decodeAll(bytes);
      }),
      options,
    );
  });

  it('noise instead of data where no checksum tells', () => {
    const from = dataOffset(loose);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 50, maxLength: 50 }), fc.nat(1000), (noise, start) => {
        const bytes = loose.slice();
        bytes.set(noise, from + 9 + start);
        decodeAll(bytes);
      }),
      options,
    );
  });
});

describe('a set', () => {
  it('with one part damaged or missing: right files or our own errors', () => {
    fc.assert(
      fc.property(
        fc.nat(parts.length - 1),
        fc.nat(parts.length - 1),
        fc.nat(200),
        fc.nat(255),
        fc.boolean(),
        (first, damaged, at, value, isMissing) => {
          const bytes = parts[damaged]!.bytes.slice();
          bytes[at] = value;
          const set = (() => {
            try {
              const source = first === damaged ? bytes : parts[first]!.bytes;
              return CabinetSet.open(new BufferSource(source), {
                name: parts[first]!.name,
                resolve: (name) => {
                  const found = parts.findIndex((part) => part.name === name);
                  if (found < 0 || (found === damaged && isMissing)) return null;
                  return new BufferSource(found === damaged ? bytes : parts[found]!.bytes);
                },
              });
            } catch (error) {
              if (error instanceof HotfixkitError) return null;
              throw error;
            }
          })();
          for (const file of set?.files ?? []) {
            try {
              set!.readFile(file, 1 << 22);
            } catch (error) {
              if (!(error instanceof HotfixkitError)) throw error;
            }
          }
        },
      ),
      { ...options, numRuns: 80 },
    );
  });
});

it('anything at all: searching and opening end in our own errors', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      const bytes = Buffer.concat([Buffer.from('MSCF'), noise]);
      for (const offset of findCabinets(new BufferSource(bytes))) decodeAll(bytes.subarray(offset));
      decodeAll(bytes);
    }),
    { seed: 977203, numRuns: 1000 },
  );
});
