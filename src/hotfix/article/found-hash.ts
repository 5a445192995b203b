import type { Beside } from './beside-hash.js';
import type { Hash } from './read-hash.js';

/** A hash, and the file that its row or line is about, if it is about one. */
export interface FoundHash extends Hash {
  file: string | null;
  beside: Beside;
}

/** Hashes, and texts that are meant as hashes and are none that is known. */
export interface Found {
  hashes: FoundHash[];
  unread: string[];
}
