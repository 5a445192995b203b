import { describe, expect, it } from 'vitest';
import { openZip } from '../../src/archive/open-zip.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { caught } from '../support/caught.js';
import { buildZip } from '../support/zip-builder.js';

const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const open = (bytes: Uint8Array, from = 0, strict = false) =>
  openZip(new BufferSource(bytes), new UnpackBudget({ strict }), false, from);
const namesOf = (bytes: Uint8Array, from = 0) =>
  open(bytes, from)?.container.files.map(({ path }) => path) ?? null;

const inner = buildZip({ files: [{ name: 'inner.txt', bytes: 'of the archive inside' }] });
const pairs = (descriptor: boolean): Uint8Array =>
  buildZip({
    files: [
      { name: 'inner.zip', bytes: inner, method: 0, descriptor },
      { name: 'last.txt', bytes: 'x'.repeat(300), method: 0, descriptor },
    ],
  });

describe('an archive that was cut behind an archive inside it', () => {
  it.each([
    { name: 'sizes in front', outer: pairs(false), from: 0 },
    { name: 'sizes behind', outer: pairs(true), from: 0 },
    { name: 'behind a program', outer: pairs(false), from: 100 },
  ])('is not taken for that one, wherever it ends: $name', ({ outer, from }) => {
    const stub = new Uint8Array(from).fill(7);
    for (let length = 50; length < outer.length; length += 11) {
      const found = open(join(stub, outer.subarray(0, length)), from)!;
      const names = found.container.files.map(({ path }) => path);
      expect(['inner.zip', 'inner.zip last.txt']).toContain(names.join(' '));
      expect(found.container.warnings).toMatchObject([{ code: 'ZIP_TRUNCATED' }]);
      expect([found.start, found.end]).toEqual([from, from + length]);
    }
    expect(open(join(stub, outer), from)!.container.warnings).toEqual([]);
  });

  it('is refused where the budget is strict', () => {
    const error = caught(() => open(pairs(false).subarray(0, -100), 0, true));
    expect(error.code).toBe('ZIP_TRUNCATED');
  });
});

it.each([false, true])('takes the last of two that are whole (sizes behind: %s)', (descriptor) => {
  const first = buildZip({ files: [{ name: 'first.txt', bytes: 'one', descriptor }] });
  expect(namesOf(join(first, inner))).toEqual(['inner.txt']);
  expect(open(join(first, inner))!.start).toBe(first.length);
});

it('is null where there is none, and throws where nothing of one is whole', () => {
  expect(open(new Uint8Array(100))).toBeNull();
  expect(open(new Uint8Array())).toBeNull();
  expect(caught(() => open(inner.subarray(0, 20))).code).toBe('ZIP_TRUNCATED');
});
