import { afterEach, describe, expect, it } from 'vitest';
import { disposable } from '../../src/core/disposable.js';

const closed: string[] = [];
const make = (name: string) => disposable({ close: () => void closed.push(name) });

afterEach(() => void closed.splice(0));

describe('disposable', () => {
  it('is closed by using and by await using', async () => {
    {
      using one = make('using');
      await using other = make('await using');
      expect([one, other, closed]).toHaveLength(3);
    }
    expect(closed).toEqual(['await using', 'using']);
  });

  it('is closed the way that a copy closes', () => {
    {
      using copy = { ...make('original'), close: () => void closed.push('copy') };
      expect(copy).toBeDefined();
    }
    expect(closed).toEqual(['copy']);
  });
});
