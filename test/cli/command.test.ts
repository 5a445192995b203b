import { describe, expect, it } from 'vitest';
import { Options } from '../../src/cli/command.js';
import { caught } from '../support/caught.js';

describe('Options', () => {
  const options = new Options({
    yes: true,
    text: 'value',
    list: ['a', 'b'],
    number: '42',
    bad: '4.2',
    empty: '',
  });

  it('gives what was given', () => {
    expect(options.flag('yes')).toBe(true);
    expect(options.flag('absent')).toBe(false);
    expect(options.text('text')).toBe('value');
    expect(options.text('absent')).toBeUndefined();
    expect(options.text('yes')).toBeUndefined();
    expect(options.list('list')).toEqual(['a', 'b']);
    expect(options.list('absent')).toEqual([]);
    expect(options.number('number')).toBe(42);
    expect(options.number('absent')).toBeUndefined();
    expect(options.choice('text', ['other', 'value'])).toBe('value');
    expect(options.choice('text', ['other'])).toBeUndefined();
    expect(options.need('text', '-t')).toBe('value');
  });

  it('refuses what cannot be meant', () => {
    expect(caught(() => options.number('bad'))).toMatchObject({ code: 'USAGE', facts: { found: '4.2' } });
    expect(caught(() => options.need('absent', '-o DIR')).message).toContain('-o DIR');
  });
});
