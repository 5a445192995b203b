import { describe, expect, it } from 'vitest';

describe('toEqual', () => {
  it.each([
    [[1, 2, 3], [1, 2, 3], true],
    [[1, 2, 3], [1, 2, 4], false],
    [[1, 2, 3], [1, 2], false],
    [[], [], true],
  ])('holds bytes %j against %j', (one, other, same) => {
    const compare = () => expect({ bytes: Uint8Array.from(one) }).toEqual({ bytes: Uint8Array.from(other) });
    if (same) compare();
    else expect(compare).toThrow(/to deeply equal/);
  });

  it('tells a Buffer from other bytes where that was asked for', () => {
    expect(() => expect(Buffer.from([1])).toStrictEqual(Uint8Array.of(1))).toThrow();
  });
});
