import { expect, it } from 'vitest';
import { BesideFile } from '../../src/archive/beside-file.js';
import { BundleContainer } from '../../src/archive/bundle-container.js';
import { CabinetContainer, openCabinet } from '../../src/archive/cabinet-container.js';
import { PayloadCheck } from '../../src/archive/payload-check.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { caught } from '../support/caught.js';
import { cabinetOf } from '../support/container-builder.js';

const budget = new UnpackBudget();
const set = openCabinet(new BufferSource(cabinetOf({ a: 'first', b: 'second' })), 'x', budget);
const cabinets = new CabinetContainer([{ set }], { kind: 'burn', title: 'WiX bundle' }, budget);
const beside = (name: string, open: () => BufferSource): BesideFile =>
  new BesideFile(
    { path: name, statedName: null },
    { size: 5, modified: null, open: () => Object.assign(open(), { close: () => {} }) },
    new PayloadCheck('payload', name, { size: 5, hash: null }, budget),
    budget,
  );
const gone = (): never => {
  throw new HotfixkitError('FILE_READ', 'cannot be opened');
};
const description = {
  id: null,
  name: null,
  version: null,
  publisher: null,
  upgradeCodes: [],
  containers: [],
  chain: [],
};
const container = new BundleContainer(
  cabinets,
  [beside('c', () => new BufferSource(Buffer.from('third'))), beside('d', gone)],
  budget,
  {
    facts: {},
    bundle: description,
    absent: [],
    damage: null,
    warnings: [],
    accompanies: () => true,
  },
);

it('BundleContainer has the files of its cabinets and those beside it', () => {
  const [a, b, c, d] = container.files;
  expect(container.files.map(({ path }) => path)).toEqual(['a', 'b', 'c', 'd']);
  expect(container.batches(container.files)).toEqual([[a, b], [c], [d]]);
  const heads = container.heads(container.files, 2, (_, head) => Buffer.from(head).toString());
  expect([...heads].map(([{ path }, head]) => [path, head])).toEqual([
    ['a', 'fi'],
    ['b', 'se'],
    ['c', 'th'],
  ]);
  container.prefetch(container.files);
  const ends = [...container.decode([c!, a!])].filter((part) => 'end' in part).map(({ file }) => file.path);
  expect(ends).toEqual(['a', 'c']);
  expect(caught(() => [...container.decode([d!])]).code).toBe('FILE_READ');
});
