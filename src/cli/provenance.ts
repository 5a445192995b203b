import { hostname } from 'node:os';
import { version } from '../core/version.js';
import { userName } from '../node/user-name.js';
import type { Provenance } from '../report/evidence.js';
import type { Context } from './context.js';

/** Who made a document, where, when and by which command line. */
export function provenanceOf(context: Context): Provenance {
  return {
    tool: { name: 'hotfixkit', version },
    created: new Date().toISOString(),
    command: commandLine(context.words),
    host: hostname(),
    user: userName(context.env),
  };
}

/** The words as they can be typed again, without the password. */
export function commandLine(words: readonly string[]): string {
  const shown = words.map((word, i) => {
    if (words[i - 1] === '--password') return '***';
    return word.startsWith('--password=') ? '--password=***' : quoted(word);
  });
  return ['hotfixkit', ...shown].join(' ');
}

function quoted(word: string): string {
  return /^[\w./\\:@%+=,!*?-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
