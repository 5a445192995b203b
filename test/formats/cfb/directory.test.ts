import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { Diagnostics } from '../../../src/core/diagnostics.js';
import { Directory } from '../../../src/formats/cfb/directory.js';
import { CountingSource } from '../../support/byte-sources.js';
import { caught } from '../../support/caught.js';
import { itThorough } from '../../support/thorough.js';

const NONE = 0xffffffff;

interface Plan {
  name: string;
  type?: number;
  left?: number;
  right?: number;
  child?: number;
}

function bytesOf(plans: Plan[]): Uint8Array {
  const bytes = new Uint8Array(plans.length * 128);
  const view = new DataView(bytes.buffer);
  plans.forEach((plan, index) => {
    const at = index * 128;
    for (let i = 0; i < plan.name.length; i++) view.setUint16(at + 2 * i, plan.name.charCodeAt(i), true);
    view.setUint16(at + 0x40, 2 * plan.name.length + 2, true);
    view.setUint8(at + 0x42, plan.type ?? 2);
    view.setUint32(at + 0x44, plan.left ?? NONE, true);
    view.setUint32(at + 0x48, plan.right ?? NONE, true);
    view.setUint32(at + 0x4c, plan.child ?? NONE, true);
  });
  return bytes;
}

const root = (child: number): Plan => ({ name: 'Root Entry', type: 5, child });

function names(plans: Plan[], diagnostics = new Diagnostics(false)): string[] {
  const directory = new Directory(new BufferSource(bytesOf(plans)), 3, diagnostics);
  return directory.members(directory.root).map((member) => member.entry.name);
}

describe('the members of a storage', () => {
  it('come in the order of their tree', () => {
    const tree = [root(2), { name: 'a' }, { name: 'b', left: 1, right: 3 }, { name: 'c' }];
    expect(names(tree)).toEqual(['a', 'b', 'c']);
  });

  itThorough('may be a list, to the right or to the left, as long as the directory is', () => {
    const count = 50_000;
    const list = (side: 'left' | 'right'): Plan[] => [
      root(1),
      ...Array.from({ length: count }, (_, i): Plan => {
        return { name: `n${i}`, [side]: i + 2 <= count ? i + 2 : NONE };
      }),
    ];
    expect(names(list('right'))).toHaveLength(count);
    expect(names(list('left'))[0]).toBe(`n${count - 1}`);
  });

  it('are read in pieces of 64 KiB', () => {
    const count = 2000;
    const plans = [
      root(1),
      ...Array.from(
        { length: count },
        (_, i): Plan => ({ name: `${i}`, right: i + 1 < count ? i + 2 : NONE }),
      ),
    ];
    const source = new CountingSource(bytesOf(plans));
    const directory = new Directory(source, 3, new Diagnostics(true));
    directory.members(directory.root);
    expect(source.reads).toBe(Math.ceil(source.size / 65536));
  });

  it.each<[string, Plan[], object, string[]]>([
    [
      'an unused entry',
      [root(1), { name: 'gone', type: 0, right: 2 }, { name: 'b' }],
      { code: 'CFB_BAD_DIRECTORY', stream: 'directory', offset: 128, found: 0 },
      ['b'],
    ],
    [
      'a second root',
      [root(1), { name: 'Root Entry', type: 5, right: 2 }, { name: 'b' }],
      { found: 5 },
      ['b'],
    ],
    ['an entry without a name', [root(1), { name: '', right: 2 }, { name: 'b' }], { offset: 128 }, ['b']],
    [
      'two members of one name',
      [root(1), { name: 'b', right: 2 }, { name: 'B' }],
      { code: 'CFB_BAD_DIRECTORY', offset: 256, entry: 'B' },
      ['b'],
    ],
  ])('pass over %s unless strict', (_name, plans, warning, expected) => {
    const diagnostics = new Diagnostics(false);
    expect(names(plans, diagnostics)).toEqual(expected);
    expect(diagnostics.warnings).toMatchObject([warning]);
    expect(caught(() => names(plans, new Diagnostics(true))).code).toBe('CFB_BAD_DIRECTORY');
  });

  it.each<[string, Plan[], object]>([
    ['itself', [root(1), { name: 'a', right: 1 }], { offset: 128, entry: 'a' }],
    ['the root', [root(1), { name: 'a', left: 0 }], { offset: 0, entry: 'Root Entry' }],
    ['one from two sides', [root(1), { name: 'a', left: 2, right: 2 }, { name: 'b' }], { offset: 256 }],
    ['those above', [root(1), { name: 'a', left: 2 }, { name: 'b', left: 1 }], { offset: 128 }],
  ])('refuse a tree that leads back to %s', (_name, plans, facts) => {
    expect(caught(() => names(plans))).toMatchObject({
      code: 'CFB_DIRECTORY_LOOP',
      facts: { stream: 'directory', structure: 'Directory Entry', ...facts },
    });
  });

  it('refuse to belong to two storages', () => {
    const plans = [
      root(1),
      { name: 'one', type: 1, right: 2, child: 3 },
      { name: 'two', type: 1, child: 3 },
      { name: 'x' },
    ];
    const directory = new Directory(new BufferSource(bytesOf(plans)), 3, new Diagnostics(false));
    const [one, two] = directory.members(directory.root);
    expect(directory.members(one!.entry)).toHaveLength(1);
    expect(caught(() => directory.members(two!.entry)).code).toBe('CFB_DIRECTORY_LOOP');
  });

  it('refuse to lie outside of the directory', () => {
    expect(caught(() => names([root(7)]))).toMatchObject({
      code: 'CFB_BAD_DIRECTORY',
      facts: { offset: 896, expected: 'an entry below 1', found: 7 },
    });
  });
});

describe('the root', () => {
  it.each<[string, Uint8Array, object]>([
    [
      'no entries',
      new Uint8Array(127),
      { code: 'CFB_BAD_DIRECTORY', facts: { expected: 'an entry below 0' } },
    ],
    [
      'a stream first',
      bytesOf([{ name: 'a' }]),
      { code: 'CFB_BAD_DIRECTORY', facts: { offset: 0x42, found: 2 } },
    ],
  ])('is missed: %s', (_name, bytes, error) => {
    expect(caught(() => new Directory(new BufferSource(bytes), 3, new Diagnostics(false)))).toMatchObject(
      error,
    );
  });
});
