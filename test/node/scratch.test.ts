import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Scratch } from '../../src/node/scratch.js';

const left = (): string[] =>
  readdirSync(tmpdir()).filter((name) => /^hotfixkit-[0-9a-f]{16}\.tmp$/.test(name));

function* pieces(count: number, length: number): Generator<Uint8Array> {
  // One buffer for all, as decoders do it.
  const buffer = new Uint8Array(length);
  for (let i = 0; i < count; i++) yield buffer.fill(i + 1);
}

describe('Scratch', () => {
  it.each([
    ['in memory', 1 << 20, 1000],
    ['in a file', 0, 1000],
    ['in memory first, then in a file', 500, 10],
  ])('keeps what it is given %s', (_, budget, expected) => {
    const scratch = new Scratch(budget);
    const first = scratch.store(pieces(10, 100), expected);
    const second = scratch.store(pieces(3, 700_000), 2_100_000);
    expect([first.size, second.size]).toEqual([1000, 2_100_000]);
    expect([...first.read(95, 10)]).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect([...second.read(1_399_999, 2)]).toEqual([2, 3]);
    const target = new Uint8Array(3);
    second.readInto?.(0, target);
    expect([...second.read(0, 3)]).toEqual([1, 1, 1]);
    expect(() => second.read(2_099_999, 2)).toThrowError(expect.objectContaining({ code: 'READ_PAST_END' }));
    scratch.close();
    scratch.close();
  });

  it.skipIf(process.platform === 'win32')(
    'leaves nothing in the temporary folder, not even while it is used',
    () => {
      const before = left();
      const scratch = new Scratch(0);
      scratch.store(pieces(5, 100), 500);
      expect(left()).toEqual(before);
      scratch.close();
    },
  );

  it('a full or missing temporary folder is a matter of the disk', () => {
    const saved = process.env.TMPDIR;
    process.env.TMPDIR = '/no/such/folder';
    try {
      if (existsSync('/no/such/folder') || tmpdir() !== '/no/such/folder') return;
      expect(() => new Scratch(0).store(pieces(1, 1), 1)).toThrowError(
        expect.objectContaining({ kind: 'environment' }),
      );
    } finally {
      if (saved === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = saved;
    }
  });
});
