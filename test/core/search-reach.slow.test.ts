import { expect, it } from 'vitest';
import { SEARCH_REACH } from '../../src/core/search-reach.js';
import { openSource } from '../../src/package/open-source.js';
import { SparseSource } from '../support/byte-sources.js';
import { caught } from '../support/caught.js';
import { cabinetOf } from '../support/container-builder.js';

const size = 4 * 2 ** 30;

class Counted extends SparseSource {
  bytesRead = 0;

  override read(offset: number, length: number): Uint8Array {
    this.bytesRead += length;
    return super.read(offset, length);
  }
}

it.each([
  ['nothing', [], /^not a package: .*; no archive begins in its first 256 MB$/],
  ['a program and nothing', [Buffer.from('MZ')], /^this executable holds no package/],
])('reads a part of 4 GB of %s', (_, [head], message) => {
  const source = new Counted(size, head ? [{ offset: 0, bytes: head }] : []);
  for (const inside of [[], ['']]) {
    source.bytesRead = 0;
    expect(caught(() => openSource(source, { inside })).message).toMatch(message);
    expect(source.bytesRead).toBeLessThan(4 * SEARCH_REACH);
  }
});

it('reads a part of what lies behind a cabinet', () => {
  const source = new Counted(size, [{ offset: 0, bytes: cabinetOf({ 'a.txt': 'a' }) }]);
  const opened = openSource(source);
  expect(opened.content.files.map(({ key }) => key)).toEqual(['a.txt']);
  expect(source.bytesRead).toBeLessThan(5 * SEARCH_REACH);
  opened.close();
});
