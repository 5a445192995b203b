import { expect } from 'vitest';

/**
 * Compares arrays of bytes at once. Without it `toEqual` looks each index up as a property, which took more time than the
 * code under test.
 */
expect.addEqualityTesters([
  (one: unknown, other: unknown) =>
    one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor
      ? Buffer.compare(one, other) === 0
      : undefined,
]);
