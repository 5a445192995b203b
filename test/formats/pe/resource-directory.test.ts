import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readPortableExecutable } from '../../../src/formats/pe/portable-executable.js';
import { readResourceDirectory } from '../../../src/formats/pe/resource-directory.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';

const text = (value: string) => new TextEncoder().encode(value);

const built = buildExecutable({
  platform: 'x64',
  resources: [
    { type: 10, name: 'CABINET', language: 0x409, data: text('MSCF and so on') },
    { type: 10, name: 'RUNPROGRAM', language: 0x409, data: text('<None>\0') },
    { type: 16, name: 1, language: 0x407, data: text('deutsch') },
    { type: 16, name: 1, language: 0x409, data: text('english') },
    { type: 'PAYLOAD', name: 3, data: text('bytes') },
  ],
});

function list(bytes: Uint8Array, type?: number | string) {
  const source = new BufferSource(bytes);
  const resources = [...readResourceDirectory(source, readPortableExecutable(source)!, type)];
  return resources.map(({ offset, size, ...rest }) => ({
    ...rest,
    data: new TextDecoder().decode(source.read(offset, size)),
  }));
}

/** `built` with its resource section changed by `edit`, which gets the section and a view of it. */
function edited(edit: (view: DataView) => void): Uint8Array {
  const bytes = built.slice();
  const section = readPortableExecutable(new BufferSource(bytes))!.sections[1]!;
  edit(new DataView(bytes.buffer, section.rawOffset, section.rawSize));
  return bytes;
}

describe('readResourceDirectory', () => {
  const leaf = { clamped: false };
  const payload = { type: 'PAYLOAD', name: 3, language: 0, data: 'bytes', ...leaf };
  const cabinet = { type: 10, name: 'CABINET', language: 0x409, data: 'MSCF and so on', ...leaf };
  const run = { type: 10, name: 'RUNPROGRAM', language: 0x409, data: '<None>\0', ...leaf };
  const german = { type: 16, name: 1, language: 0x407, data: 'deutsch', ...leaf };
  const english = { type: 16, name: 1, language: 0x409, data: 'english', ...leaf };

  it.each([
    ['all', undefined, [payload, cabinet, run, german, english]],
    ['a numbered type', 16, [german, english]],
    ['a named type', 'PAYLOAD', [payload]],
    ['a type that is not there', 24, []],
    ['a name that is not there', 'CABINET', []],
  ])('%s', (_, type, expected) => {
    expect(list(built, type)).toEqual(expected);
  });

  it('reads a directory of thousands with few reads', () => {
    const many = buildExecutable({
      platform: 'x86',
      resources: Array.from({ length: 3000 }, (_, i) => ({ type: 10, name: i + 1, data: text('x') })),
    });
    const inner = new BufferSource(many);
    let reads = 0;
    const source = {
      size: inner.size,
      read: (offset: number, length: number) => {
        reads++;
        return inner.read(offset, length);
      },
    };
    const resources = [...readResourceDirectory(source, readPortableExecutable(inner)!)];
    expect(resources.map(({ name }) => name)).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
    expect(reads).toBeLessThan(200);
  });

  it('is empty where the image has no resources', () => {
    expect(list(buildExecutable({ platform: 'x86' }))).toEqual([]);
  });

  it('clamps data that its section does not hold', () => {
    // The first data entry follows the directories: claim 4 GiB.
    const bytes = edited((view) => view.setUint32(firstDataEntry(view) + 4, 0xffffffff, true));
    const [first] = list(bytes);
    expect(first).toMatchObject({ clamped: true });
    expect(first?.data.length).toBeLessThan(bytes.length);
  });

  it('takes data outside every section as empty', () => {
    const bytes = edited((view) => view.setUint32(firstDataEntry(view), 0xfffffff0, true));
    expect(list(bytes)[0]).toMatchObject({ clamped: true, data: '' });
  });

  it('takes a leaf that comes before the language', () => {
    // The name directory of PAYLOAD points straight at the data entry.
    const bytes = edited((view) => {
      const nameDirectory = view.getUint32(16 + 4, true) - 0x80000000;
      view.setUint32(nameDirectory + 16 + 4, firstDataEntry(view), true);
    });
    expect(list(bytes)[0]).toEqual(payload);
  });

  it.each([
    ['a directory that contains itself', (view: DataView) => view.setUint32(16 + 4, 0x80000000, true)],
    ['a directory outside the section', (view: DataView) => view.setUint32(16 + 4, 0xfffffff0, true)],
    ['a data entry outside the section', (view: DataView) => view.setUint32(16 + 4, 0x7ffffff0, true)],
    ['a name outside the section', (view: DataView) => view.setUint32(16, 0xfffffff0, true)],
    ['more entries than bytes', (view: DataView) => view.setUint16(14, 0xffff, true)],
  ])('refuses %s', (_, edit) => {
    const bytes = edited(edit);
    const before = performance.now();
    expect(() => list(bytes)).toThrow(expect.objectContaining({ code: 'PE_BAD_RESOURCE' }));
    expect(performance.now() - before).toBeLessThan(15_000);
  });

  it('refuses directories that share their branches to look like billions', () => {
    const entries = 2000;
    const size = 16 + 8 * entries;
    const bytes = buildExecutable({
      platform: 'x86',
      resources: [{ type: 1, name: 1, data: new Uint8Array(4 * size) }],
    });
    const section = readPortableExecutable(new BufferSource(bytes))!.sections[1]!;
    const view = new DataView(bytes.buffer, section.rawOffset, section.rawSize);
    for (let level = 0; level < 3; level++) {
      view.setUint32(level * size + 12, entries << 16, true);
      for (let i = 0; i < entries; i++) {
        view.setUint32(level * size + 16 + 8 * i, i, true);
        view.setUint32(level * size + 20 + 8 * i, (level < 2 ? 0x80000000 : 0) + (level + 1) * size, true);
      }
    }
    const before = performance.now();
    expect(() => list(bytes)).toThrow(expect.objectContaining({ code: 'PE_BAD_RESOURCE' }));
    expect(performance.now() - before).toBeLessThan(15_000);
  });

  it('refuses a directory that lies in no section', () => {
    const bytes = built.slice();
    // Resource table, index 2 of the data directories of PE32+.
    new DataView(bytes.buffer).setUint32(0x80 + 24 + 112 + 16, 0x7fff0000, true);
    expect(() => list(bytes)).toThrow(expect.objectContaining({ code: 'PE_BAD_RESOURCE' }));
  });
});

/** Offset of the data entry of PAYLOAD, the first type since it has a name. */
function firstDataEntry(view: DataView): number {
  let at = 0;
  for (let level = 0; level < 3; level++) at = view.getUint32(at + 16 + 4, true) & 0x7fffffff;
  return at;
}
