import type { HashedFile } from './evidence.js';

/**
 * Lines that `sha256sum -c` reads: digest, two blanks, path. As sha256sum does it, a path with a backslash or the end of a line
 * in it is escaped, and its line begins with a backslash. A file that is named twice with one digest has one line.
 */
export function renderSha256(files: readonly HashedFile[]): string {
  return [...new Set(files.map(hashLine))].join('');
}

function hashLine({ path, sha256 }: HashedFile): string {
  if (!/[\\\n\r]/.test(path)) return `${sha256}  ${path}\n`;
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `\\${sha256}  ${escaped}\n`;
}
