import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { checkRequirements, parseRequirement } from '../../src/hotfix/verify/require.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import {
  unlistedText,
  verificationEvidence,
  verifiedComments,
  verifiedHashes,
} from '../../src/report/evidence-of-verification.js';
import type { JudgedPath } from '../../src/report/render-paths.js';

const row = { name: 'a.dat', version: null, size: 5, date: null, time: null, platform: null };
const manifest = {
  kb: '900001',
  title: 'T',
  language: 'en',
  sections: [{ title: 'S', product: 'P', files: [row, { ...row, name: 'b.dat' }] }],
  warnings: [],
};
const sha256 = 'ab'.repeat(32);
const file = (name: string, size = 5) => ({ path: name, name, size, version: '1.0', platform: null, sha256 });
const judged = (path: string, files: ReturnType<typeof file>[]): JudgedPath => {
  const result = verifyFiles(files, manifest);
  const requirements = checkRequirements(files, [
    parseRequirement('a.dat >=2'),
    parseRequirement('c.dat >=1'),
  ]);
  return { path, ok: false, result, requirements, warnings: [], error: null };
};

describe('verificationEvidence', () => {
  it('says what was compared, what is wrong and what not to do', () => {
    const one = judged('img', [file('a.dat', 7), file('x.dat')]);
    const { verdict, tables, title } = verificationEvidence([one]);
    expect(title).toBe('KB900001, P: img');
    expect(verdict).toMatchObject({ tone: 'bad', headline: 'NOT OK' });
    expect(verdict!.reasons).toEqual([
      '0 of 2 files match KB900001, P.',
      '0 of 2 requirements met.',
      expect.stringMatching(/^Do not deploy these files: /),
    ]);
    expect(tables[0]!.notes[0]).toMatch(/Compared: name.* Not in the table: 1 further file \(x\.dat\)\./);
    expect(tables.map(({ rows }) => rows.map(({ cells }) => cells[0]))).toEqual([
      ['mismatch', 'missing'],
      ['mismatch', 'missing'],
    ]);
    for (const { columns, rows } of tables)
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  });

  it('has a path that cannot be read among several', () => {
    const error = new HotfixkitError('FILE_NOT_FOUND', 'there is no such file', { file: 'gone' });
    const gone = { path: 'gone', ok: false, result: null, requirements: [], warnings: [], error };
    const { verdict, tables } = verificationEvidence([judged('img', [file('a.dat')]), gone]);
    expect(verdict!.reasons[0]).toBe('0 of 2 paths are right.');
    expect(tables.at(-1)!.rows[0]!.cells.slice(0, 2)).toEqual(['not read', 'gone']);
  });
});

it('verifiedHashes names files of several paths with their path', () => {
  const one = judged('img', [file('a.dat')]);
  expect(verifiedHashes([one])[0]).toEqual({ path: 'a.dat', sha256 });
  expect(verifiedHashes([one, { ...one, path: 'c:\\x' }]).map(({ path }) => path)).toContain('c:/x/a.dat');
});

describe('verifiedComments', () => {
  it('says what no digest says', () => {
    const one = judged('img', [file('a.dat', 7)]);
    const warnings = [{ code: 'VERIFY_NOT_COMPARED', message: 'a hash was not compared' }] as const;
    expect(verifiedComments([{ ...one, warnings: [...warnings] }])).toEqual([
      'NOT OK',
      expect.stringMatching(/^missing: b\.dat: /),
      'missing: c.dat >=1',
      'warning: a hash was not compared',
    ]);
    const good = { ...one, ok: true, result: null, requirements: [] };
    expect(verifiedComments([{ ...good, warnings: [...warnings] }])[0]).toBe('OK WITH WARNINGS');
    expect(verifiedComments([good])).toEqual([]);
  });

  it('names each of several paths', () => {
    const error = new HotfixkitError('FILE_NOT_FOUND', 'there is no such file', { file: 'gone' });
    const gone = { path: 'gone', ok: false, result: null, requirements: [], warnings: [], error };
    expect(verifiedComments([judged('img', [file('a.dat'), file('b.dat')]), gone])).toEqual([
      'img: NOT OK',
      'img: missing: c.dat >=1',
      'gone: NOT OK',
      'gone: error: there is no such file',
    ]);
  });
});

it('unlistedText names ten', () => {
  expect(unlistedText([])).toBe('');
  expect(unlistedText(Array.from({ length: 12 }, (_, i) => `f${i}`))).toMatch(
    /12 further files \(f0, .*, f9 and 2 more\)/,
  );
});
