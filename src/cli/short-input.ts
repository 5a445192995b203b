import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';

/** Input of a short run, in bytes in all: what is larger takes longer than a thread takes to start. */
const SHORT = 4 * 1024 * 1024;
/** A short command line has no more words. */
const WORDS = 32;

/**
 * Whether what the words name is little enough to be done at once: no folder, and files that are small together. A thread of its own
 * takes half as long to start as Node does, so such a run is done on the first one.
 */
export function isShort(argv: readonly string[]): boolean {
  // It goes on until its page is closed.
  if (argv[0] === 'view' || argv.length > WORDS) return false;
  let size = 0;
  for (const word of argv) {
    // Standard input may be of any length.
    if (word === '-') return false;
    const own = sizeOf(word);
    // Of a database or a cabinet, `info` reads only tables and lists.
    size += own > SHORT && own < Number.POSITIVE_INFINITY && argv[0] === 'info' && isIndexed(word) ? 0 : own;
  }
  return size <= SHORT;
}

/** The size of the file that a word names, or that it is inside of (`a.exe!b.msi`); 0 for other words. */
function sizeOf(word: string): number {
  for (const path of new Set([word, word.split('!')[0]!])) {
    const stat = path === '' ? undefined : statOf(path);
    if (stat?.isDirectory()) return Number.POSITIVE_INFINITY;
    // Devices and pipes have no length.
    if (stat) return stat.isFile() ? stat.size : Number.POSITIVE_INFINITY;
  }
  return 0;
}

/** Whether a file is a compound file or a cabinet by its first bytes: what `info` says of it is known without its content. */
function isIndexed(path: string): boolean {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const head = Buffer.alloc(4);
      readSync(descriptor, head, 0, 4, 0);
      return ['d0cf11e0', '4d534346'].includes(head.toString('hex'));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

/** Words that are no paths may be too long for one, and what cannot be looked at is the command's to report. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
