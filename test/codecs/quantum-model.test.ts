import { expect, it } from 'vitest';
import { QuantumModel } from '../../src/codecs/quantum-model.js';

it('starts with its symbols in order, all alike', () => {
  const model = new QuantumModel(64, 4);
  expect([...model.symbols]).toEqual([64, 65, 66, 67]);
  expect([...model.cumulative]).toEqual([4, 3, 2, 1, 0]);
});

it('counts in steps of eight', () => {
  const model = new QuantumModel(0, 4);
  model.count(1);
  expect([...model.cumulative]).toEqual([12, 11, 2, 1, 0]);
});

it('halves past 3800, three times, and sorts then', () => {
  const model = new QuantumModel(0, 4);
  let halvings = 0;
  let before = 4;
  while (model.symbols[0] === 0) {
    model.count(3);
    if (model.cumulative[0]! < before) halvings++;
    before = model.cumulative[0]!;
    expect(before).toBeLessThanOrEqual(3808);
  }
  expect(halvings).toBe(4);
  // The exchange that sorts puts 3 first and 0, which was there, last.
  expect([...model.symbols]).toEqual([3, 1, 2, 0]);
});

it('never lets a symbol become impossible', () => {
  const model = new QuantumModel(0, 64);
  for (let i = 0; i < 100_000; i++) model.count(i % 3 === 0 ? 0 : 63);
  for (let i = 0; i < 64; i++) expect(model.cumulative[i]!).toBeGreaterThan(model.cumulative[i + 1]!);
});

it('is as new after a reset', () => {
  const model = new QuantumModel(0, 27);
  for (let i = 0; i < 5000; i++) model.count(i % 5);
  model.reset();
  const fresh = new QuantumModel(0, 27);
  expect([...model.symbols]).toEqual([...fresh.symbols]);
  expect([...model.cumulative]).toEqual([...fresh.cumulative]);
});
