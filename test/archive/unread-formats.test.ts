import { expect, it } from 'vitest';
import { unreadEndings, unreadFormats } from '../../src/archive/unread-formats.js';

it('has signatures of two bytes and more, and a name for each', () => {
  for (const { magic, name } of unreadFormats) {
    expect(magic.length, name).toBeGreaterThan(1);
    expect(name).toMatch(/^an? /);
    if (typeof magic === 'string') expect(Buffer.from(magic, 'latin1').toString('latin1')).toBe(magic);
  }
});

it('has endings in small letters, without a dot', () => {
  for (const ending of Object.keys(unreadEndings)) expect(ending).toMatch(/^[a-z0-9]+$/);
});
