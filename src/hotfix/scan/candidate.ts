import type { Warning } from '../../core/errors.js';
import { isSameName, nameKey } from '../../core/name-key.js';
import type { Manifest } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { FileFacts } from '../verify/compare-file.js';
import type { DownloadDigests } from '../verify/compare-hashes.js';

/** What a file may be, by its name alone. */
export type CandidateKind =
  /** A file of a table. */
  | 'file'
  /** The package that a hotfix ships as, or a container with it. */
  | 'package';

/** A file that is worth reading. */
export interface Candidate {
  /** Relative to the tree, `/` between the parts. */
  path: string;
  kind: CandidateKind;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  /** See `FileStamp`. */
  identity: string;
  /** The caller named this very file. */
  asked?: boolean;
  /** The digests of its files are asked for. */
  hash?: boolean;
}

/** The facts of a candidate, or, for a package, of the files in it. */
export interface CandidateFacts {
  facts: FileFacts[];
  /** Why it could not be read; null if it was read. */
  problem: { code: string; message: string } | null;
  /** The package as it was downloaded, where an article publishes hashes of it. */
  download?: DownloadDigests;
  /** What was not looked at, where nothing of the tables was found. */
  warnings?: readonly Warning[];
}

const packageExtension = /\.(msi|exe|zip|cab|msu)$/i;

/** Selects the articles that a file concerns, by its name. */
export class CandidateNames {
  readonly #files = new Set<string>();
  readonly #articles: ReadonlySet<string>;
  readonly #hashes: readonly string[];
  /** Whether packages are compared with stated sizes. */
  readonly #hasSizes: boolean;

  constructor(manifests: readonly Manifest[]) {
    for (const { sections } of manifests) {
      for (const { files } of sections)
        for (const { name } of files) this.#files.add(nameKey(fileNameOfRow(name)));
    }
    this.#articles = new Set(manifests.flatMap(({ kb }) => (kb === null ? [] : [kb])));
    // Which digests of a download are kept depends on the names beside the hashes.
    this.#hashes = manifests.flatMap(({ hashes = [] }) =>
      hashes.map(({ algorithm, file }) => `${algorithm} ${file === null ? '' : nameKey(file)}`),
    );
    this.#hasSizes = manifests.some(({ sizes = [] }) => sizes.length > 0);
  }

  kindOf(name: string): CandidateKind | null {
    if (this.#files.has(nameKey(name))) return 'file';
    const named = [...name.matchAll(/kb-?_?([0-9]+)/gi)].some(([, number]) => this.#articles.has(number!));
    if (!named) return null;
    // The patch with the name of another locale is a file of the table too.
    return /\.msp$/i.test(name) ? 'file' : packageExtension.test(name) ? 'package' : null;
  }

  /** What the answers depend on, in one text. */
  key(): string {
    return [...this.#files]
      .sort()
      .concat(
        [...this.#articles, ...[...new Set(this.#hashes)].sort(), ...(this.#hasSizes ? ['sizes'] : [])].join(
          '|',
        ),
      )
      .join('\n');
  }
}

/** Whether a file of this name belongs to the article and to nothing else. */
export function isOwnName(manifest: Manifest, name: string): boolean {
  return (
    (manifest.kb !== null && nameKey(name).includes(`KB${manifest.kb}`)) ||
    isSameName(manifest.facts?.utility?.file ?? '', name)
  );
}
