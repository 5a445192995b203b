import type { PackageFile } from './package-content.js';

/** First bytes of an AppleDouble file (RFC 1740). */
const MAGIC = [0x00, 0x05, 0x16, 0x07];

/**
 * Whether a file holds only what macOS keeps of another one beside its content: zip archives made there have such a file,
 * `__MACOSX/a/._b.msi`, for each `a/b.msi`.
 */
export function isMacAttributes({ bytes }: Pick<PackageFile, 'bytes'>, path: string): boolean {
  const parts = path.split(/[/!]/);
  if (!parts.at(-1)!.startsWith('._') || !parts.includes('__MACOSX')) return false;
  const head = bytes();
  return MAGIC.every((one, i) => head[i] === one);
}
