import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

/** An input that is right, or wrong in a way worth starting from. */
export interface Seed {
  name: string;
  bytes: Uint8Array;
  /** What belongs to it: the old file of a delta, the product of a patch. */
  companion?: Uint8Array;
}

interface Found {
  /** Relative to the folder that it was found in, `/` between the parts. */
  name: string;
  path: string;
  size: number;
}

/** Larger files are slow to run and seldom show more. */
const LIMIT = 160 * 1024;

/**
 * Where seeds come from: the fixtures of this repository, and real packages where there is a corpus. Builders of the
 * tests make the others. Files are looked at once, in the order of their names, and read when a target asks for them.
 */
export class SeedPool {
  readonly corpus: string | null;
  readonly #found: Found[] = [];
  readonly #articles: Found[] = [];

  constructor(repository: string, corpus: string | null) {
    collect(join(repository, 'fixtures'), this.#found);
    this.corpus = corpus !== null && existsSync(corpus) ? resolve(corpus) : null;
    if (this.corpus === null) return;
    collect(this.corpus, this.#found);
    const articles = resolve(this.corpus, '../kb-articles');
    if (existsSync(articles)) collect(articles, this.#articles);
  }

  get size(): number {
    return this.#found.length + this.#articles.length;
  }

  /** Files whose name ends as `pattern` says, none longer than `limit` bytes. */
  files(pattern: RegExp, limit = LIMIT): Seed[] {
    return read(this.#found, pattern, limit);
  }

  articles(limit = LIMIT): Seed[] {
    return read(this.#articles, /\.(txt|html?)$/i, limit);
  }

  /** The bytes of a file of the corpus by its end, null where it is not there. */
  file(end: string): Uint8Array | null {
    const found = this.#found.find(({ name }) => name === end || name.endsWith(`/${end}`));
    return found ? new Uint8Array(readFileSync(found.path)) : null;
  }
}

/** Where the corpus is looked for: `HOTFIXKIT_CORPUS`, or `../shared/corpus` beside the repository. */
export function corpusFolder(repository: string): string {
  return resolve(process.env.HOTFIXKIT_CORPUS ?? join(repository, '../shared/corpus'));
}

function collect(folder: string, found: Found[]): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of paths) {
    const name = `${basename(folder)}/${relative(folder, path).replaceAll('\\', '/')}`;
    found.push({ name, path, size: statSync(path).size });
  }
}

function read(found: readonly Found[], pattern: RegExp, limit: number): Seed[] {
  return found
    .filter(({ name, size }) => size <= limit && pattern.test(name))
    .map(({ name, path }) => ({ name, bytes: new Uint8Array(readFileSync(path)) }));
}
