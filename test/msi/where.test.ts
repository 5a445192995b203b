import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { BinaryCell, type Value } from '../../src/msi/binary-cell.js';
import { parseWhere } from '../../src/msi/where.js';
import { caught } from '../support/caught.js';
import { runs } from '../support/thorough.js';

const record: Record<string, Value> = {
  Component_: 'C1',
  FileSize: 1000,
  Version: null,
  Sequence: -5,
  'odd name': "it's",
  Data: new BinaryCell('Binary.B', () => new BufferSource(new Uint8Array(0))),
};

describe('conditions', () => {
  it.each([
    ["Component_ = 'C1'", true],
    ["Component_ = 'c1'", false],
    ['Component_ = "C1"', true],
    ["Component_ = 'C1' AND FileSize > 1000", false],
    ["Component_ = 'C1' AND FileSize >= 1000", true],
    ["Component_='C2' or FileSize<1001", true],
    // AND binds before OR.
    ["Component_ = 'C1' OR FileSize = 1 AND Sequence = 1", true],
    ["(Component_ = 'C1' OR FileSize = 1) AND Sequence = 1", false],
    ["NOT Component_ = 'C1'", false],
    ["NOT NOT Component_ = 'C1'", true],
    ["NOT (Component_ = 'C1' AND Sequence = 1)", true],
    ['Version IS NULL', true],
    ['Version is not null', false],
    ['Component_ IS NULL', false],
    // Null compares as nothing does.
    ["Version = ''", false],
    ["Version <> 'x'", false],
    ["NOT Version = 'x'", true],
    ['Sequence < 0', true],
    ['Sequence = -5', true],
    ['FileSize <> 1000', false],
    ['FileSize != 999', true],
    ['FileSize == 1000', true],
    // A number and what reads as one compare as numbers, anything else as text.
    ["FileSize > '999'", true],
    ["FileSize < '9x'", true],
    ["Component_ < 'C10'", true],
    ["Component_ >= 'C'", true],
    ['`Component_` = `Component_`', true],
    ["[odd name] = 'it''s'", true],
    ['`odd name` = "it\'s"', true],
    ["File.Component_ = 'C1'", true],
    ["`File`.`Component_` = 'C1'", true],
    ["Data = 'Binary.B'", true],
    ['Data IS NOT NULL', true],
    ["Component_ LIKE 'c%'", true],
    ["Component_ LIKE '_1'", true],
    ["Component_ LIKE '1'", false],
    ["Component_ LIKE '%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%x'", false],
    ["'a' = 'a'", true],
    ["`File`.[Component_] = 'C1'", true],
    ['1000=FileSize', true],
  ])('%s', (text, expected) => {
    expect(parseWhere(text)(record)).toBe(expected);
  });

  it.each([
    ['', 0],
    ['   ', 0],
    ['Component_', 10],
    ['Component_ =', 12],
    ["Component_ = 'C1", 13],
    ['= 1', 0],
    ['A = 1 B = 2', 6],
    ['(A = 1', 6],
    ['A = 1)', 5],
    ['A IS 1', 5],
    ['A = 1 AND', 9],
    ['A LIKE 1', 7],
    ['A ~ 1', 2],
    ['A = 1; DROP TABLE File', 5],
    ['A = 12x', 4],
    ['NOT', 3],
  ])('%j cannot be read: offset %d', (text, offset) => {
    expect(caught(() => parseWhere(text))).toMatchObject({ code: 'MSI_BAD_WHERE', facts: { offset } });
  });

  it('name the columns that there are', () => {
    const error = caught(() => parseWhere('FileName = 1')(record));
    expect(error.code).toBe('MSI_BAD_WHERE');
    expect(error.message).toContain('FileName');
    expect(error.message).toContain('Component_, FileSize');
    expect(caught(() => parseWhere('toString IS NULL')(record)).code).toBe('MSI_BAD_WHERE');
  });

  it('may be as long, but not as deep, as one likes', () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `FileSize = ${i}`).join(' OR ');
    expect(parseWhere(long)(record)).toBe(true);
    expect(parseWhere(`${'('.repeat(90)}FileSize = 1000${')'.repeat(90)}`)(record)).toBe(true);
    expect(caught(() => parseWhere('('.repeat(50_000))).code).toBe('MSI_BAD_WHERE');
    expect(caught(() => parseWhere('NOT '.repeat(50_000))).code).toBe('MSI_BAD_WHERE');
  });

  it('of any kind end in an answer or a coded error', () => {
    const word = fc.constantFrom(
      'A',
      '=',
      '<',
      '(',
      ')',
      "'x'",
      "'",
      '1',
      'AND',
      'OR',
      'NOT',
      'IS',
      'NULL',
      'LIKE',
      '`',
      '-',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        try {
          parseWhere(words.join(' '))({ A: 1 });
        } catch (error) {
          if (!(error instanceof HotfixkitError) || error.code !== 'MSI_BAD_WHERE') throw error;
        }
      }),
      { seed: 1, numRuns: runs(2000) },
    );
  });
});
