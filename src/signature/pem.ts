import { type ErrorCode, HotfixkitError } from '../core/errors.js';
import { latin1 } from '../formats/asn1/asn1-text.js';

/** Blocks that a file may hold; the largest lists of roots have 500. */
const MOST_BLOCKS = 5000;

/** The blocks of a label in a PEM file, decoded. What is between them is ignored. Throws `code`. */
export function pemBlocks(bytes: Uint8Array, label: string, code: ErrorCode): Uint8Array[] {
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  const text = latin1(bytes);
  const blocks: Uint8Array[] = [];
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at)) {
    const stop = text.indexOf(end, at);
    if (stop < 0 || blocks.length >= MOST_BLOCKS) {
      const message =
        stop < 0 ? `a block ${label} in PEM has no end` : `the file has too many blocks ${label}`;
      throw new HotfixkitError(code, message, { offset: at });
    }
    blocks.push(decoded(text.slice(at + begin.length, stop), label, code));
    at = stop;
  }
  return blocks;
}

function decoded(text: string, label: string, code: ErrorCode): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    // What `atob` throws for other characters.
    if (!(cause instanceof DOMException)) throw cause;
    throw new HotfixkitError(code, `a block ${label} in PEM is not base64`, {}, { cause });
  }
}

/** Bytes of base64; line ends are ignored. Throws what `atob` throws. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
