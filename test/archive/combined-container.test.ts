import { expect, it } from 'vitest';
import { CombinedContainer } from '../../src/archive/combined-container.js';
import { StoredContainer } from '../../src/archive/stored-container.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { caught } from '../support/caught.js';

const part = (title: string, files: Record<string, string>) =>
  new StoredContainer(
    Object.entries(files).map(([path, text]) => ({ path, source: new BufferSource(Buffer.from(text)) })),
    { kind: 'zip', title, warnings: [{ code: 'ZIP_CORRUPT', message: title }] },
  );
const parts = [part('one', { a: '1', b: '2' }), part('two', { A: '3' })];
const combined = new CombinedContainer(parts, parts[1]!, [{ code: 'ZIP_CRC', message: 'first' }]);

it('is what its main part is, with the files and warnings of all', () => {
  expect(combined).toMatchObject({ kind: 'zip', title: 'two, 2 archives', cabinet: null });
  expect(combined.files.map(({ path, size }) => [path, size])).toEqual([
    ['a (2)', 1],
    ['b', 1],
    ['A', 1],
  ]);
  expect(combined.files.map(({ statedName }) => statedName)).toEqual(['a', undefined, undefined]);
  expect(combined.warnings.map(({ message }) => message)).toEqual([
    'first',
    'one',
    'two',
    'written as "a (2)"',
  ]);
});

it('decodes with the part that a file is in, whatever the order', () => {
  const found: string[] = [];
  for (const one of combined.decode([...combined.files].reverse())) {
    if ('chunk' in one) found.push(`${one.file.path} ${Buffer.from(one.chunk)}`);
  }
  expect(found.sort()).toEqual(['A 3', 'a (2) 1', 'b 2']);
});

it('refuses files of others', () => {
  const error = caught(() => [...combined.decode(parts[0]!.files)]);
  expect(error).toBeInstanceOf(HotfixkitError);
  expect(error.code).toBe('INTERNAL');
});

it('keeps what a bundle says of its files', () => {
  const [a, b] = parts[0]!.files;
  const bundle = Object.assign(part('bundle', { a: '1', b: '2' }), {
    bundle: { id: '{1}' },
    absent: [],
    accompanies: () => false,
  });
  const whole = new CombinedContainer([bundle as never, parts[1]!], bundle as never);
  expect(whole).toMatchObject({ bundle: { id: '{1}' }, absent: [] });
  const [one, two, other] = whole.files;
  expect(whole.accompanies!(one!, two!)).toBe(false);
  expect(whole.accompanies!(one!, other!)).toBe(false);
  expect(whole.accompanies!(a!, b!)).toBe(true);
  expect(combined.accompanies).toBeUndefined();
});
