import { HotfixkitError } from '../../core/errors.js';
import { givenText } from '../../core/given-text.js';
import kb977203 from './catalogue/kb977203.json' with { type: 'json' };
import { type Manifest, productNames } from './manifest.js';
import { type PartialEntry, partialEntry, partialRefusal } from './partial-entries.js';

/** The data files, one an article, as `parseManifest` would return them: a test holds that, so that no schema is needed. */
const builtIn = (): Manifest[] =>
  [kb977203].map(({ $schema: _, ...data }) => structuredClone(data) as Manifest);

/** One line of `manifest list`. */
export interface CatalogueEntry {
  kb: string | null;
  /** Null: not known. */
  title: string | null;
  products: string[];
  /** Rows over all file tables. */
  files: number;
  /** Whether there are file tables; of a partial entry only names, folders or versions are known. */
  complete: boolean;
}

/**
 * The articles that are built in with their file tables, by number; {@link partialEntries} has others. Other articles are read with {@link readManifestOrArticle}.
 *
 * @example
 * import { listCatalogue } from 'hotfixkit';
 *
 * for (const { kb, title, files } of listCatalogue()) console.log(kb, title, files);
 */
export function listCatalogue(): CatalogueEntry[] {
  return builtIn()
    .map(catalogueEntry)
    .sort((a, b) => Number(a.kb) - Number(b.kb));
}

/** What one line says about a manifest. */
export function catalogueEntry(manifest: Manifest): CatalogueEntry {
  return {
    kb: manifest.kb,
    title: manifest.title,
    products: productNames(manifest),
    files: manifest.sections.reduce((sum, section) => sum + section.files.length, 0),
    complete: true,
  };
}

/** What one line says about a partial entry. */
export function partialLine({ kb, title, products }: PartialEntry): CatalogueEntry {
  return { kb, title, products, files: 0, complete: false };
}

/**
 * The manifest of an article that is built in. The caller owns the object. The number may be written `977203`, `KB977203`
 * or `KB 977203`.
 *
 * @throws `MANIFEST_UNKNOWN` where the article is not built in; the message names those that are. `MANIFEST_PARTIAL` where it is
 * built in without a file table; the message says what is known. `USAGE` for a number that is no string.
 * @example
 * import { manifestFromCatalogue } from 'hotfixkit';
 *
 * const { title, sections } = manifestFromCatalogue('KB977203');
 * console.log(title, sections.length);
 */
export function manifestFromCatalogue(kb: string): Manifest {
  const number = normalizeArticleNumber(givenText(kb, 'the number of an article'));
  const manifests = builtIn();
  const found = manifests.find((manifest) => manifest.kb === number);
  if (!found) {
    const partial = partialEntry(number);
    if (partial !== null) throw partialRefusal(partial);
    const known = manifests.map((manifest) => manifest.kb).join(', ');
    throw new HotfixkitError(
      'MANIFEST_UNKNOWN',
      `the catalogue has no article ${JSON.stringify(kb)}; it has ${known}; for another, give --manifest FILE`,
    );
  }
  return found;
}

/** `KB977203`, `kb 977203`, `Q977203` and `977203` to `977203`; anything else comes back trimmed. */
export function normalizeArticleNumber(text: string): string {
  const trimmed = text.trim();
  const match = /^(?:(?:KB|Q)\s*)?([0-9]+)$/i.exec(trimmed);
  return match ? match[1]!.replace(/^0+(?=[0-9])/, '') : trimmed;
}
