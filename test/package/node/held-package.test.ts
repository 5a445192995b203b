import { describe, expect, it } from 'vitest';
import { readAll } from '../../../src/core/byte-source.js';
import type { InstallPackage } from '../../../src/package/install/install-package.js';
import { holdFiles } from '../../../src/package/node/held-package.js';
import type { FilePart, PackageContent } from '../../../src/package/package-content.js';
import { text, withInstallPackage, writePackage } from '../../support/package-folder.js';
import { threeFiles, withPlan } from '../../support/three-files.js';

const files = threeFiles;

/** A package whose parts come as given, and how often it was asked to decode. */
function inParts(content: InstallPackage, order: readonly [number, string | null][]) {
  let decoded = 0;
  const odd: PackageContent = {
    kind: content.kind,
    files: content.files,
    warnings: [],
    check: () => undefined,
    batches: (files) => content.batches(files),
    close: () => undefined,
    *decode(files): Generator<FilePart, void, void> {
      if (files.length === 0) return;
      decoded++;
      const shared = new Uint8Array(16);
      for (const [index, chunk] of order) {
        const file = content.files[index]!;
        if (chunk === null) yield { file, end: true };
        else {
          // As decoders do: the bytes are overwritten for the next part.
          const bytes = shared.subarray(0, chunk.length);
          bytes.set(text(chunk));
          yield { file, chunk: bytes };
        }
      }
    },
  };
  return { odd, times: () => decoded };
}

const textOf = (parts: Iterable<FilePart>) => {
  const all: Record<string, string> = {};
  for (const part of parts) {
    all[part.file.key] ??= '';
    if ('chunk' in part) all[part.file.key] += Buffer.from(part.chunk).toString();
  }
  return all;
};

describe('holdFiles', () => {
  it('gives the bytes again and again without decoding', () =>
    withPlan({ files }, async (content) => {
      const { odd, times } = inParts(content, [
        [0, 'fir'],
        [0, 'st'],
        [0, null],
        [1, null],
        [2, 'third'],
        [2, null],
      ]);
      const held = await holdFiles(odd, content.files);
      for (const { bytes, key } of files) {
        const file = held.files.find((one) => one.key === key)!;
        expect(Buffer.from(readAll(file.openInPlace()!))).toEqual(Buffer.from(bytes));
        expect(Buffer.from(file.bytes())).toEqual(Buffer.from(bytes));
      }
      expect(textOf(held.decode(held.files))).toEqual({ a: 'first', b: '', c: 'third' });
      expect(times()).toBe(1);
      held.close();
    }));

  it('takes parts of several files that come by turns', () =>
    withPlan({ files }, async (content) => {
      const { odd } = inParts(content, [
        [2, 'th'],
        [0, 'fi'],
        [1, null],
        [2, 'ird'],
        [0, 'rst'],
        [0, null],
        [2, null],
      ]);
      const held = await holdFiles(odd, content.files);
      expect(textOf(held.decode(held.files))).toEqual({ a: 'first', b: '', c: 'third' });
      held.close();
    }));

  it('leaves the files that were not asked for to the package', () =>
    withPlan({ files }, async (content) => {
      const held = await holdFiles(content, content.files.slice(0, 1));
      expect(content.files.map((file) => held.holds(file))).toEqual([true, false, false]);
      expect(
        held
          .batches(held.files)
          .flat()
          .map(({ key }) => key),
      ).toEqual(['a', 'b', 'c']);
      expect(textOf(held.decode(held.files))).toEqual({ a: 'first', b: '', c: 'third' });
      expect(Buffer.from(held.fileOf(content.files[2]!).bytes()).toString()).toBe('third');
      held.close();
    }));

  it('does not copy what lies there uncompressed', () =>
    withInstallPackage(
      writePackage({ files: [{ ...files[0]!, compressed: false } as (typeof files)[0]] }),
      async (content) => {
        const held = await holdFiles(content, content.files);
        expect(held.holds(content.files[0]!)).toBe(content.files[0]!.openInPlace() === null);
        held.close();
      },
    ));

  it('stops when it is told to', () =>
    withPlan({ files }, async (content) => {
      const signal = AbortSignal.abort();
      await expect(holdFiles(content, content.files, { signal })).rejects.toMatchObject({
        code: 'ABORTED',
      });
    }));

  it('knows no files of other packages', () =>
    withPlan({ files }, async (content) => {
      const held = await holdFiles(content, []);
      await withPlan({ files }, async (other) => {
        expect(() => held.fileOf(other.files[0]!)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
      });
    }));
});
