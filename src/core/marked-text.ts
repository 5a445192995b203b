/**
 * The text of bytes by their byte order mark; UTF-8 without one. Windows PowerShell writes UTF-16 with `>`, and a mark before UTF-8.
 * Bytes that are no text become U+FFFD.
 */
export function markedText(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const isLittle = a === 0xff && b === 0xfe;
  const isBig = a === 0xfe && b === 0xff;
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  // The decoder leaves the mark out.
  return new TextDecoder(encoding).decode(bytes);
}
