import { describe, expect, it } from 'vitest';
import { openContainer } from '../../src/archive/open-container.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { ContainerPackage } from '../../src/package/container-package.js';
import { caught } from '../support/caught.js';
import { cabinetOf, iexpress } from '../support/container-builder.js';
import { buildZip } from '../support/zip-builder.js';

const files = { 'a.txt': 'alpha', 'sub\\b.txt': 'beta' };

function open(kind: 'zip' | 'iexpress'): ContainerPackage {
  const bytes =
    kind === 'zip'
      ? buildZip({ files: Object.entries(files).map(([name, content]) => ({ name, bytes: content })) })
      : iexpress(cabinetOf(files));
  const container = openContainer(new BufferSource(bytes), 'x', new UnpackBudget({}), 1)!;
  return new ContainerPackage(container, kind);
}

describe.each(['zip', 'iexpress'] as const)('ContainerPackage of %s', (kind) => {
  it('has the members as its files', () => {
    const content = open(kind);
    expect(content.kind).toBe(kind);
    expect(content.files.map(({ key, name, targetPath, size }) => [key, name, targetPath, size])).toEqual([
      ['a.txt', 'a.txt', 'a.txt', 5],
      ['sub/b.txt', 'b.txt', 'sub/b.txt', 4],
    ]);
    expect(content.files.map((file) => Buffer.from(file.bytes()).toString())).toEqual(['alpha', 'beta']);
  });

  it('decodes what is asked for as its own files', () => {
    const content = open(kind);
    const wanted = [content.files[1]!];
    expect(content.batches(wanted)).toEqual([wanted]);
    const parts = [...content.decode(wanted)];
    expect(parts.map((part) => part.file)).toEqual([wanted[0], wanted[0]]);
    expect(parts.map((part) => 'end' in part)).toEqual([false, true]);
  });

  it('refuses files of another package', () => {
    expect(caught(() => [...open(kind).decode(open(kind).files)]).code).toBe('INTERNAL');
    expect(caught(() => open(kind).batches(open(kind).files)).code).toBe('INTERNAL');
  });
});
