import { hexOfWords } from '../../core/hex-of-words.js';
import type { TableRow } from '../../msi/schema.js';

/** The MD5 of an empty file; the table has four zeros instead. */
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';

/**
 * The four signed 32-bit parts of a MsiFileHash row as MD5 digits: each part is four bytes of the digest, little-endian
 * (win32 docs, "MsiFileHash Table"). Null if Options has a value other than plain MD5.
 */
export function formatMsiFileHash(row: TableRow<'MsiFileHash'>): string | null {
  if (row.Options !== 0) return null;
  const parts = [row.HashPart1, row.HashPart2, row.HashPart3, row.HashPart4];
  // Windows hashes an empty file to 0,0,0,0.
  if (parts.every((part) => part === 0)) return MD5_OF_NOTHING;
  return hexOfWords(parts);
}
