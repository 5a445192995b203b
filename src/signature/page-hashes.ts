import type { ByteSource } from '../core/byte-source.js';
import { BerValue, Tag } from '../formats/asn1/ber-value.js';
import type { PortableExecutable } from '../formats/pe/portable-executable.js';
import { sectionDataSize } from '../formats/pe/section-header.js';
import { type Cryptography, type DigestName, digestLengths, digestOf, sameBytes } from './cryptography.js';
import type { MonikerCheck } from './signature-carrier.js';

const PAGE = 4096;
const kinds: Readonly<Record<string, DigestName>> = {
  '1.3.6.1.4.1.311.2.3.1': 'sha1',
  '1.3.6.1.4.1.311.2.3.2': 'sha256',
};

/** Where the fields lie that are not part of the digest. */
export interface PeLayout {
  /** CheckSum: 4 bytes. */
  checksum: number;
  /** The entry of the certificate table in the data directories: 8 bytes. */
  directory: number;
}

/** Compares the page hashes of a signature with the file. */
export function checkPageHashes(
  source: ByteSource,
  pe: PortableExecutable,
  layout: PeLayout,
  data: Uint8Array,
  cryptography: Cryptography,
): MonikerCheck {
  const [type, values] = BerValue.parse(data).expect(Tag.set).first().expect(Tag.sequence).list(2);
  const name = type && kinds[type.oid()];
  if (!name || !values) return { problems: [], warnings: [] };
  const stated = values.expect(Tag.set).first().octets();
  const at = firstDifference(source, pe, layout, stated, name, cryptography);
  if (at === null) return { problems: [], warnings: [] };
  const message = `the page hashes do not fit the file, first at offset ${at}`;
  return {
    problems: [{ code: 'digest-mismatch', message }],
    warnings: [{ code: 'page-hash-mismatch', message }],
  };
}

/** Offset in the file of the first page that differs; null where all fit. */
function firstDifference(
  source: ByteSource,
  pe: PortableExecutable,
  layout: PeLayout,
  stated: Uint8Array,
  name: DigestName,
  cryptography: Cryptography,
): number | null {
  const row = 4 + digestLengths[name];
  const view = new DataView(stated.buffer, stated.byteOffset, stated.length);
  let at = 0;
  const isNext = (offset: number, digest: Uint8Array): boolean => {
    if (at + row > stated.length || view.getUint32(at, true) !== offset) return false;
    const fits = sameBytes(stated.subarray(at + 4, at + row), digest);
    at += row;
    return fits;
  };
  const headers = headerPage(source, layout, pe.headersSize);
  if (!headers || !isNext(0, digestOf(cryptography, name, headers))) return 0;
  let end = 0;
  let hashed = 0;
  const page = new Uint8Array(PAGE);
  for (const section of pe.sections) {
    const size = sectionDataSize(section, source.size);
    if (size === 0) continue;
    hashed += size;
    // Sections of real files do not overlap; a thousand that do would take minutes.
    if (hashed > source.size) return section.rawOffset;
    for (let within = 0; within < size; within += PAGE) {
      const length = Math.min(PAGE, size - within);
      page.fill(0).set(source.read(section.rawOffset + within, length));
      if (!isNext(section.rawOffset + within, digestOf(cryptography, name, page))) {
        return section.rawOffset + within;
      }
    }
    end = section.rawOffset + size;
  }
  if (!isNext(end, new Uint8Array(digestLengths[name]))) return end;
  return at === stated.length ? null : end;
}

/** The headers without checksum and directory entry, and zeros up to a page. */
function headerPage(source: ByteSource, { checksum, directory }: PeLayout, size: number): Uint8Array | null {
  if (size > source.size || size > 16 * PAGE || size < directory + 8) return null;
  const headers = source.read(0, size);
  const page = new Uint8Array(size - 12 + Math.max(0, PAGE - size));
  page.set(headers.subarray(0, checksum));
  page.set(headers.subarray(checksum + 4, directory), checksum);
  page.set(headers.subarray(directory + 8), directory - 4);
  return page;
}
