import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/core/normalise.js';
import { runs } from '../support/thorough.js';

const forms = ['NFC', 'NFD', 'NFKC'] as const;

describe('normalise', () => {
  it('is what Unicode says for text of any language', () => {
    const unit = fc.constantFrom(
      'a',
      'e\u0301',
      '\u1ea5',
      '\u0323',
      '\u0301',
      '\uff21',
      '\u30ab',
      '\uff9e',
      '\u{1d15e}',
      '\ud800',
      ' ',
    );
    const text = fc.array(unit, { maxLength: 600 }).map((units) => units.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(...forms), (one, form) => {
        // More marks in a row than a name has room for do not come about here.
        expect(normalise(one, form)).toBe(one.normalize(form));
      }),
      { seed: 12, numRuns: runs(200) },
    );
  });

  it.each(forms)('keeps a name of 255 marks as Unicode has it: %s', (form) => {
    const name = `a${'\u0301\u0323'.repeat(127)}`;
    expect(normalise(name, form)).toBe(name.normalize(form));
    expect(normalise(`${'x'.repeat(300)}${name}`, form)).toBe(`${'x'.repeat(300)}${name}`.normalize(form));
  });

  // Without a limit each of them takes seconds to minutes.
  it.each([
    ['marks of two kinds', `a${'\u0301'.repeat(60_000)}${'\u0323'.repeat(60_000)}`],
    ['marks beyond the first plane', `a${'\u{1d165}'.repeat(60_000)}${'\u0323'.repeat(60_000)}`],
    ['half-width voiced marks', `\uff76${'\u0301'.repeat(60_000)}${'\uff9e'.repeat(60_000)}`],
    ['marks that are two', `a${'\u0344'.repeat(60_000)}${'\u0323'.repeat(60_000)}`],
    ['no letter in front', `${'\u0301'.repeat(60_000)}${'\u0323'.repeat(60_000)}`],
  ])('ends soon for %s', (_, text) => {
    for (const form of forms) expect(normalise(text, form).length).toBeGreaterThan(90_000);
  });

  it('is what all sources use', () => {
    const others = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('normalise.ts'))
      .filter((name) => /(?<!win32|posix)\.normalize\(/.test(readFileSync(join('src', name), 'utf8')));
    expect(others).toEqual([]);
  });
});
