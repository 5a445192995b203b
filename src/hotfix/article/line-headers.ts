import type { Block } from './article-blocks.js';
import { type Header, headerOfLine } from './read-header.js';

/** Longest line that is looked at for headings and rows, in characters. */
export const longestLine = 400_000;

/** For each block that is a line, the headings of columns that it is, without the marks of code; null for all others. */
export const headersOf = (blocks: readonly Block[]): (Header | null)[] =>
  blocks.map((block) =>
    block.kind === 'line' && block.text.length <= longestLine
      ? headerOfLine(block.text.replaceAll('`', '').trim())
      : null,
  );
