import type { ByteSource } from '../core/byte-source.js';
import { DataDirectories } from '../formats/pe/optional-header.js';
import { type PortableExecutable, readPortableExecutable } from '../formats/pe/portable-executable.js';
import type { CoveredPart } from './digest-file.js';
import { SERIALIZED_OBJECT } from './indirect-data.js';
import { checkPageHashes, type PeLayout } from './page-hashes.js';
import { LARGEST_SIGNATURE, malformedCarrier, type SignatureCarrier } from './signature-carrier.js';
import type { SignatureWarning } from './verdict.js';

/** WIN_CERTIFICATE: dwLength, wRevision, wCertificateType. */
const HEADER = 8;
const PKCS7 = 2;
/** The revision of today, and that of the first signed programs. */
const REVISIONS: readonly number[] = [0x200, 0x100];

/** The executable as a carrier; null for other files. Throws `PE_BAD_HEADER`. */
export function peCarrier(source: ByteSource): SignatureCarrier | null {
  const pe = readPortableExecutable(source);
  if (!pe || pe.kind === 'NE') return null;
  const layout = peLayout(pe);
  const entry = pe.dataDirectories[DataDirectories.certificate];
  const isSigned = entry !== undefined && entry.address > 0 && entry.size > 0;
  const table = isSigned ? { offset: entry.address, size: entry.size } : null;
  const covered = (): Iterable<CoveredPart> => coveredParts(source, pe, layout, table);
  if (!table) return { kind: 'pe', blob: null, covered, problems: [], warnings: [] };
  if (table.offset + table.size > source.size) {
    return malformedCarrier('pe', 'the certificate table ends behind the end of the file');
  }
  if (table.offset < Math.max(pe.imageEnd, layout.directory + 8)) {
    return malformedCarrier('pe', 'the certificate table lies within the image');
  }
  const found = findEntry(source, table);
  if (typeof found === 'string') return malformedCarrier('pe', found);
  return {
    kind: 'pe',
    blob: found.blob,
    covered,
    problems: [],
    warnings: found.warnings,
    checkMoniker: (moniker, cryptography) =>
      moniker.classId === SERIALIZED_OBJECT
        ? checkPageHashes(source, pe, layout, moniker.data, cryptography)
        : { problems: [], warnings: [] },
  };
}

function peLayout({ kind, headerOffset }: PortableExecutable): PeLayout {
  return { checksum: headerOffset + 88, directory: headerOffset + 24 + (kind === 'PE32' ? 128 : 144) };
}

/** The file without checksum, directory entry and table; what lies behind the table is covered. */
function* coveredParts(
  source: ByteSource,
  { dataDirectories }: PortableExecutable,
  { checksum, directory }: PeLayout,
  table: { offset: number; size: number } | null,
): Generator<CoveredPart, void, void> {
  yield { start: 0, end: checksum };
  const hasDirectory = dataDirectories.length > DataDirectories.certificate;
  const end = table ? table.offset : source.size;
  if (hasDirectory) {
    yield { start: checksum + 4, end: directory };
    yield { start: directory + 8, end };
  } else yield { start: checksum + 4, end };
  if (table) yield { start: table.offset + table.size, end: source.size };
  // As it would be when a signature was added.
  else yield new Uint8Array((8 - (source.size % 8)) % 8);
}

interface Found {
  blob: SignatureCarrier['blob'];
  warnings: SignatureWarning[];
}

/** The first PKCS #7 in the table; a sentence says why the table cannot be read. */
function findEntry(source: ByteSource, { offset, size }: { offset: number; size: number }): Found | string {
  let blob: SignatureCarrier['blob'] = null;
  let entries = 0;
  let hidden = false;
  for (let at = 0; at < size; ) {
    if (size - at < HEADER) {
      hidden ||= source.read(offset + at, size - at).some((byte) => byte !== 0);
      break;
    }
    const header = source.read(offset + at, HEADER);
    const view = new DataView(header.buffer, header.byteOffset, HEADER);
    const length = view.getUint32(0, true);
    const revision = view.getUint16(4, true);
    const type = view.getUint16(6, true);
    if (length < HEADER || at + length > size) {
      return `an entry of the certificate table, at offset ${offset + at}, has an impossible length: ${length}`;
    }
    if (type === PKCS7 && !blob) {
      if (!REVISIONS.includes(revision)) {
        return `an entry of the certificate table, at offset ${offset + at}, has an unknown revision: 0x${revision.toString(16)}`;
      }
      if (length > LARGEST_SIGNATURE) return `the signature is too large: ${length} bytes`;
      blob = {
        bytes: new Uint8Array(source.read(offset + at + HEADER, length - HEADER)),
        offset: offset + at + HEADER,
      };
    }
    const next = Math.min(size, at + Math.ceil(length / 8) * 8);
    hidden ||= source.read(offset + at + length, next - at - length).some((byte) => byte !== 0);
    if (++entries > 256) return 'the certificate table has too many entries';
    at = next;
  }
  const warnings: SignatureWarning[] = [];
  if (entries > 1) {
    const message = `the certificate table has ${entries} entries; the first with a signature counts`;
    warnings.push({ code: 'extra-certificate-entries', message });
  }
  if (hidden) {
    const message = 'the certificate table has bytes between its entries that no signature covers';
    warnings.push({ code: 'unauthenticated-data', message });
  }
  return { blob, warnings };
}
