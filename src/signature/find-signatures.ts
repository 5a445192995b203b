import { HotfixkitError } from '../core/errors.js';
import { parseSignedData, readContentInfo, type SignedData } from './signed-data.js';
import type { SignatureProblem } from './verdict.js';
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
  const add = (read: () => SignedData, depth: number): void => {
    if (found.length >= MOST_SIGNATURES) return;
    const one = readSignature(read);
    found.push(one);
    const nested = one.data?.signers[0]?.unsignedAttributes.get(Attribute.nestedSignature) ?? [];
    if (nested.length > 0 && depth >= DEEPEST) {
      found.push({ data: null, problem: { code: 'malformed', message: 'signatures are nested too deeply' } });
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

/** An error of ours as a problem; others are thrown on. */
export function problemOf(error: unknown): SignatureProblem {
  if (!(error instanceof HotfixkitError)) throw error;
  const { offset, found } = error.facts;
  const where = offset === undefined ? '' : ` (offset ${offset})`;
  const what = found === undefined ? '' : `: ${found}`;
  const code = error.code === 'SIGNATURE_UNSUPPORTED' ? 'unsupported' : 'malformed';
  return { code, message: `${error.message}${what}${where}` };
}
