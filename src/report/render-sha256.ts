import type { HashedFile } from './evidence.js';

/**
 * Lines that `sha256sum -c` reads: digest, two blanks, path. As sha256sum does it, a path with a backslash or the end of a line
 * in it is escaped, and its line begins with a backslash. A file that is named twice with one digest has one line. A comment,
 * which sha256sum passes over, stands before the line of a file that is not right.
 *
 * @param comments what no line of a file can say, such as files that are missing; they stand above the files
 */
export function renderSha256(files: readonly HashedFile[], comments: readonly string[] = []): string {
  return [...new Set([...comments.map(commentLine), ...files.map(hashLine)])].join('');
}

const commentLine = (text: string): string => `# ${text.replace(/[\r\n]+/g, ' ')}\n`;

function hashLine({ path, sha256, remark }: HashedFile): string {
  const comment = remark === undefined ? '' : commentLine(remark);
  return comment + plainLine(path, sha256);
}

function plainLine(path: string, sha256: string): string {
  if (!/[\\\n\r]/.test(path)) return `${sha256}  ${path}\n`;
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `\\${sha256}  ${escaped}\n`;
}
