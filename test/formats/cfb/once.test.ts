import { expect, it } from 'vitest';
import { once } from '../../../src/formats/cfb/once.js';

it('makes a value once', () => {
  let made = 0;
  const get = once(() => ++made);
  expect(made).toBe(0);
  expect([get(), get()]).toEqual([1, 1]);
});

it('fails the same way every time', () => {
  let tried = 0;
  const get = once(() => {
    throw new Error(`try ${++tried}`);
  });
  expect(get).toThrow('try 1');
  expect(get).toThrow('try 1');
});

it('keeps undefined', () => {
  let made = 0;
  const get = once(() => {
    made++;
  });
  get();
  get();
  expect(made).toBe(1);
});
