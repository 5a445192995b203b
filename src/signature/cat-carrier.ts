import type { ByteSource } from '../core/byte-source.js';
import { LARGEST_SIGNATURE, malformedCarrier, type SignatureCarrier } from './signature-carrier.js';

/** The object identifier of SignedData as encoded, which stands near the start of a catalogue. */
const SIGNED_DATA = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/** The catalogue as a carrier: the file is the signature. Null for other files. */
export function catCarrier(source: ByteSource): SignatureCarrier | null {
  const head = source.read(0, Math.min(source.size, 32));
  if (!startsLikeCatalog(head)) return null;
  if (source.size > LARGEST_SIGNATURE) {
    return malformedCarrier('cat', `the catalogue is too large: ${source.size} bytes`);
  }
  return {
    kind: 'cat',
    blob: { bytes: new Uint8Array(source.read(0, source.size)), offset: 0 },
    covered: () => [],
    problems: [],
    warnings: [],
  };
}

/** Whether a file that starts with these 32 bytes is SignedData, as catalogues are. */
export function startsLikeCatalog(head: Uint8Array): boolean {
  return head[0] === 0x30 && head.some((_, at) => SIGNED_DATA.every((byte, i) => head[at + i] === byte));
}
