import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashNameOf, PayloadCheck } from '../../src/archive/payload-check.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { caught } from '../support/caught.js';

const bytes = Buffer.from('the content of a payload');
const digest = (name: string): string => createHash(name).update(bytes).digest('hex').toUpperCase();
const budget = new UnpackBudget();
const check = (size: number | null, hash: string | null, otherwise?: () => void): PayloadCheck =>
  new PayloadCheck('payload', 'a.msi', { size, hash }, budget, otherwise);

function readBy(one: PayloadCheck): void {
  const running = one.begin(bytes.length);
  running.update(bytes.subarray(0, 5));
  running.update(bytes.subarray(5));
  running.end();
}

describe('PayloadCheck', () => {
  it.each(['sha1', 'sha256', 'sha512'])('compares with %s, in pieces or at once', (name) => {
    readBy(check(bytes.length, digest(name)));
    check(null, digest(name)).all(new BufferSource(bytes));
    const other = digest(name).replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    for (const read of [
      () => readBy(check(null, other)),
      () => check(null, other).all(new BufferSource(bytes)),
    ]) {
      expect(caught(read)).toMatchObject({
        code: 'BUNDLE_PAYLOAD_DIFFERS',
        facts: { entry: 'a.msi', structure: 'Hash', expected: other, found: digest(name) },
      });
    }
  });

  it('compares the size before anything is read, and what was read', () => {
    expect(caught(() => check(3, null).begin(4)).facts).toMatchObject({
      structure: 'FileSize',
      expected: '3 bytes',
      found: '4 bytes',
    });
    const running = check(3, null).begin(3);
    running.update(bytes);
    expect(caught(() => running.end()).facts).toMatchObject({ found: '24 bytes' });
    expect(caught(() => check(3, digest('sha1')).all(new BufferSource(bytes))).facts.structure).toBe(
      'FileSize',
    );
  });

  it('asks for another check where there is no hash', () => {
    let asked = 0;
    readBy(check(null, digest('sha1'), () => asked++));
    expect(asked).toBe(0);
    readBy(check(null, '00', () => asked++));
    expect(asked).toBe(1);
  });
});

it.each([
  [null, null],
  ['', null],
  ['00', null],
  ['G'.repeat(40), null],
  ['A'.repeat(63), null],
  ['A'.repeat(64), 'sha256'],
  ['A'.repeat(40), 'sha1'],
  ['0'.repeat(128), 'sha512'],
])('hashNameOf %s is %s', (hash, name) => {
  expect(hashNameOf(hash)).toBe(name);
});
