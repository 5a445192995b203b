import { describe, expect, it } from 'vitest';
import { decodeMembers, groupByFolder } from '../../src/archive/cabinet-members.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { text } from '../support/package-folder.js';

const folders = [
  {
    method: 'mszip' as const,
    files: [
      { name: 'dir\\sub\\one.txt', bytes: text('one') },
      { name: 'two.txt', bytes: text('two') },
    ],
  },
  { method: 'none' as const, files: [{ name: 'three.txt', bytes: text('three') }] },
];

describe('groupByFolder', () => {
  it('orders files as their folder has them', () => {
    const set = CabinetSet.open(new BufferSource(buildCabinet({ folders })));
    const [one, two, three] = set.files;
    const groups = groupByFolder([two!, three!, one!], (file) => file);
    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ['dir\\sub\\one.txt', 'two.txt'],
      ['three.txt'],
    ]);
  });
});

it('decodeMembers gives parts back as the files that they belong to', () => {
  const set = CabinetSet.open(new BufferSource(buildCabinet({ folders })));
  const wanted = [{ id: 7, member: set.files[2]! }];
  const parts = [...decodeMembers(set, wanted, ({ member }) => member)];
  expect(parts.map((part) => [part.file.id, 'end' in part])).toEqual([
    [7, false],
    [7, true],
  ]);
});
