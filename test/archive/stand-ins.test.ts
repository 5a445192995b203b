import { expect, it } from 'vitest';
import { batchesOfStandIns, decodeStandIns } from '../../src/archive/stand-ins.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetPackage } from '../../src/package/cabinet-package.js';
import { buildCabinet } from '../support/cabinet-builder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('stand-ins are grouped and decoded as the files that they stand for', () => {
  const folder = (...names: string[]) => ({
    method: 'mszip' as const,
    files: names.map((name) => ({ name, bytes: bytes(`this is ${name}`) })),
  });
  const inner = new CabinetPackage(
    new BufferSource(buildCabinet({ folders: [folder('a', 'b'), folder('c')] })),
  );
  const files = inner.files.map((file) => ({ inner: file, title: file.name.toUpperCase() }));
  const wanted = [files[2]!, files[1]!, files[0]!];
  expect(
    batchesOfStandIns(inner, wanted, (file) => file.inner).map((batch) => batch.map(({ title }) => title)),
  ).toEqual([['C'], ['A', 'B']]);
  const content = new Map<string, string>();
  for (const part of decodeStandIns(inner, wanted, (file) => file.inner)) {
    const { title } = part.file;
    const more = 'chunk' in part ? new TextDecoder().decode(part.chunk) : '.';
    content.set(title, (content.get(title) ?? '') + more);
  }
  expect([...content]).toEqual([
    ['A', 'this is a.'],
    ['B', 'this is b.'],
    ['C', 'this is c.'],
  ]);
});
