import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';

it('opens its stream when it is asked for, by name', () => {
  const asked: string[] = [];
  const cell = new BinaryCell('Binary.Icon', (name) => {
    asked.push(name);
    return new BufferSource(new Uint8Array(7));
  });
  expect(asked).toEqual([]);
  expect(cell.size).toBe(7);
  expect(cell.open().read(0, 7).length).toBe(7);
  expect(new Set(asked)).toEqual(new Set(['Binary.Icon']));
});

it('is its name in JSON', () => {
  const cell = new BinaryCell('Binary.Icon', () => new BufferSource(new Uint8Array(0)));
  expect(JSON.stringify({ Data: cell })).toBe('{"Data":"Binary.Icon"}');
});
