import { archivesBehind } from '../archive/archives-behind.js';
import type { ContainerMember } from '../archive/container.js';
import { formatNotRead, unreadFormatOf } from '../archive/unsupported.js';
import { BufferSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { nameKey } from '../core/name-key.js';
import { listed, plural } from '../core/plural.js';
import { withoutTail } from '../core/text-scan.js';
import { CUT_IN_DIRECTORY } from '../formats/zip/cut-archive.js';
import { databaseFormats } from '../msi/database-kind.js';
import { isLoose, membersBeside } from './beside-members.js';
import {
  containerExtensions,
  contentTest,
  extensionOf,
  type FileContent,
  MOST_UNPACKED,
  mayCarry,
  SMALLEST_ARCHIVE,
  tried,
} from './containers-in-folder.js';
import { archiveStreams } from './inspect/archive-streams.js';
import { bundleCodeWarnings } from './inspect/bundle-codes.js';
import { CONTAINER_INDEX } from './inspect/container-index.js';
import { InstallPackage } from './install/install-package.js';
import { isMacAttributes } from './mac-attributes.js';
import type { OpenedContainer, OpenedPackage } from './opened-package.js';
import type { Package } from './package.js';
import type { PackageFile } from './package-content.js';
import { encodedContent } from './text-content.js';

/** What a package that may lack files does not get. */
export const NO_VERDICT = 'there is no verdict about what is left; download it again';
const kindsNotConcerned: readonly string[] = ['msi', 'msm', 'msp', 'mst', 'folder'];

/**
 * What a package and what it came in say of parts that were not read, damaged or left out, each once: a container by itself
 * is both. Every command that lists or judges shows these, and {@link notSearched} or {@link notRead} where its answer
 * depends on what is in the files.
 */
export function warningsOf({ content, container }: Pick<OpenedPackage, 'content' | 'container'>): Warning[] {
  const codes =
    container !== null && content.kind === 'msi' ? bundleCodeWarnings(container, content.database) : [];
  return [...new Set([...content.warnings, ...(container?.warnings() ?? []), ...codes])];
}

/**
 * Throws `ZIP_TRUNCATED` if the package, or what it came in, is an archive that is cut before its directory: which other
 * files it had is not known, so that what is there is not all of it.
 *
 * @param what what is not possible, or how to go on
 */
export function refuseUnknownFiles(
  opened: Pick<OpenedPackage, 'content' | 'container'> & Partial<Pick<OpenedPackage, 'path' | 'location'>>,
  what: string,
): void {
  const { content } = opened;
  // A database that the caller named is itself, whatever else there was beside it.
  const concerned =
    isNamed(opened) && databaseFormats.some(({ kind }) => kind === content.kind)
      ? { content, container: null }
      : opened;
  const cut = warningsOf(concerned).find(
    ({ code, structure }) => code === 'ZIP_TRUNCATED' && structure !== CUT_IN_DIRECTORY,
  );
  if (!cut) return;
  const { code, message, ...facts } = cut;
  throw new HotfixkitError(code, `${message}; ${what}`, facts);
}

/** Whether the caller named the very package, and not the file that it was found in. */
function isNamed({ path, location }: Partial<Pick<OpenedPackage, 'path' | 'location'>>): boolean {
  if (path === undefined || !location) return false;
  return !path.endsWith(
    location.path.slice(Math.max(location.path.lastIndexOf('/'), location.path.lastIndexOf('\\')) + 1),
  );
}

/**
 * Lists files of an archive, folder or package that were not searched: archives, packages, and files in formats that are
 * not read. What they contain is not part of any answer.
 *
 * @param given the archive as the caller named it
 * @param isCompared whether a file was compared itself, by its path or name, so that its content is known to be right
 */
export function notSearched(
  opened: Pick<OpenedPackage, 'content' | 'container' | 'name'> & Partial<Pick<OpenedPackage, 'inside'>>,
  given: string,
  isCompared?: (path: string, name: string) => boolean,
): Warning[] {
  const { content, container, name: own } = opened;
  const { kind } = content;
  const parts = new Set([own, ...cabinetsOf(content)].map(nameKey));
  const files = (content.files as readonly PackageFile[]).filter(
    (file) => !isCompared?.(pathOf(file), file.statedName ?? file.name) && !isPartOfPackage(file, parts),
  );
  // Programs in archives count only if they were found to contain files.
  const isOuter = container !== null && 'container' in content && content.container === container.container;
  const containers = new Set(isOuter ? container.inside().map(({ member }) => member.path) : []);
  const isDatabase = kindsNotConcerned.includes(kind) && kind !== 'folder';
  // A file of a package is decoded with all that is compressed with it: its name has to do.
  const carries = isDatabase || kind === 'folder' ? () => false : carrierTest();
  const byContent = kind === 'folder' ? contentsOf(files, isCompared) : null;
  const isConcerned = kind === 'folder' || isDatabase ? isPackageOfFiles : () => true;
  const inside = files.filter(
    (file) =>
      ((containerExtensions.has(extensionOf(file.name)) && isConcerned(file)) ||
        containers.has(pathOf(file)) ||
        byContent?.get(file) === 'container' ||
        carries(file)) &&
      !isMacAttributes(file, pathOf(file)),
  );
  const found = kind === 'folder' ? withoutImageDatabases(inside, content.files) : inside;
  const warnings: Warning[] = [];
  if (found.length > 0) {
    const largest = found.reduce((most, file) => (file.size > most.size ? file : most));
    const what = `${plural(found.length, 'file')} inside ${found.length === 1 ? 'was' : 'were'} not looked at: ${listed(found.map(pathOf))}`;
    const between = kind === 'folder' ? '/' : given.endsWith('!') ? '' : '!';
    // cmd.exe knows no quotation marks but these.
    const way = isDatabase
      ? 'extract the package to look into them'
      : `give the path of one to look at it: "${kind === 'folder' ? withoutTail(given, '\\/') : given}${between}${pathOf(largest)}"`;
    warnings.push({ code: 'PACKAGE_NOT_SEARCHED', message: `${what}; ${way}` });
  }
  return [
    ...warnings,
    ...besidePackage(opened, given, isCompared),
    ...unsupportedAmong(files, byContent ?? (isOuter ? headsOf(container, files) : null)),
    ...applicationsAmong(byContent),
    ...(content.kind === 'msi' || content.kind === 'msm' ? archiveStreams(content) : []),
    ...(isDatabase ? [] : deltasAmong(content)),
  ];
}

/** Archives and packages beside the one that was opened in what the caller named. */
function besidePackage(
  opened: Parameters<typeof notSearched>[0],
  given: string,
  isCompared: (path: string, name: string) => boolean = () => false,
): Warning[] {
  const beside = membersBeside(opened).filter(({ member, name }) => !isCompared(member.path, name));
  if (beside.length === 0) return [];
  const { container, inside = [] } = opened;
  const known = new Set(membersOnWay(container!));
  const carries = carrierTest();
  const others = beside.flatMap(({ member, name, path }) => {
    const extension = extensionOf(name);
    const isOne = containerExtensions.has(extension) && extension !== 'mst';
    const isNamed = isOne || formatNotRead(path) !== null;
    const isFound = extension !== 'mst' && known.has(member);
    const file = { name, size: member.size, bytes: () => member.bytes() };
    return (isNamed || isFound || carries(file)) && !isMacAttributes(file, path) ? [path] : [];
  });
  if (others.length === 0) return [];
  const way = inside.slice(container!.named).filter((name) => name !== '');
  const what = `${plural(others.length, 'file')} beside ${way.join('!')} ${others.length === 1 ? 'was' : 'were'} not looked at: ${listed(others)}`;
  const message = `${what}; give the path of one to look at it: "${given}!${others[0]}"`;
  return [{ code: 'PACKAGE_NOT_SEARCHED', message }];
}

/** Every package and container in the containers on the way to a package. */
function membersOnWay({ way, inside }: OpenedContainer): ContainerMember[] {
  let found = inside();
  const all = found.map(({ member }) => member);
  for (const step of way) {
    found = found.find(({ member }) => member === step)?.inside ?? [];
    for (const { member } of found) all.push(member);
  }
  return all;
}

/**
 * Files of an archive in unsupported formats, by name. A Windows Update package has its own warnings
 * for them.
 */
export function notRead(content: Package): Warning[] {
  if (kindsNotConcerned.includes(content.kind) || content.kind === 'msu') return [];
  return [...unsupportedAmong(content.files), ...deltasAmong(content)];
}

/** What the files of a folder are by their content, without plain files and those that their names tell already. */
function contentsOf(
  files: readonly PackageFile[],
  isWanted: (path: string, name: string) => boolean = () => true,
): ReadonlyMap<PackageFile, FileContent> {
  const contents = new Map<PackageFile, FileContent>();
  const test = contentTest(isWanted);
  for (const file of files) {
    if (containerExtensions.has(extensionOf(file.name)) || formatNotRead(file.name) !== null) continue;
    const content = test(file);
    if (content !== 'plain') contents.set(file, content);
  }
  return contents;
}

/** Members of a zip archive that are looked at by their first bytes; in others, all before them would be decoded once more. */
const MOST_HEADS = 20_000;
const HEAD = 512;

/** Formats that are not read, of members of a zip archive whose names do not tell them. */
function headsOf(
  { container }: NonNullable<OpenedPackage['container']>,
  files: readonly PackageFile[],
): ReadonlyMap<PackageFile, FileContent> | null {
  if (container.kind !== 'zip' || files.length > MOST_HEADS) return null;
  const open = new Map(
    files.filter(({ name }) => formatNotRead(name) === null).map((file) => [pathOf(file), file]),
  );
  const members = container.files.filter(({ path, encrypted }) => !encrypted && open.has(path));
  const contents = new Map<PackageFile, FileContent>();
  for (const [member, unread] of container.heads(members, HEAD, (_, head) => unreadHead(head))) {
    const file = open.get(member.path)!;
    if (unread !== null && !unread.usual?.includes(extensionOf(file.name)))
      contents.set(file, { unread: unread.name });
  }
  return contents;
}

function unreadHead(head: Uint8Array): { name: string; usual?: readonly string[] } | null {
  const source = new BufferSource(head);
  const format = unreadFormatOf(source);
  if (format !== null) return { ...format, name: format.name.replace(/;.*/, '') };
  const name = encodedContent(source, head);
  return name === null ? null : { name };
}

/** Files of applications, as .jar and .docx: what is in them is theirs. */
function applicationsAmong(byContent: ReadonlyMap<PackageFile, FileContent> | null): Warning[] {
  const found = [...(byContent ?? [])].flatMap(([file, content]) =>
    content === 'application' ? [pathOf(file)] : [],
  );
  if (found.length === 0) return [];
  const [are, them] = found.length === 1 ? ['is a zip archive', 'it'] : ['are zip archives', 'them'];
  const message = `${plural(found.length, 'file')} of applications ${are} by content, and none of the names in ${them} is looked for: ${listed(found)}`;
  return [{ code: 'PACKAGE_APPLICATION_FILE', message }];
}

function unsupportedAmong(
  files: readonly PackageFile[],
  byContent: ReadonlyMap<PackageFile, FileContent> | null = null,
): Warning[] {
  const unread = files.flatMap((file) => {
    const content = byContent?.get(file);
    const format = typeof content === 'object' ? content.unread : formatNotRead(file.name);
    return format === null ? [] : [`${pathOf(file)} (${format})`];
  });
  if (unread.length === 0) return [];
  return [{ code: 'CONTAINER_UNSUPPORTED', message: `hotfixkit does not read what is in ${listed(unread)}` }];
}

function deltasAmong({ files }: { readonly files: readonly PackageFile[] }): Warning[] {
  const deltas = files.filter(({ name }) => /^\d+$/.test(name));
  if (deltas.length === 0 || !files.some(({ name }) => name.toLowerCase() === CONTAINER_INDEX)) return [];
  const what = deltas.length === 1 ? '1 file is a delta' : `${deltas.length} files are deltas`;
  const message = `${what} of Windows Update (PA30), which hotfixkit does not apply; list shows what they stand for`;
  return [{ code: 'CONTAINER_UNSUPPORTED', message }];
}

/** A package may list itself and its cabinets as files, which lie where the package does. */
function isPartOfPackage(file: PackageFile, parts: ReadonlySet<string>): boolean {
  return isLoose(file) && parts.has(nameKey(file.sourcePath ?? ''));
}

/** The cabinets that files of a package lie in. */
function cabinetsOf({ files }: { readonly files: readonly PackageFile[] }): string[] {
  return files.flatMap((file) =>
    'compressed' in file && file.compressed && file.cabinet ? [file.cabinet] : [],
  );
}

/** A transform changes a package and has no files itself; images have them among their files. */
function isPackageOfFiles({ name }: PackageFile): boolean {
  return extensionOf(name) !== 'mst';
}

/** Leaves out databases of images: their files lie beside them, uncompressed, and none is in the database. */
function withoutImageDatabases(
  inside: readonly PackageFile[],
  all: readonly PackageFile[],
): readonly PackageFile[] {
  return all.length < 2 ? inside : inside.filter((file) => !isImageDatabase(file));
}

/** Whether a file is the database of an image: a package of which every file is uncompressed. */
export function isImageDatabase(file: PackageFile): boolean {
  if (!['msi', 'msm'].includes(extensionOf(file.name))) return false;
  return tried(file, false, (source) =>
    new InstallPackage(source).files.every(({ compressed }) => !compressed),
  );
}

/**
 * Tests files whose names do not tell a format for an archive in them: one of any kind without a usual extension, one behind
 * a script. Those that are too large to be unpacked for that count as well.
 */
function carrierTest(): (file: Pick<PackageFile, 'name' | 'size' | 'bytes'>) => boolean {
  let left = MOST_UNPACKED;
  return (file) => {
    if (!mayCarry(file.name) || file.size < SMALLEST_ARCHIVE) return false;
    if (file.size > left) return true;
    left -= file.size;
    try {
      return archivesBehind(new BufferSource(file.bytes()), 0, 'package').length > 0;
    } catch (error) {
      // What cannot be read is reported where it is wanted.
      if (error instanceof HotfixkitError && error.kind === 'input') return false;
      throw error;
    }
  };
}

function pathOf(file: PackageFile): string {
  return file.targetPath ?? file.key;
}
