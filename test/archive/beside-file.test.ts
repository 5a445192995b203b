import { describe, expect, it } from 'vitest';
import { BesideFile } from '../../src/archive/beside-file.js';
import { PayloadCheck } from '../../src/archive/payload-check.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { caught } from '../support/caught.js';

const content = Buffer.alloc(600_000, 'content ');

function besideFile(size: number): { file: BesideFile; budget: UnpackBudget; opened: () => number } {
  let opened = 0;
  const budget = new UnpackBudget();
  const beside = {
    size: content.length,
    modified: new Date(1000),
    open: () => {
      opened++;
      return Object.assign(new BufferSource(content), { close: () => opened-- });
    },
  };
  const check = new PayloadCheck('payload', 'a', { size, hash: null }, budget);
  return {
    file: new BesideFile({ path: 'a', statedName: null }, beside, check, budget),
    budget,
    opened: () => opened,
  };
}

describe('BesideFile', () => {
  it('is open only while it is read, and for random access until the end', () => {
    const { file, budget, opened } = besideFile(content.length);
    expect([file.size, file.modified()]).toEqual([content.length, new Date(1000)]);
    expect(Buffer.from(file.head(7)).toString()).toBe('content');
    expect(Buffer.from(file.bytes()).equals(content)).toBe(true);
    const pieces = file.pieces();
    pieces.next();
    pieces.return();
    expect(opened()).toBe(0);
    const own = file.openBeside();
    expect(opened()).toBe(1);
    own.close();
    expect(Buffer.from(file.source().read(8, 7)).toString()).toBe('content');
    expect(file.source()).toBe(file.source());
    expect(opened()).toBe(1);
    budget.close();
    expect(opened()).toBe(0);
  });

  it('does not give what is another file than stated', () => {
    const { file, budget, opened } = besideFile(7);
    for (const read of [() => file.source(), () => file.bytes(), () => file.openBeside()]) {
      expect(caught(read).code).toBe('BUNDLE_PAYLOAD_DIFFERS');
    }
    budget.close();
    expect(opened()).toBe(0);
  });
});
