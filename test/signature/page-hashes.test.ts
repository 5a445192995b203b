import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { readPortableExecutable } from '../../src/formats/pe/portable-executable.js';
import { SERIALIZED_OBJECT } from '../../src/signature/indirect-data.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { checkPageHashes } from '../../src/signature/page-hashes.js';
import { hash, octets, oid, peFields, plainExecutable, seq, set } from '../support/authenticode-builder.js';

const bytes = plainExecutable(0x400 + 9000 - (9000 % 512));
const source = new BufferSource(bytes);
const pe = readPortableExecutable(source)!;
const row = (offset: number, digest: Uint8Array): Buffer => {
  const start = Buffer.alloc(4);
  start.writeUInt32LE(offset);
  return Buffer.concat([start, digest]);
};

/** The table of a file with headers of 0x400 bytes and one section behind them. */
function table(of: Uint8Array): Buffer[] {
  const { checksum, directory } = peFields;
  const headers = [
    of.subarray(0, checksum),
    of.subarray(checksum + 4, directory),
    of.subarray(directory + 8, 0x400),
  ];
  const rows = [row(0, hash('sha256', ...headers, Buffer.alloc(4096 - 0x400)))];
  for (let at = 0x400; at < of.length; at += 4096) {
    const page = of.subarray(at, at + 4096);
    rows.push(row(at, hash('sha256', page, Buffer.alloc(4096 - page.length))));
  }
  return [...rows, row(of.length, Buffer.alloc(32))];
}
const check = (rows: Buffer[], kind = '1.3.6.1.4.1.311.2.3.2') =>
  checkPageHashes(source, pe, peFields, set(seq(oid(kind), set(octets(Buffer.concat(rows))))), cryptography);

describe('page hashes', () => {
  it('fit', () => expect(check(table(bytes))).toEqual({ problems: [], warnings: [] }));

  it.each(['header', 'first page', 'last page'])('tell of a change in the %s', (where) => {
    const other = bytes.slice();
    other[{ header: 0x200, 'first page': 0x500, 'last page': bytes.length - 1 }[where]!]! ^= 1;
    const { problems, warnings } = check(table(other));
    expect(problems).toMatchObject([{ code: 'digest-mismatch' }]);
    expect(warnings).toMatchObject([{ code: 'page-hash-mismatch' }]);
  });

  it.each([
    ['missing', (rows: Buffer[]) => rows.slice(0, -1)],
    ['too many', (rows: Buffer[]) => [...rows, rows[0]!]],
    ['none', () => []],
    ['in another order', (rows: Buffer[]) => [...rows].reverse()],
  ])('tell of rows that are %s', (_, change) => {
    expect(check(change(table(bytes))).problems).toHaveLength(1);
  });

  it('of another kind are not compared', () => {
    expect(check([], '1.2.3').problems).toEqual([]);
    expect(SERIALIZED_OBJECT).toHaveLength(32);
  });
});
