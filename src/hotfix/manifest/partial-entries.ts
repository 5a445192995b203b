import { HotfixkitError } from '../../core/errors.js';
import entries from './catalogue/partial-entries.json' with { type: 'json' };
import type { SourceFacts } from './hotfix-facts.js';

/**
 * A hotfix of which names, folders or versions are known, and no file table. Nothing can be verified against it: it says what a
 * number stands for and helps to read its article.
 */
export interface PartialEntry {
  kb: string;
  complete: false;
  /** Title of the article; null: not known. */
  title: string | null;
  products: string[];
  prerequisite?: string;
  restartRequired?: boolean | 'possible';
  /** Whether there is a patch for clients; null: not known. */
  clientPatch: boolean | null;
  /** Names of the client patches that are known. */
  clientPatchFiles: string[];
  packages: { product: string; file: string; note?: string }[];
  /** Where it is installed. */
  roles?: string[];
  rolesNot?: string[];
  supersedes?: { kb: string; note: string }[];
  includes?: string[];
  includedIn?: string;
  fixedIn?: string;
  symptom?: { log: string; message: string; errorCode: string };
  /** Versions that are known, with what they rest on. They are no rows of a table. */
  versions: { name: string | null; version: string | null; basis: string }[];
  notes: string[];
  sources: SourceFacts[];
}

const builtIn = entries as PartialEntry[];

/** The partial entries of the catalogue by number, copies that the caller owns. */
export function partialEntries(): PartialEntry[] {
  return structuredClone(builtIn);
}

/** The partial entry of an article; null where there is none. The caller owns the object. */
export function partialEntry(kb: string): PartialEntry | null {
  const found = builtIn.find((entry) => entry.kb === kb);
  return found ? structuredClone(found) : null;
}

/** Refuses a partial entry where a file table is needed, with what is known and what is needed. */
export function partialRefusal(entry: PartialEntry): HotfixkitError {
  const known = [
    entry.products.join(', '),
    ...entry.clientPatchFiles.slice(0, 2).map((name) => `client patch ${name}`),
    ...entry.packages.slice(0, 2).map(({ file }) => `package ${file}`),
    ...entry.versions
      .slice(0, 2)
      .flatMap(({ name, version }) => (version === null ? [] : [`${name ?? 'version'} ${version}`])),
    ...(entry.includedIn === undefined ? [] : [`included in KB${entry.includedIn}`]),
  ];
  return new HotfixkitError(
    'MANIFEST_PARTIAL',
    `the catalogue has no file table of KB${entry.kb}, only that it is known (${known.join('; ')}); save the article, with its table, and give it with --manifest FILE`,
    { found: entry.kb },
  );
}
