import { nameKey } from '../../core/name-key.js';
import {
  type ContentFacts,
  type ContentFactsOptions,
  readContentFacts,
} from '../../package/content-facts.js';
import type { PackageContent, PackageFile } from '../../package/package-content.js';
import { judgeFile } from '../../package/signature/judge-file.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { isNamed, type Manifest, type PublishedHash } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { FileFacts } from './compare-file.js';
import { hashesOfFiles, hashNames } from './compare-hashes.js';

/** {@link FileFacts} of a package's file, and the file itself. */
export interface ContentFile extends FileFacts {
  file: PackageFile;
  /** Null unless it was asked for. */
  sha256: string | null;
}

/** The rows of a manifest, or files by their path or name. */
export type Wanted = Manifest | ((path: string) => boolean);

/**
 * The facts of the files in a package or folder that verifying needs, read in place. Only files that the manifest
 * names, or for whose path the function returns true, are decoded; for the others, the facts are those that the package
 * states. Digests are those that are asked for and those that the manifest has of its files. With `judge`, the signatures of the decoded files are judged too; files that are not read in place are decoded
 * again for that, in memory.
 */
export async function readContentFiles(
  pkg: PackageContent | { readonly content: PackageContent },
  wanted: Wanted | readonly Wanted[],
  options: ContentFactsOptions & { judge?: SignatureJudge } = {},
): Promise<ContentFile[]> {
  const content = 'content' in pkg ? pkg.content : pkg;
  const named = content.files.filter(isWantedContent([wanted].flat()));
  const { judge, ...reading } = options;
  const published = publishedFor([wanted].flat());
  const facts = await readContentFacts(content, named, {
    ...reading,
    ...(published.includes('SHA-256') && { hash: true }),
    digests: [...(reading.digests ?? []), ...further(published).map((name) => hashNames[name])],
  });
  return content.files.map((file) => {
    const known = facts.get(file);
    return {
      file,
      path: file.targetPath ?? file.key,
      name: nameOf(file),
      size: known?.size ?? file.size,
      version: known ? known.executable.version : file.version,
      platform: known?.executable.platform ?? null,
      ...(known ? { kind: known.executable.kind } : {}),
      ...(known?.missingKind === undefined ? {} : { missingKind: known.missingKind }),
      modified: known ? file.modified() : null,
      languages: known?.executable.languages ?? [],
      sha256: known?.sha256 ?? null,
      ...withDigests(known, further(published)),
      ...(file.isDelta ? { isDelta: true } : {}),
      ...withWarnings(known),
      ...(judge && known ? { signature: judgeFile(file, judge) } : {}),
    };
  });
}

/** A file that got a number because there are two of its name is judged by that name, as the first one is. */
const nameOf = ({ name, statedName = name }: PackageFile): string => statedName;

type Algorithm = PublishedHash['algorithm'];

const publishedFor = (wanted: readonly Wanted[]): Algorithm[] =>
  hashesOfFiles(wanted.filter((one): one is Manifest => typeof one !== 'function'));

const further = (algorithms: readonly Algorithm[]): Algorithm[] =>
  algorithms.filter((name) => name !== 'SHA-256');

function withDigests(
  known: ContentFacts | undefined,
  algorithms: readonly Algorithm[],
): Pick<FileFacts, 'digests'> {
  if (known === undefined || algorithms.length === 0) return {};
  return {
    digests: Object.fromEntries(algorithms.map((name) => [name, known.digests?.[hashNames[name]]])),
  };
}

function withWarnings(known: ContentFacts | undefined): Pick<FileFacts, 'warnings'> {
  const warnings = known ? [...known.contradictions, ...known.executable.warnings] : [];
  return warnings.length > 0 ? { warnings } : {};
}

/** {@link isWantedName} for a file of a package. */
export function isWantedContent(wanted: readonly Wanted[]): (file: PackageFile) => boolean {
  const isWanted = isWantedName(wanted);
  return (file) => isWanted(file.targetPath ?? file.key, nameOf(file));
}

/** Whether a file is wanted, by its path or its name. */
export function isWantedName(wanted: readonly Wanted[]): (path: string, name: string) => boolean {
  const filters = wanted.map((one) => (typeof one === 'function' ? one : namedBy(one)));
  return (path, name) => filters.some((filter) => filter(path) || filter(name));
}

/** Whether the manifest has a row or a hash of the file's name. */
function namedBy(manifest: Manifest): (path: string) => boolean {
  const rows = manifest.sections.flatMap((section) => section.files);
  const hashed = (manifest.hashes ?? []).filter(isNamed).map(({ file }) => file);
  const names = new Set(
    [...rows.map(({ name }) => name), ...hashed].map((name) => nameKey(fileNameOfRow(name))),
  );
  return (path) => names.has(nameKey(path));
}
