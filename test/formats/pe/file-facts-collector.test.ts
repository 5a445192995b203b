import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readFileFacts } from '../../../src/formats/pe/file-facts.js';
import { FileFactsCollector } from '../../../src/formats/pe/file-facts-collector.js';
import { buildExecutable, buildNewExecutable } from '../../support/portable-executable-builder.js';
import { runs } from '../../support/thorough.js';

function collect(bytes: Uint8Array, chunkSize: number, size = bytes.length) {
  const collector = new FileFactsCollector(size);
  for (let at = 0; at < bytes.length; at += chunkSize) {
    // Decoders reuse their buffer: whatever the collector wants it must have copied.
    const chunk = bytes.slice(at, at + chunkSize);
    collector.write(chunk);
    chunk.fill(0xee);
  }
  return collector.finish();
}

const version = { fileVersion: '4.0.6487.2111' };
const big = { type: 10, name: 'CABINET', data: new Uint8Array(300_000).fill(1) };
const samples: [string, Uint8Array][] = [
  ['nothing', new Uint8Array()],
  ['one byte', Uint8Array.of(0x4d)],
  ['a text', new TextEncoder().encode('text '.repeat(50_000))],
  ['a small library', buildExecutable({ platform: 'x86', dll: true, version })],
  ['resources far behind the headers', buildExecutable({ platform: 'x64', version, size: 700_001 })],
  ['a large resource before the version', buildExecutable({ platform: 'IA-64', version, resources: [big] })],
  ['no version', buildExecutable({ platform: 'ARM64', size: 200_000 })],
  ['a 16-bit program', buildNewExecutable({ version })],
  [
    'a 16-bit program with its version far behind',
    buildNewExecutable({ version, resources: [{ type: 10, name: 2, data: new Uint8Array(500_000) }] }),
  ],
];

describe('FileFactsCollector', () => {
  it.each(samples)('%s: as with random access, however it is cut', (_, bytes) => {
    const expected = readFileFacts(new BufferSource(bytes));
    for (const chunkSize of [1 + (bytes.length >> 8), 4096, 32768, 65536, bytes.length + 1]) {
      expect(collect(bytes, chunkSize)).toEqual(expected);
    }
  });

  it('damaged files: the same, or null where it takes random access', () => {
    const executables = samples.map(([, bytes]) => bytes).filter((bytes) => bytes.length > 600);
    fc.assert(
      fc.property(
        fc.constantFrom(...executables),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        (sample, flips) => {
          const bytes = sample.slice();
          for (const [at, value] of flips) bytes[at % Math.min(bytes.length, 700)] = value;
          const found = collect(bytes, 32768);
          if (found) expect(found).toEqual(readFileFacts(new BufferSource(bytes)));
        },
      ),
      { seed: 977203, numRuns: runs(200) },
    );
  });

  it('is null for a file that ends before its size', () => {
    expect(collect(buildExecutable({ platform: 'x86', version }), 4096, 10_000_000)).toBeNull();
  });

  it('is null where the version lies before the directory that names it', () => {
    const bytes = buildExecutable({ platform: 'x86', version, size: 300_000 });
    const view = new DataView(bytes.buffer);
    // Move the data entry's target into the code section, beyond the first window.
    const sections = 0x80 + 24 + 224;
    const resources = view.getUint32(sections + 40 + 20, true);
    const entry = [0, 1, 2].reduce((at) => view.getUint32(resources + at + 20, true) & 0x7fffffff, 0);
    view.setUint32(resources + entry, 0x1000 + 100_000, true);
    expect(collect(bytes, 32768)).toBeNull();
    expect(readFileFacts(new BufferSource(bytes)).version).toBeNull();
  });
});
