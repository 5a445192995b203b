import { expect, it } from 'vitest';
import { StoredContainer } from '../../src/archive/stored-container.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { sampleBytes } from '../support/sample-bytes.js';

it('gives what lies there, by all ways of reading it', () => {
  const contents = [sampleBytes(600_000, 1), new Uint8Array(), Uint8Array.of(1, 2)];
  const container = new StoredContainer(
    contents.map((bytes, i) => ({ path: `${i}`, source: new BufferSource(bytes) })),
    { kind: 'update', title: 'x' },
  );
  container.files.forEach((file, i) => {
    expect(file.size).toBe(contents[i]!.length);
    expect(Buffer.compare(file.bytes(), contents[i]!)).toBe(0);
    expect(Buffer.compare(file.source().read(0, file.size), contents[i]!)).toBe(0);
  });
  const sizes = new Map<string, number>();
  for (const part of container.decode(container.batches(container.files).flat())) {
    sizes.set(part.file.path, (sizes.get(part.file.path) ?? 0) + ('chunk' in part ? part.chunk.length : 0));
  }
  expect([...sizes.values()]).toEqual([600_000, 0, 2]);
  expect([...container.heads(container.files, 5, (_, head) => head.length).values()]).toEqual([5, 0, 2]);
});
