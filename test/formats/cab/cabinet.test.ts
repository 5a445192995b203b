import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { Cabinet, type CabinetOptions } from '../../../src/formats/cab/cabinet.js';
import { buildCabinet, type CabinetPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';

const plan: CabinetPlan = {
  folders: [
    {
      method: 'mszip',
      files: [
        { name: 'a.txt', bytes: Buffer.from('hello'), modified: new Date(Date.UTC(2009, 10, 5, 13, 45, 58)) },
        { name: 'dir\\größe.txt', bytes: Buffer.from('there'), attributes: 0x21 },
      ],
    },
    { method: 'none', files: [{ name: 'b.bin', bytes: Buffer.from('general') }] },
  ],
};

function open(changes: Partial<CabinetPlan> = {}, options: CabinetOptions = {}): Cabinet {
  return Cabinet.open(new BufferSource(buildCabinet({ ...plan, ...changes })), options);
}

it('lists folders and files', () => {
  const cabinet = open();
  expect(cabinet.warnings).toEqual([]);
  expect(cabinet.folders.map(({ method, dataBlockCount }) => [method.kind, dataBlockCount])).toEqual([
    ['mszip', 1],
    ['none', 1],
  ]);
  expect(cabinet.files).toMatchObject([
    {
      name: 'a.txt',
      size: 5,
      folderOffset: 0,
      folderIndex: 0,
      attributes: 0x20,
      modified: { year: 2009, month: 11, day: 5, hour: 13, minute: 45, second: 58 },
    },
    { name: 'dir\\größe.txt', size: 5, folderOffset: 5, folderIndex: 0, attributes: 0xa1 },
    { name: 'b.bin', size: 7, folderOffset: 0, folderIndex: 1 },
  ]);
});

it.each([[{}], [{ header: 20 }], [{ folder: 7 }], [{ data: 9 }], [{ header: 1, folder: 2, data: 3 }]])(
  'with reserve fields %j',
  (reserve) => {
    expect(open({ reserve }).files.map((file) => file.name)).toEqual(['a.txt', 'dir\\größe.txt', 'b.bin']);
  },
);

it('opens in the middle of a file', () => {
  const before = Buffer.from('MZ and a stub');
  const source = new BufferSource(Buffer.concat([before, buildCabinet(plan), Buffer.from('more')]));
  const cabinet = Cabinet.open(source, { baseOffset: before.length });
  expect(cabinet.files).toHaveLength(3);
  expect(caught(() => Cabinet.open(source)).code).toBe('CAB_BAD_SIGNATURE');
  expect(caught(() => Cabinet.open(source, { baseOffset: source.size + 1 })).code).toBe('READ_PAST_END');
});

describe('diagnostics', () => {
  it.each([
    ['a gap before the files', { gapBeforeFiles: 40 }, 'CAB_BAD_HEADER'],
    ['a length that is too large', { cabinetSize: 100_000 }, 'CAB_TRUNCATED'],
  ])('%s: a warning, or an error if strict', (_label, changes, code) => {
    const cabinet = open(changes);
    expect(cabinet.files).toHaveLength(3);
    expect(cabinet.warnings.map((warning) => warning.code)).toEqual([code]);
    expect(caught(() => open(changes, { strict: true })).code).toBe(code);
  });

  it.each([
    ['a length that is too small', { cabinetSize: 60 }],
    ['a signature behind the end', { trailer: new Uint8Array(100) }],
  ])('%s does not matter', (_label, changes) => {
    expect(open(changes).warnings).toEqual([]);
    expect(open(changes, { strict: true }).files).toHaveLength(3);
  });

  it('another version is a warning', () => {
    const bytes = buildCabinet(plan);
    bytes[24] = 1;
    const { warnings } = Cabinet.open(new BufferSource(bytes));
    expect(warnings).toMatchObject([{ code: 'CAB_BAD_HEADER', offset: 24, found: '1.1' }]);
  });
});

describe('cabinets with nothing in them', () => {
  it('as WiX writes them are fine', () => {
    const cabinet = open({ folders: [] });
    expect(cabinet.files).toEqual([]);
    expect(cabinet.warnings).toMatchObject([{ code: 'CAB_BAD_HEADER', message: 'the cabinet is empty' }]);
  });

  it('but with folders are not', () => {
    expect(caught(() => open({ folders: [{ method: 'none', files: [] }] })).code).toBe('CAB_BAD_HEADER');
  });

  it('nor are files without folders', () => {
    const bytes = buildCabinet({ folders: [] });
    bytes[28] = 1;
    expect(caught(() => Cabinet.open(new BufferSource(bytes))).code).toBe('CAB_BAD_HEADER');
  });
});

describe('damage', () => {
  it('by cutting is named, until only data is missing', () => {
    const bytes = buildCabinet(plan);
    const directory = Cabinet.open(new BufferSource(bytes)).folders[0]!.dataOffset;
    for (let cut = 0; cut < bytes.length; cut++) {
      const source = new BufferSource(bytes.subarray(0, cut));
      if (cut >= directory) {
        expect(Cabinet.open(source).warnings.map((warning) => warning.code)).toEqual(['CAB_TRUNCATED']);
      } else {
        expect(caught(() => Cabinet.open(source)).code).toBe(cut < 4 ? 'CAB_BAD_SIGNATURE' : 'CAB_TRUNCATED');
      }
    }
  });

  it('of coffFiles is named', () => {
    const bytes = buildCabinet(plan);
    bytes[19] = 0x7f;
    const error = caught(() => Cabinet.open(new BufferSource(bytes)));
    expect(error).toMatchObject({ code: 'CAB_TRUNCATED', facts: { offset: 16 } });
  });

  it('of a folder index is named', () => {
    const [first, second] = plan.folders;
    const files = second!.files.map((file) => ({ ...file, folderIndex: 2 }));
    const error = caught(() => open({ folders: [first!, { ...second!, files }] }));
    expect(error).toMatchObject({ code: 'CAB_BAD_FILE', facts: { entry: 'b.bin', found: 2 } });
  });
});

describe('a cabinet whose header counts too few files', () => {
  const counting = (count: number): Uint8Array => {
    const bytes = buildCabinet(plan).slice();
    new DataView(bytes.buffer).setUint16(0x1c, count, true);
    return bytes;
  };

  it.each([1, 2])('has all files that are listed, with a warning: %d', (count) => {
    const cabinet = Cabinet.open(new BufferSource(counting(count)));
    expect(cabinet.files.map(({ name }) => name)).toEqual(['a.txt', 'dir\\größe.txt', 'b.bin']);
    expect(cabinet.warnings).toMatchObject([{ code: 'CAB_BAD_HEADER', expected: count, found: 3 }]);
    expect(caught(() => Cabinet.open(new BufferSource(counting(count)), { strict: true })).code).toBe(
      'CAB_BAD_HEADER',
    );
  });

  it('does not take other bytes behind the list for files', () => {
    // As some writers leave room there.
    const bytes = buildCabinet(plan);
    const at = Buffer.from(bytes).indexOf('b.bin') + 6;
    for (const fill of [0, 1, 0x41, 0xff]) {
      const gap = new Uint8Array(64).fill(fill);
      const wider = Uint8Array.from([...bytes.subarray(0, at), ...gap, ...bytes.subarray(at)]);
      const view = new DataView(wider.buffer);
      view.setUint32(8, wider.length, true);
      for (const folder of [36, 44]) view.setUint32(folder, view.getUint32(folder, true) + 64, true);
      const cabinet = Cabinet.open(new BufferSource(wider));
      expect([cabinet.files.length, cabinet.warnings]).toEqual([3, []]);
    }
  });
});
