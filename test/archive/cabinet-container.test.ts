import { describe, expect, it } from 'vitest';
import { CabinetContainer, openCabinet } from '../../src/archive/cabinet-container.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetPackage } from '../../src/package/cabinet-package.js';
import { listPackage } from '../../src/package/inspect/list-package.js';
import { buildCabinet, type FilePlan } from '../support/cabinet-builder.js';
import { caught } from '../support/caught.js';
import { itThorough } from '../support/thorough.js';

const MiB = 2 ** 20;

function containerOf(sizes: readonly number[], budget = new UnpackBudget()): CabinetContainer {
  const files = sizes.map((size, i) => ({ name: `${i}.bin`, bytes: new Uint8Array(size) }));
  const bytes = buildCabinet({ folders: [{ method: 'mszip', files }] });
  const set = openCabinet(new BufferSource(bytes), 'a.cab', budget);
  return new CabinetContainer([{ set }], { kind: 'cab', title: 'a cabinet' }, budget);
}

describe('a cabinet that unpacks to far more than it is', () => {
  itThorough('is listed: sizes are no more than what it says', () => {
    expect(containerOf([33 * MiB, 33 * MiB]).files.map(({ size }) => size)).toEqual([33 * MiB, 33 * MiB]);
  });

  itThorough('is not decoded', () => {
    const container = containerOf([33 * MiB, 33 * MiB]);
    expect(caught(() => [...container.decode(container.files)]).code).toBe('CONTAINER_RATIO');
    // What lies before a member is decoded with it.
    expect(caught(() => [...container.decode(container.files.slice(1))]).code).toBe('CONTAINER_RATIO');
  });

  itThorough('is not searched', () => {
    const container = containerOf([10 * MiB, 10 * MiB]);
    expect(caught(() => container.heads(container.files, 16, () => true)).code).toBe('CONTAINER_RATIO');
    expect(caught(() => container.prefetch(container.files)).code).toBe('CONTAINER_RATIO');
    expect(container.heads(container.files.slice(0, 1), 16, () => true).size).toBe(1);
  });
});

describe('the heads of members', () => {
  const file = (name: string, text: string): FilePlan => ({ name, bytes: Buffer.from(text) });
  const open = (files: FilePlan[], damage = (bytes: Uint8Array) => bytes): CabinetContainer => {
    const budget = new UnpackBudget();
    const bytes = damage(buildCabinet({ folders: [{ method: 'none', blockSize: 4, files }] }));
    const set = openCabinet(new BufferSource(bytes), 'a.cab', budget);
    return new CabinetContainer([{ set }], { kind: 'cab', title: 'a cabinet' }, budget);
  };
  const headsOf = (container: CabinetContainer): string[] => {
    const seen: string[] = [];
    const heads = container.heads(container.files, 6, ({ path }, head) => {
      seen.push(path);
      return `${path} ${Buffer.from(head)}`;
    });
    expect(seen).toHaveLength(heads.size);
    return [...heads.values()].sort();
  };

  it.each([
    ['longer', 'abcdefghijklmno', 'abcdef'],
    ['as long', 'abcdef', 'abcdef'],
    ['shorter', 'abcde', 'abcde'],
  ])('are judged once, of a member that is %s', (_, text, head) => {
    expect(headsOf(open([file('a', 'x'), file('b', text), file('c', 'y')]))).toEqual([
      'a x',
      `b ${head}`,
      'c y',
    ]);
  });

  it('are judged for each member that is stored in one place', () => {
    const twin = { ...file('b', 'abcdefgh'), offset: 0 };
    expect(headsOf(open([file('a', 'abcdefgh'), twin]))).toEqual(['a abcdef', 'b abcdef']);
  });

  it('are judged as far as they go where the rest is damaged', () => {
    const cut = (bytes: Uint8Array): Uint8Array => {
      bytes[bytes.length - 1]! ^= 1;
      return bytes;
    };
    expect(headsOf(open([file('a', 'abcdefg'), file('b', 'bcdefg')], cut))).toEqual(['a abcdef', 'b bcdef']);
  });
});

describe('a file that ends where its folder cannot reach', () => {
  it.each([0xfffffff0, 0x7fff8000])('of %d bytes is damaged, not too large', (size) => {
    const bytes = buildCabinet({
      folders: [{ method: 'none', files: [{ name: 'a.bin', bytes: new Uint8Array(1000), size }] }],
    });
    const budget = new UnpackBudget({ packed: bytes.length });
    const set = openCabinet(new BufferSource(bytes), 'a.cab', budget);
    const [member] = new CabinetContainer([{ set }], { kind: 'cab', title: 'a cabinet' }, budget).files;
    expect(caught(() => member!.source()).code).toBe('CAB_BAD_FILE');
  });
});

describe('a cabinet as a package that unpacks to far more than it is', () => {
  const bytes = buildCabinet({
    folders: [{ method: 'mszip', files: [{ name: 'a.txt', bytes: new Uint8Array(70 * MiB) }] }],
  });

  it('is listed, but not with hashes', async () => {
    const content = new CabinetPackage(new BufferSource(bytes));
    expect((await listPackage(content)).files[0]!.size).toBe(70 * MiB);
    await expect(listPackage(content, { hash: true })).rejects.toMatchObject({ code: 'CONTAINER_RATIO' });
  });
});
