import { withoutActing } from '../core/visible-text.js';

/**
 * Makes characters visible that could disguise text from a package on a page: controls, line separators, characters of
 * no width, and the marks that reverse the direction of writing (`exe.` shown as `.exe`). Halves of surrogate pairs
 * become U+FFFD.
 */
export function visible(text: string): string {
  return withoutActing(text, (character) => {
    if (/\p{Surrogate}/u.test(character)) return '\uFFFD';
    const digits = character.codePointAt(0)!.toString(16);
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
  });
}

/** Text for HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Running text for Markdown (CommonMark and its tables), on one line. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** A code span for Markdown that its content cannot end, also in a table. */
export function markdownCode(text: string): string {
  const content = visible(text).replaceAll('|', '\\|');
  if (content === '') return '';
  const fence = '`'.repeat(longestRun(content) + 1);
  const pad = /^[` ]|[` ]$/.test(content) ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A code block for Markdown that its content cannot end. */
export function markdownBlock(text: string): string {
  const content = visible(text);
  const fence = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${fence}text\n${content}\n${fence}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** ISO 8601 as `2010-01-25 06:27 UTC`; other text is returned unchanged. */
export function readableTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
