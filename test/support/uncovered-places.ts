import { fromBER } from 'asn1js';
import type { TestCertificate } from './authenticode-builder.js';

/*
 * The places in a PKCS #7 that no signature covers, by its structure as asn1js reads it (RFC 5652 5.1, 5.3; RFC 5280 4.1).
 * Nothing here is shared with the verifier.
 */

/** A value with its place in the file. */
interface Place {
  start: number;
  end: number;
  tag: number;
  children: Place[];
}

/** What asn1js reads, as far as it is needed. */
interface Block {
  idBlock: { blockLength: number; isConstructed: boolean; tagNumber: number };
  lenBlock: { blockLength: number };
  blockLength: number;
  valueBlock: { value?: unknown };
}

const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

/**
 * The places of a file that nothing covers, as names of the bytes in them: versions, the list of digest algorithms, parameters
 * of algorithms, the name of the signature algorithm, and certificates that no chain needs.
 */
export function uncoveredPlaces(
  file: Uint8Array,
  used: readonly TestCertificate[],
): (at: number) => string | null {
  const start = Buffer.from(file).indexOf(SIGNED_DATA) - 4;
  const places = [...uncovered(read(file, start), file, used)];
  return (at) => places.find(([, place]) => at >= place.start && at < place.end)?.[0] ?? null;
}

function read(file: Uint8Array, start: number): Place {
  const { result, offset } = fromBER(new Uint8Array(file.subarray(start)).buffer);
  if (offset < 0) throw new Error(`asn1js cannot read the signature at ${start}`);
  return placed(result as unknown as Block, start);
}

function placed(block: Block, start: number): Place {
  const { idBlock, lenBlock, valueBlock } = block;
  let at = start + idBlock.blockLength + lenBlock.blockLength;
  const children = (idBlock.isConstructed ? (valueBlock.value as Block[]) : []).map((child) => {
    const one = placed(child, at);
    at = one.end;
    return one;
  });
  return { start, end: start + block.blockLength, tag: idBlock.tagNumber, children };
}

function* uncovered(
  contentInfo: Place,
  file: Uint8Array,
  used: readonly TestCertificate[],
): Generator<[string, Place], void, void> {
  const [version, digests, , ...rest] = contentInfo.children[1]!.children[0]!.children;
  yield ['version of SignedData', version!];
  yield ['list of digest algorithms', digests!];
  const signers = rest.at(-1)!;
  const certificates = rest.length > 1 ? rest[0]!.children : [];
  for (const certificate of certificates) {
    const bytes = Buffer.from(file.subarray(certificate.start, certificate.end));
    const isUsed = used.some(({ der }) => der.equals(bytes));
    if (!isUsed) yield ['certificate that no chain needs', certificate];
    else yield* parametersOf(certificate.children[1]!);
  }
  for (const signer of signers.children) {
    const [signerVersion, , digest, , signature, , attributes] = signer.children;
    yield ['version of SignerInfo', signerVersion!];
    yield* parametersOf(digest!);
    yield ['signature algorithm', signature!];
    for (const { children } of attributes?.children ?? []) {
      const [type, values] = children;
      const oid = Buffer.from(file.subarray(type!.start, type!.end)).toString('hex');
      // Tokens (1.3.6.1.4.1.311.3.3.1) and nested signatures are SignedData themselves.
      if (oid === '060a2b060104018237030301' || oid === '060a2b060104018237020401') {
        for (const inner of values!.children) yield* uncovered(inner, file, used);
      }
    }
  }
}

function* parametersOf({ children }: Place): Generator<[string, Place], void, void> {
  for (const parameters of children.slice(1)) yield ['parameters of an algorithm', parameters];
}
