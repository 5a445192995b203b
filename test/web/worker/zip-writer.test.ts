import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { ZipArchive } from '../../../src/formats/zip/zip-archive.js';
import { ZipWriter } from '../../../web/worker/zip-writer.js';
import { itThorough } from '../../support/thorough.js';

const time = new Date('2010-01-25T06:28:02Z');

async function written(files: Record<string, Uint8Array>): Promise<ZipArchive> {
  const zip = new ZipWriter();
  for (const [path, bytes] of Object.entries(files)) {
    const file = zip.begin({ path, modified: time, readOnly: false });
    for (let at = 0; at < bytes.length; at += 1000) await file.write(bytes.subarray(at, at + 1000));
    await file.end();
  }
  return ZipArchive.open(new BufferSource(new Uint8Array(await zip.finish().arrayBuffer())))!;
}

describe('ZipWriter', () => {
  it('writes archives that are read back', async () => {
    const content = Uint8Array.from({ length: 5000 }, (_, i) => i & 63);
    const archive = await written({ 'ä/b.bin': content, 'empty.txt': new Uint8Array() });
    expect(archive.warnings).toEqual([]);
    expect(archive.entries.map(({ name, size, method, modified }) => [name, size, method, modified])).toEqual(
      [
        ['ä/b.bin', 5000, 8, time],
        ['empty.txt', 0, 0, time],
      ],
    );
    const [first] = archive.entries;
    expect(first!.compressedSize).toBeLessThan(500);
    expect(Buffer.concat([...archive.pieces(first!)].map((piece) => piece.slice()))).toEqual(
      Buffer.from(content),
    );
  });

  it('writes files that are open at the same time', async () => {
    const zip = new ZipWriter();
    const [a, b] = ['a', 'b'].map((path) => zip.begin({ path, modified: null, readOnly: true }));
    await a!.write(Buffer.from('first'));
    await b!.write(Buffer.from('second'));
    await b!.end();
    await a!.end();
    const archive = ZipArchive.open(new BufferSource(new Uint8Array(await zip.finish().arrayBuffer())))!;
    const text = archive.entries.map((entry) => Buffer.concat([...archive.pieces(entry)]).toString());
    expect(text).toEqual(['second', 'first']);
  });

  itThorough('writes more files than fit without Zip64', async () => {
    const archive = await written(
      Object.fromEntries(Array.from({ length: 65_536 }, (_, i) => [`${i}`, new Uint8Array()])),
    );
    expect(archive.entries).toHaveLength(65_536);
    expect(archive.entries.at(-1)!.name).toBe('65535');
  });
});
