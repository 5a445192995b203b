import type { HotfixFacts } from './hotfix-facts.js';

/** One row of a published file table. What the article calls "not applicable" is null. */
export interface ManifestFile {
  /** File name as published; letter case is ignored. */
  name: string;
  /** Dotted file version as published (`4.0.6487.2111`). */
  version: string | null;
  /** Bytes. */
  size: number | null;
  /** `YYYY-MM-DD`, UTC. */
  date: string | null;
  /** `HH:MM`, UTC. */
  time: string | null;
  /** Processor as published (`x86`, `x64`, `IA-64`, …). */
  platform: string | null;
  /** Folder or service branch, where the table has such a column (`SP2GDR`, `RTMQFE`, …). */
  folder?: string;
}

/** One file table of an article: what one product gets. */
export interface ManifestSection {
  /** The heading above the table. */
  title: string;
  /** Short name of the product the table is for, as `--product` takes it; null if the article does not say. */
  product: string | null;
  /** Processor that the text above the table names, where neither its heading nor a row does; else absent. */
  platform?: string;
  files: ManifestFile[];
}

/** Something that a user of the manifest should know; every {@link Warning} of the library is one. */
export interface ManifestWarning {
  code: string;
  message: string;
  file?: string;
  stream?: string;
  entry?: string;
  offset?: number;
  structure?: string;
  expected?: string | number;
  found?: string | number;
}

/** A {@link PublishedHash} beside the name of its file. */
export type NamedHash = PublishedHash & { file: string };

/** Whether an article names the file of a hash. */
export const isNamed = (hash: PublishedHash): hash is NamedHash => hash.file !== null;

/** The hash of a file as an article publishes it. */
export interface PublishedHash {
  /** Name of the file: one of a table, or the download; null where the article names none beside the hash. */
  file: string | null;
  algorithm: 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  /** Lower-case hexadecimal digits. */
  digest: string;
  /** Version of the row that it is for, where several rows are of the name; else absent, as size and platform are. */
  version?: string;
  /** Bytes. */
  size?: number;
  platform?: string;
}

/** The size of a download as an article states it outside of its tables. */
export interface PublishedSize {
  /** Name of the download; null where the article has none beside the size. */
  file: string | null;
  /** As the article writes it: `2.7 MB`. */
  text: string;
  /** Bytes that it may mean at least; units are of 1,000 or 1,024, and the number may be rounded. */
  least: number;
  /** Bytes that it may mean at most. */
  most: number;
}

/** The file tables of one article. `facts` has the facts of the catalogue beyond the tables. */
export interface Manifest {
  /** Article number, digits only; null if unknown. */
  kb: string | null;
  /** Title of the article. */
  title: string;
  /** BCP 47 tag of the language the tables were published in. */
  language: string;
  sections: ManifestSection[];
  warnings: ManifestWarning[];
  /** Hashes that the article publishes beside names of files; absent without any. */
  hashes?: PublishedHash[];
  /** Sizes of downloads that the article states outside of its tables; absent without any. */
  sizes?: PublishedSize[];
  facts?: HotfixFacts;
}

/**
 * The sections that a `--product` text names, best rule first: the product or the heading exactly; then all words
 * of the text among the words of both (`SP2` does not name `SP20`); then as a part of either. Letter case and
 * runs of blanks mean nothing. Empty when nothing is named.
 */
export function sectionsForProduct(manifest: Manifest, text: string): ManifestSection[] {
  const wanted = squeeze(text);
  if (wanted === '') return [];
  const wantedWords = words(wanted);
  const rules: ((section: ManifestSection) => boolean)[] = [
    (section) => squeeze(section.product ?? '') === wanted || squeeze(section.title) === wanted,
    (section) => {
      const known = new Set(words(`${section.product ?? ''} ${section.title}`));
      return wantedWords.length > 0 && wantedWords.every((word) => known.has(word));
    },
    (section) => squeeze(section.product ?? '').includes(wanted) || squeeze(section.title).includes(wanted),
  ];
  for (const rule of rules) {
    const found = manifest.sections.filter(rule);
    if (found.length > 0) return found;
  }
  return [];
}

/** The products of a manifest, each once, as messages list them. */
export function productNames(manifest: Manifest): string[] {
  return [...new Set(manifest.sections.map((section) => section.product ?? section.title))];
}

/** What to call a manifest in a message: its article (`KB977203`), or its title. */
export function manifestName({ kb, title }: Pick<Manifest, 'kb' | 'title'>): string {
  return kb === null ? title : `KB${kb}`;
}

function squeeze(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
