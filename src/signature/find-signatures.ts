import { parseSignedData, readContentInfo, type SignedData } from './signed-data.js';
import { problemOf, type SignatureProblem } from './verdict.js';
import { Attribute } from './verify-signer.js';

/** Signatures of one file, nested ones included, and how deep they nest. */
const MOST_SIGNATURES = 16;
const DEEPEST = 4;

/** A signature as it was found, read or not. */
export interface FoundSignature {
  data: SignedData | null;
  problem: SignatureProblem | null;
}

/** The outer signature, then nested ones, outer before inner. */
export function findSignatures({ bytes, offset }: { bytes: Uint8Array; offset: number }): FoundSignature[] {
  const found: FoundSignature[] = [];
  const passOver = (message: string): void =>
    void found.push({ data: null, problem: { code: 'unsupported', message } });
  const add = (read: () => SignedData, depth: number): void => {
    if (found.length > MOST_SIGNATURES) return;
    if (found.length === MOST_SIGNATURES) {
      passOver(`the file has more than ${MOST_SIGNATURES} signatures; further ones were not looked at`);
      return;
    }
    const one = readSignature(read);
    found.push(one);
    const nested = one.data?.signers[0]?.unsignedAttributes.get(Attribute.nestedSignature) ?? [];
    if (nested.length > 0 && depth >= DEEPEST) {
      passOver(`signatures are nested more than ${DEEPEST} deep; deeper ones were not looked at`);
    } else for (const value of nested) add(() => readContentInfo(value), depth + 1);
  };
  add(() => parseSignedData(bytes, offset), 1);
  return found;
}

function readSignature(read: () => SignedData): FoundSignature {
  try {
    return { data: read(), problem: null };
  } catch (error) {
    return { data: null, problem: problemOf(error) };
  }
}
