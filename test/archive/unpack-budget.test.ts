import { describe, expect, it } from 'vitest';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { caught } from '../support/caught.js';

describe('UnpackBudget', () => {
  it('counts depth, files and bytes against its limits', () => {
    const budget = new UnpackBudget({ limits: { maxDepth: 2, maxEntries: 10, maxSize: 100 } });
    budget.enter(2);
    expect(caught(() => budget.enter(3)).code).toBe('CONTAINER_TOO_DEEP');
    budget.countEntries(6);
    expect(budget.entriesLeft).toBe(4);
    expect(caught(() => budget.countEntries(5)).code).toBe('CONTAINER_TOO_MANY');
    expect(budget.isUsed).toBe(false);
    budget.store('a', [new Uint8Array(60)], 60);
    expect(budget.isUsed).toBe(true);
    expect(caught(() => budget.store('b', [new Uint8Array(50)], 50)).code).toBe('CONTAINER_TOO_LARGE');
  });

  it.each([
    ['a small download', 15_000, {}, 20_000],
    ['a larger one', 400_000, {}, 50_000],
    ['one that is large enough for all', 2 ** 30, {}, 100_000],
    ['one whose size is not known', undefined, {}, 100_000],
    ['one that was asked for', 15_000, { maxEntries: 70_000 }, 70_000],
    ['less than every download may hold', 15_000, { maxEntries: 5 }, 5],
  ])('counts the files of %s', (_, packed, limits, most) => {
    const budget = new UnpackBudget({ limits, ...(packed === undefined ? {} : { packed }) });
    budget.countEntries(most);
    expect(budget.entriesLeft).toBe(0);
    expect(caught(() => budget.countEntries(1))).toMatchObject({
      code: 'CONTAINER_TOO_MANY',
      message: `more than ${most} files; --max-entries allows more`,
    });
  });

  it('does not believe a size', () => {
    const budget = new UnpackBudget({ limits: { maxSize: 1000 } });
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(100);
    };
    expect(caught(() => budget.store('a', endless(), 10)).code).toBe('CONTAINER_TOO_LARGE');
  });

  it('takes a ratio for what it is above some size only', () => {
    const budget = new UnpackBudget({ limits: { maxRatio: 100 } });
    budget.checkRatio('small', 1, 8 << 20);
    budget.checkRatio('dense', 1 << 20, 100 << 20);
    expect(caught(() => budget.checkRatio('bomb', 1 << 20, (100 << 20) + 1))).toMatchObject({
      code: 'CONTAINER_RATIO',
      facts: { entry: 'bomb' },
    });
  });
});

describe('all that is unpacked', () => {
  const MiB = 2 ** 20;

  it('is held against the size of the file that it comes from', () => {
    const budget = new UnpackBudget({ packed: 1000, limits: { maxSize: 2 ** 40 } });
    for (let i = 0; i < 16; i++) budget.store(`${i}`, [new Uint8Array(MiB)], MiB);
    expect(caught(() => budget.store('17', [new Uint8Array(1)], 1))).toMatchObject({
      code: 'CONTAINER_RATIO',
      facts: { entry: '17', found: 16 * MiB + 1 },
    });
  });

  it('is what really comes, not what is said', () => {
    const budget = new UnpackBudget({ packed: 1000 });
    const endless = function* (): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(MiB);
    };
    expect(caught(() => budget.store('a', endless(), 10)).code).toBe('CONTAINER_RATIO');
  });

  it('may be large where the file is', () => {
    const budget = new UnpackBudget({ packed: MiB });
    for (let i = 0; i < 20; i++) budget.store(`${i}`, [new Uint8Array(MiB)], MiB);
    const generous = new UnpackBudget({ packed: 1000, limits: { maxRatio: 1e9 } });
    for (let i = 0; i < 20; i++) generous.store(`${i}`, [new Uint8Array(MiB)], MiB);
  });

  it('counts what is decoded again and again', () => {
    const budget = new UnpackBudget({ packed: 1000 });
    for (let i = 0; i < 16; i++) budget.countDecoded('a', 16 * MiB);
    expect(caught(() => budget.countDecoded('a', 1)).code).toBe('CONTAINER_RATIO');
  });

  it('may be more where it only passes by', () => {
    const budget = new UnpackBudget();
    budget.checkOutput(1, 64 * MiB);
    budget.checkOutput(MiB, 250 * MiB);
    expect(caught(() => budget.checkOutput(MiB, 250 * MiB + 1)).facts).toEqual({
      expected: `${250 * MiB} bytes at most`,
      found: 250 * MiB + 1,
    });
  });
});

describe('containers that are opened', () => {
  it.each<[string, number | null, number | undefined, number]>([
    ['of a small download', 1, undefined, 1000],
    ['of a large one', 2000 * 4096, undefined, 2000],
    ['of one whose size is not known', null, undefined, 100_000],
    ['as asked for', 1, 5000, 5000],
  ])('are bounded: %s', (_, packed, maxEntries, most) => {
    const budget = new UnpackBudget({
      ...(packed === null ? {} : { packed }),
      ...(maxEntries === undefined ? {} : { limits: { maxEntries } }),
    });
    budget.countContainers(most - 1);
    budget.countContainers(1);
    expect(() => budget.countContainers(1)).toThrow(`more than ${most} archives`);
    budget.close();
  });
});
