import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { findEndOfCentralDirectory } from '../../../src/formats/zip/end-of-central-directory.js';
import { caught } from '../../support/caught.js';
import { buildZip, join } from '../../support/zip-builder.js';

const files = [
  { name: 'a.txt', bytes: 'first' },
  { name: 'b.txt', bytes: 'second' },
];
const find = (bytes: Uint8Array, reach?: number) => findEndOfCentralDirectory(new BufferSource(bytes), reach);
const signatureAt = (bytes: Uint8Array, at: number) => Buffer.from(bytes).readUInt32LE(at);
const ENTRY = 0x02014b50;

describe('findEndOfCentralDirectory', () => {
  it.each([
    ['an archive', {}, 0],
    ['one with a comment', { comment: 'hello' }, 0],
    ['zip64', { zip64: true }, 0],
    ['one behind a stub', { before: new Uint8Array(1000) }, 1000],
    ['one whose offsets count the stub', { before: new Uint8Array(1000), fromFileStart: true }, 0],
    ['zip64 behind a stub', { before: new Uint8Array(1000), zip64: true }, 1000],
    ['one with something behind it', { behind: new Uint8Array(300_000) }, 0],
  ])('finds the end and the beginning of %s', (_, plan, start) => {
    const bytes = buildZip({ files, ...plan });
    const found = find(bytes)!;
    expect(found).toMatchObject({ start, entryCount: 2 });
    expect(found.end).toBe(bytes.length - ((plan as { behind?: Uint8Array }).behind?.length ?? 0));
    expect(signatureAt(bytes, found.directoryOffset)).toBe(ENTRY);
    const comment = Buffer.from(bytes.subarray(found.commentOffset, found.end)).toString();
    expect(comment).toBe((plan as { comment?: string }).comment ?? '');
  });

  it('finds an empty archive', () => {
    expect(find(buildZip({ files: [] }))).toEqual({
      start: 0,
      end: 22,
      commentOffset: 22,
      entryCount: 0,
      statedCount: 0,
      directoryOffset: 0,
      directorySize: 0,
    });
  });

  it('finds a signature that lies across two pieces that are read', () => {
    for (const more of [65_535, 65_536 - 22, 65_536 - 21, 65_536 - 19]) {
      expect(find(buildZip({ files, behind: new Uint8Array(more) }))).toMatchObject({ entryCount: 2 });
    }
  });

  it('passes over signatures that are none', () => {
    const signature = Uint8Array.of(0x50, 0x4b, 5, 6);
    const archive = buildZip({ files });
    expect(find(join(archive, signature, new Uint8Array(30).fill(0x11)))).toMatchObject({
      end: archive.length,
    });
    expect(find(join(archive, ...Array(2000).fill(signature)))).toBeNull();
  });

  it('looks no further back than it is told', () => {
    const bytes = buildZip({ files, behind: new Uint8Array(1000) });
    expect(find(bytes, 1022)).toMatchObject({ entryCount: 2 });
    expect(find(bytes, 1021)).toBeNull();
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no archive', new Uint8Array(5000)],
    ['one that is cut', buildZip({ files }).subarray(0, -1)],
  ])('is null for %s', (_, bytes) => {
    expect(find(bytes)).toBeNull();
  });

  it.each([1, 3, 0, 60_000])('counts the entries of the directory where the record counts %d', (count) => {
    for (const plan of [{}, { before: new Uint8Array(100).fill(1) }, { zip64: true }]) {
      expect(find(buildZip({ files, count, ...plan }))).toMatchObject({ entryCount: 2, statedCount: count });
    }
  });

  it('finds the archive whose comment holds another one', () => {
    const inner = Buffer.from(buildZip({ files: [{ name: 'c', method: 0, bytes: 'in the comment' }] }));
    const comment = `see ${inner.toString('latin1')} there`;
    const bare = buildZip({ files });
    const outer = join(
      bare.subarray(0, -2),
      Uint8Array.of(comment.length, 0),
      Buffer.from(comment, 'latin1'),
    );
    for (const before of [0, 50]) {
      expect(find(join(new Uint8Array(before), outer))).toMatchObject({
        start: before,
        end: before + outer.length,
        entryCount: 2,
      });
    }
  });

  it('says that an archive has several parts', () => {
    expect(caught(() => find(buildZip({ files, disk: 2 })))).toMatchObject({
      code: 'ZIP_UNSUPPORTED',
      facts: { found: 'part 3' },
    });
  });

  /** An end record of part 3 whose directory begins in part 1 and has `size` bytes. */
  const lastPart = (size: number): Uint8Array => {
    const end = buildZip({ files: [] }).slice();
    const view = new DataView(end.buffer);
    view.setUint16(4, 2, true);
    view.setUint16(8, 1, true);
    view.setUint16(10, 1, true);
    view.setUint32(12, size, true);
    return end;
  };

  it('says so too where the directory lies in an earlier part', () => {
    expect(caught(() => find(lastPart(50_000))).code).toBe('ZIP_UNSUPPORTED');
  });

  it.each([
    [
      'the signature among other bytes',
      Uint8Array.of(0x50, 0x4b, 5, 6, ...Array.from({ length: 40 }, (_, i) => i)),
    ],
    ['a record that does not end the file', new Uint8Array([...lastPart(50_000), 1, 2, 3])],
    ['a record without a directory before it', new Uint8Array([...new Uint8Array(1000), ...lastPart(500)])],
  ])('does not say so of %s', (_, bytes) => {
    expect(find(bytes)).toBeNull();
  });
});
