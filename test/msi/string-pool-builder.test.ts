import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StringPool } from '../../src/msi/string-pool.js';
import { StringPoolBuilder } from '../../src/msi/string-pool-builder.js';
import { caught } from '../support/caught.js';
import { itThorough, runs } from '../support/thorough.js';

function reread(builder: StringPoolBuilder): StringPool {
  const { pool, data } = builder.encode();
  return new StringPool(pool, data, { strict: true });
}

const all = (pool: StringPool): (string | null)[] =>
  Array.from({ length: pool.count }, (_, i) => pool.get(i + 1));

describe('building a pool', () => {
  it('stores a text once and counts who refers to it', () => {
    const builder = new StringPoolBuilder(1252);
    expect(['a', 'é', 'a', null, '', 'b'].map((text) => builder.add(text))).toEqual([1, 2, 1, 0, 0, 3]);
    const pool = reread(builder);
    expect(all(pool)).toEqual(['a', 'é', 'b']);
    expect([1, 2, 3].map((id) => pool.references(id))).toEqual([2, 1, 1]);
    expect([...pool.bytes(2)]).toEqual([0xe9]);
    expect([pool.codePage, pool.referenceSize]).toEqual([1252, 2]);
  });

  it('writes the words that Windows would', () => {
    const builder = new StringPoolBuilder(0);
    builder.add('ab');
    builder.add('x'.repeat(0x12345));
    builder.add('ab');
    expect([...builder.encode().pool]).toEqual([0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 1, 0, 0x45, 0x23, 0x01, 0x00]);
  });

  it('stops counting where the field ends', () => {
    const builder = new StringPoolBuilder(0);
    for (let i = 0; i < 70_000; i++) builder.add('a');
    expect(reread(builder).references(1)).toBe(0xffff);
    builder.release(1);
    expect(reread(builder).references(1)).toBe(0xffff);
  });

  itThorough('has references of three bytes from 65536 strings on, or when asked', () => {
    const builder = new StringPoolBuilder(65001);
    for (let i = 0; i < 0xffff; i++) builder.add(`${i}`);
    expect(builder.referenceSize).toBe(2);
    builder.add('one more');
    expect(builder.referenceSize).toBe(3);
    const pool = reread(builder);
    expect([pool.referenceSize, pool.codePage, pool.count]).toEqual([3, 65001, 0x10000]);
    expect(new StringPoolBuilder(0, true).referenceSize).toBe(3);
  });

  it('gives any texts back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        const builder = new StringPoolBuilder(65001);
        const ids = texts.map((text) => builder.add(text));
        const pool = reread(builder);
        expect(ids.map((id) => pool.get(id) ?? '')).toEqual(texts);
      }),
      { seed: 1, numRuns: runs(200) },
    );
  });
});

describe('changing a pool', () => {
  function original(): StringPool {
    const builder = new StringPoolBuilder(1252);
    for (const text of ['a', 'b', 'c', 'b', 'x'.repeat(70_000)]) builder.add(text);
    return reread(builder);
  }

  it('keeps identifiers, bytes, counts and the width of references', () => {
    const builder = StringPoolBuilder.from(original());
    expect([builder.add('c'), builder.add('new'), builder.add('a')]).toEqual([3, 5, 1]);
    const pool = reread(builder);
    expect(all(pool)).toEqual(['a', 'b', 'c', 'x'.repeat(70_000), 'new']);
    expect([1, 2, 3, 4, 5].map((id) => pool.references(id))).toEqual([2, 2, 2, 1, 1]);
    expect(StringPoolBuilder.from(reread(new StringPoolBuilder(0, true))).referenceSize).toBe(3);
  });

  itThorough('writes a pool that nobody changed as it was', () => {
    const { pool, data } = StringPoolBuilder.from(original()).encode();
    const again = StringPoolBuilder.from(new StringPool(pool, data)).encode();
    expect(again).toEqual({ pool, data });
  });

  it('keeps bytes that its code page cannot read', () => {
    const pool = new StringPool(Uint8Array.from([0xe4, 4, 0, 0, 1, 0, 1, 0]), Uint8Array.of(0x81));
    expect([...StringPoolBuilder.from(pool).encode().data]).toEqual([0x81]);
  });

  it('frees what nobody refers to and uses it again', () => {
    const builder = StringPoolBuilder.from(original());
    builder.release(2);
    expect(reread(builder).get(2)).toBe('b');
    builder.release(2);
    builder.release(0);
    const pool = reread(builder);
    expect(all(pool)).toEqual(['a', null, 'c', 'x'.repeat(70_000)]);
    const next = StringPoolBuilder.from(pool);
    expect([next.add('b'), next.add('d')]).toEqual([2, 5]);
  });

  it('does not count references to strings that there are not', () => {
    expect(caught(() => new StringPoolBuilder(0).addReference(1)).code).toBe('MSI_BAD_STRING_ID');
    expect(caught(() => new StringPoolBuilder(0).release(9)).code).toBe('MSI_BAD_STRING_ID');
  });
});
