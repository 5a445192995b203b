import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { isThorough } from './thorough.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Real packages made by others; see the README's section on tests. */
export const corpusDir = resolve(process.env.HOTFIXKIT_CORPUS ?? join(repository, '../shared/corpus'));

/** What independent programs say is in them, at the same relative paths. */
export const expectedDir = resolve(corpusDir, '../corpus-expected');

export const articlesDir = resolve(corpusDir, '../kb-articles');

export const hasCorpus = existsSync(corpusDir);

/** {@link describeCorpus} that only the run that takes its time, `npm run test:slow`, takes. */
export function describeCorpusThoroughly(name: string, body: () => void): void {
  if (isThorough) describeCorpus(name, body);
  else describe.skip(`${name} (npm run test:slow)`, () => it('reads the corpus', () => undefined));
}

/** A `describe` that is skipped, visibly, where the corpus is absent: its body, which reads it, is not run then. */
export function describeCorpus(name: string, body: () => void): void {
  if (hasCorpus) describe(name, body);
  else
    describe.skip(`${name} (no corpus at HOTFIXKIT_CORPUS)`, () => it('reads the corpus', () => undefined));
}
