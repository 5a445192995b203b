import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { Diagnostics } from '../../../src/core/diagnostics.js';
import { Cabinet } from '../../../src/formats/cab/cabinet.js';
import { mergeFolders } from '../../../src/formats/cab/merge-folders.js';
import {
  buildCabinet,
  type CabinetPlan,
  type FilePlan,
  type FolderPlan,
} from '../../support/cabinet-builder.js';
import { itThorough } from '../../support/thorough.js';

const FROM_PREVIOUS = 0xfffd;
const TO_NEXT = 0xfffe;
const BOTH = 0xffff;

function file(name: string, offset: number, folderIndex?: number): FilePlan {
  return { name, bytes: new Uint8Array(10), offset, ...(folderIndex === undefined ? {} : { folderIndex }) };
}

function folder(files: FilePlan[], method: FolderPlan['method'] = 'none'): FolderPlan {
  return { method, files, blocks: [{ data: new Uint8Array(10), uncompressedLength: 10 }] };
}

function merge(cabinets: FolderPlan[][], headers: readonly Partial<CabinetPlan>[] = []) {
  const links = cabinets.map((folders, index) => ({
    cabinet: Cabinet.open(new BufferSource(buildCabinet({ folders, index, ...headers[index] }))),
    name: `${index + 1}.cab`,
  }));
  const diagnostics = new Diagnostics(false);
  const merged = mergeFolders(links, diagnostics);
  return {
    folders: merged.folders.map((own) => [own.files.map((one) => one.name).join(''), own.parts.length]),
    files: merged.files.map((one) => `${one.name} ${one.cabinetName}`),
    refusals: merged.folders.map((own) => own.refusal),
    missing: merged.folders.map((own) => [own.missingBefore, own.missingAfter]),
    codes: diagnostics.warnings.map((warning) => warning.code),
  };
}

it('joins the folder that three cabinets share', () => {
  expect(
    merge([
      [folder([file('a', 0)]), folder([file('b', 0), file('c', 10, TO_NEXT)])],
      [folder([file('c', 10, BOTH)])],
      [folder([file('c', 10, FROM_PREVIOUS), file('d', 20)]), folder([file('e', 0)])],
    ]),
  ).toEqual({
    folders: [
      ['a', 1],
      ['bcd', 3],
      ['e', 1],
    ],
    files: ['a 1.cab', 'b 1.cab', 'c 1.cab', 'd 3.cab', 'e 3.cab'],
    missing: [
      [null, null],
      [null, null],
      [null, null],
    ],
    codes: [],
    refusals: [null, null, null],
  });
});

it.each([
  { name: 'another set ID', headers: [{}, { setId: 7 }], says: '2.cab (set ID 7, number 1)' },
  { name: 'a number that skips one', headers: [{}, { index: 2 }], says: '2.cab (set ID 4660, number 2)' },
  { name: 'the same number', headers: [{}, { index: 0 }], says: '2.cab (set ID 4660, number 0)' },
])('does not join a folder across $name', ({ headers, says }) => {
  const { files, folders, missing, refusals } = merge(
    [
      [folder([file('a', 0), file('b', 10, TO_NEXT)])],
      [folder([file('b', 10, FROM_PREVIOUS), file('c', 20)]), folder([file('d', 0)])],
    ],
    headers,
  );
  // A file that continues is listed once.
  expect(files).toEqual(['a 1.cab', 'b 1.cab', 'c 2.cab', 'd 2.cab']);
  expect(folders).toEqual([
    ['ab', 1],
    ['c', 1],
    ['d', 1],
  ]);
  expect(missing).toEqual([
    [null, 'a cabinet after this'],
    ['a cabinet before this', null],
    [null, null],
  ]);
  const why = says.includes('set ID 4660') ? 'its number does not follow' : 'they belong to different sets';
  const refusal = `${says} does not continue 1.cab (set ID 4660, number 0): ${why}`;
  expect(refusals).toEqual([refusal, refusal, null]);
});

it('joins what continues behind a cabinet of another set', () => {
  const { files, folders } = merge(
    [
      [folder([file('a', 0, TO_NEXT)])],
      [folder([file('a', 0, BOTH)])],
      [folder([file('a', 0, FROM_PREVIOUS), file('b', 10)])],
    ],
    [{}, { setId: 7 }, { setId: 7 }],
  );
  expect(files).toEqual(['a 1.cab', 'b 3.cab']);
  expect(folders).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});

it('keeps apart what only follows', () => {
  const { folders } = merge([[folder([file('a', 0)])], [folder([file('b', 0)])]]);
  expect(folders).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});

it('takes a file that continues by its place, even if its name is another', () => {
  const { files } = merge([[folder([file('A', 0, TO_NEXT)])], [folder([file('a', 0, FROM_PREVIOUS)])]]);
  expect(files).toEqual(['A 1.cab']);
});

it('keeps a file that only the second cabinet lists', () => {
  const { files } = merge([
    [folder([file('a', 0, TO_NEXT)])],
    [folder([file('a', 0, FROM_PREVIOUS), file('b', 5, FROM_PREVIOUS)])],
  ]);
  expect(files).toEqual(['a 1.cab', 'b 2.cab']);
});

it.each([
  ['other files', [folder([file('z', 50, FROM_PREVIOUS)])]],
  ['another method', [folder([file('a', 0, FROM_PREVIOUS)], 'mszip')]],
  ['nothing that continues', [folder([file('a', 0)])]],
])('does not join %s', (_label, second) => {
  const { folders, missing, codes } = merge([[folder([file('a', 0, TO_NEXT)])], second]);
  expect(folders).toHaveLength(2);
  expect(missing[0]![1]).not.toBeNull();
  expect(codes).toContain('CAB_MISSING_PART');
});

it('notes what is missing at both ends', () => {
  const { missing } = merge([[folder([file('a', 0, FROM_PREVIOUS)]), folder([file('b', 0, TO_NEXT)])]]);
  expect(missing).toEqual([
    ['a cabinet before this', null],
    [null, 'a cabinet after this'],
  ]);
});

itThorough(
  'goes through each cabinet once where a folder continues through thousands of them',
  {
    timeout: 20_000,
  },
  () => {
    const count = 1500;
    const cabinets = Array.from({ length: count }, (_, i) => {
      const own = Array.from({ length: 40 }, (_, j) => file(`${j}`, 1000 * (i + 1) + j));
      const before = i === 0 ? [] : [file('x', 1000 * i + 500, i === count - 1 ? FROM_PREVIOUS : BOTH)];
      const after = i === count - 1 ? [] : [file('x', 1000 * (i + 1) + 500, i === 0 ? TO_NEXT : BOTH)];
      return [folder([...before, ...own, ...after])];
    });
    const { folders, files } = merge(cabinets);
    expect(folders.map(([, parts]) => parts)).toEqual([count]);
    expect(files).toHaveLength(count * 41 - 1);
  },
);
