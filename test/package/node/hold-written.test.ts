import { describe, expect, it } from 'vitest';
import { readAll } from '../../../src/core/byte-source.js';
import { beginOutput } from '../../../src/node/output-transaction.js';
import type { WrittenSource } from '../../../src/node/written-source.js';
import { holdWritten } from '../../../src/package/node/hold-written.js';
import { sha256, textTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { threeFiles, withPlan } from '../../support/three-files.js';

const files = threeFiles;

describe('holdWritten', () => {
  it('writes what it decodes, once, and reads it there with its digests', () =>
    withPlan({ files }, async (content) => {
      const folder = tempFolder();
      const output = await beginOutput(folder);
      const items = content.files.map((file) => ({ file, path: `image/${file.name}` }));
      const held = await holdWritten(content, items, output);
      content.close();
      for (const { file, path } of items) {
        expect(held.writtenPathOf(file)).toBe(path);
        const bytes = files.find(({ key }) => key === file.key)!.bytes;
        const source = held.fileOf(file).openInPlace()!;
        expect(Buffer.from(readAll(source))).toEqual(Buffer.from(bytes));
        expect((source as WrittenSource).digestOf('sha256')).toBe(sha256(bytes));
        source.close();
      }
      const parts = [...held.decode(held.files)].flatMap((part) => ('chunk' in part ? [part] : []));
      expect(parts.map(({ file, chunk }) => [file.key, Buffer.from(chunk).toString()])).toEqual([
        ['a', 'first'],
        ['c', 'third'],
      ]);
      expect(textTree(folder)).not.toHaveProperty('image/a.txt');
      await output.commit();
      expect(textTree(folder)).toEqual({ 'image/a.txt': 'first', 'image/b.txt': '', 'image/c.txt': 'third' });
    }));

  it('keeps the warnings of writing', () =>
    withPlan({ files: [{ ...files[0]!, size: 7 }] }, async (content) => {
      const output = await beginOutput(tempFolder());
      const items = content.files.map((file) => ({ file, path: file.name }));
      const held = await holdWritten(content, items, output, { tolerant: true });
      expect(held.writeWarnings).toMatchObject([{ code: 'PACKAGE_FILE_SIZE', entry: 'a' }]);
      output.transaction.rollback();
    }));
});
