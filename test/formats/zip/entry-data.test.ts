import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { entryPieces } from '../../../src/formats/zip/entry-data.js';
import { ZipArchive } from '../../../src/formats/zip/zip-archive.js';
import { caught } from '../../support/caught.js';
import { itThorough, runs } from '../../support/thorough.js';
import { buildZip, type ZipFilePlan } from '../../support/zip-builder.js';

const content = 'a line that comes again\n'.repeat(400);

function read(bytes: Uint8Array, password: string | null = null): string {
  const archive = ZipArchive.open(new BufferSource(bytes));
  if (!archive) throw new HotfixkitError('ZIP_CORRUPT', 'no archive');
  const [entry] = archive.entries;
  return Buffer.concat(
    [...archive.pieces(entry!, password)].map((piece) => Uint8Array.from(piece)),
  ).toString();
}

const zip = (file: Partial<ZipFilePlan>): Uint8Array =>
  buildZip({ files: [{ name: 'a.txt', bytes: content, ...file }] });

describe('entryPieces', () => {
  const ways: [string, Partial<ZipFilePlan>][] = [
    ['ZipCrypto', {}],
    ['ZipCrypto, sizes behind', { descriptor: true }],
    ['AES-128', { aes: 128 }],
    ['AES-192', { aes: 192 }],
    ['AES-256', { aes: 256 }],
    ['AE-1', { aes: 256, aesVersion: 1 }],
  ];
  const encrypted = ways.flatMap(([name, file]) =>
    [0, 8].map((method): [string, Partial<ZipFilePlan>] => [
      `${name}, method ${method}`,
      { ...file, method },
    ]),
  );

  it.each(encrypted)('decrypts %s', (_, file) => {
    expect(read(zip({ ...file, password: 'Geheim!7' }), 'Geheim!7')).toBe(content);
    expect(read(zip({ ...file, password: 'Schlüssel' }), 'Schlüssel')).toBe(content);
  });

  itThorough.each(encrypted)('says that a password is needed, and that it is wrong: %s', (_, file) => {
    const bytes = zip({ ...file, password: 'right' });
    expect(caught(() => read(bytes)).code).toBe('ZIP_PASSWORD_NEEDED');
    // More than 256, so that some pass the first check.
    for (let i = 0; i < (file.aes ? 3 : 600); i++) {
      const error = caught(() => read(bytes, `wrong${i}`));
      expect(error).toMatchObject({ code: 'ZIP_PASSWORD_WRONG', kind: 'input', facts: { entry: 'a.txt' } });
    }
  });

  it.each<[string, Partial<ZipFilePlan>]>([
    ['ZIP_CRC', { crc: 1 }],
    ['ZIP_CRC', { crc: 1, method: 0 }],
    ['ZIP_CORRUPT', { size: 10 }],
    ['ZIP_CORRUPT', { size: content.length + 1 }],
    ['ZIP_CORRUPT', { offset: 3 }],
    ['INFLATE_CORRUPT', { compressedSize: 20 }],
    ['ZIP_PASSWORD_NEEDED', { flags: 1 }],
  ])('%s for %j', (code, file) => {
    expect(caught(() => read(zip(file))).code).toBe(code);
  });

  it('reads Deflate64 as 7-Zip writes it: matches that reach 64 KiB back and are 64 KiB long', () => {
    const archive = ZipArchive.open(new BufferSource(readFileSync('fixtures/foreign/deflate64.zip')))!;
    const [entry] = archive.entries;
    expect(entry).toMatchObject({ name: 'far.bin', method: 9, size: 314_539, compressedSize: 2742 });
    const hash = createHash('sha256');
    for (const piece of archive.pieces(entry!)) hash.update(piece);
    // As 7-Zip and UnZip give it.
    expect(hash.digest('hex')).toBe('c4474cbea7ed99ad2f10860fba6366cccd0cf741b5410afa66d6ac112bfbb8af');
    const [first] = archive.pieces(entry!, null, 100);
    expect(first!.length).toBeGreaterThanOrEqual(100);
  });

  it.each([
    [6, 'Implode'],
    [12, 'BZIP2'],
    [14, 'LZMA'],
    [93, 'Zstandard'],
    [98, 'PPMd'],
    [77, 'method 77'],
  ])('names method %i', (method, name) => {
    const error = caught(() => read(zip({ method })));
    expect(error.code).toBe('ZIP_UNSUPPORTED');
    expect(error.message).toContain(name);
  });

  it('needs nothing but the archive and the entry', () => {
    const source = new BufferSource(zip({ method: 0, bytes: 'x' }));
    const [entry] = ZipArchive.open(source)!.entries;
    expect([...entryPieces(source, entry!, null)]).toEqual([Uint8Array.of(0x78)]);
  });

  const whole = [zip({}), zip({ method: 0 }), zip({ password: 'p' }), zip({ password: 'p', aes: 256 })];
  it('gives the content or an error of its own for every archive cut or changed', () => {
    const outcome = (bytes: Uint8Array): string => {
      try {
        return read(bytes, 'p') === content ? 'content' : 'other';
      } catch (error) {
        if (!(error instanceof HotfixkitError)) throw error;
        return error.kind;
      }
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.nat(100_000),
        fc.nat(254),
        fc.boolean(),
        (bytes, at, by, cut) => {
          const place = at % bytes.length;
          const changed = cut ? bytes.subarray(0, place) : Uint8Array.from(bytes);
          if (!cut) changed[place]! ^= by + 1;
          expect(outcome(changed)).toMatch(/^(?:content|input)$/);
        },
      ),
      { seed: 11, numRuns: runs(1500) },
    );
  });
});

describe('the first bytes', () => {
  it.each([
    ['stored', 0],
    ['deflated', 8],
  ] as const)('take no more than they need: %s', (_, method) => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >>> 3);
    const archive = new BufferSource(zip({ bytes, method }));
    const entry = ZipArchive.open(archive)!.entries[0]!;
    const read: number[] = [];
    const counted: ByteSource = {
      size: archive.size,
      read: (offset, length) => {
        read.push(length);
        return archive.read(offset, length);
      },
    };
    const pieces = entryPieces(counted, entry, null, 4096);
    const { value } = pieces.next();
    expect(value!.length).toBeGreaterThanOrEqual(4096);
    expect(value!.length).toBeLessThan(3 * 4096);
    expect(Math.max(...read)).toBeLessThanOrEqual(2 * 4096);
    expect(Buffer.concat([value!, ...pieces]).equals(bytes)).toBe(true);
  });
});
