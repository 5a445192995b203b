import { archiveFormats, lookInside } from '../archive/archive-formats.js';
import { archivesBehind } from '../archive/archives-behind.js';
import type { Container } from '../archive/container.js';
import { openContainer } from '../archive/open-container.js';
import { UnpackBudget } from '../archive/unpack-budget.js';
import { formatNotRead, unreadFormatOf, unsupportedFormat } from '../archive/unsupported.js';
import { BufferSource, type ByteSource, readInto } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { CompoundFile } from '../formats/cfb/compound-file.js';
import { startsLikeCompoundFile } from '../formats/cfb/compound-file-header.js';
import { isDynamicLibrary, startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';
import { databaseFormats, databaseKindOfClass } from '../msi/database-kind.js';
import type { OpenedSource } from './install/source-folder.js';
import type { PackageFile } from './package-content.js';
import { beginsContainerBehind, hasArchiveResource, mayCarryBehind } from './program-content.js';
import { encodedContent } from './text-content.js';

/** Bytes of files that are unpacked or searched to find archives in them, of all files together. */
export const MOST_UNPACKED = 64 * 2 ** 20;
/** The end record of an empty zip archive. */
export const SMALLEST_ARCHIVE = 22;
/** Enough for the headers of an executable. */
const HEAD = 4096;
/** Enough for each signature but those of images of discs and disks. */
const FIRST = 512;
/** Some images of disks have their signature that far before the end. */
const LAST = 512;
/** Boot sectors and loaders are smaller than disks. */
const SMALLEST_DISK = 65_536;
/** Members of application files that are looked at, of all files together. */
const MOST_MEMBERS = 20_000;
/** Extensions of archives and packages. Omits programs: most contain no files, and each is of interest itself. */
export const containerExtensions: ReadonlySet<string> = new Set([
  ...databaseFormats.map(({ kind }) => kind),
  ...archiveFormats.flatMap((format) => format.extensions).filter((one) => one !== 'exe'),
]);
/** Extensions of programs, which may be self-extractors. */
const programs: ReadonlySet<string> = new Set(['exe', 'sfx']);
/** Extensions of scripts, and of files that may be anything. */
const carriers: ReadonlySet<string> = new Set(
  'sh run bsx command bat cmd ps1 vbs js py pl bin dat data bundle pkg img tmp out'.split(' '),
);
/** Members by which a zip archive is the file of an application: of Java, Office Open XML, OpenDocument and EPUB. */
const applicationMembers: ReadonlySet<string> = new Set([
  'meta-inf/manifest.mf',
  '[content_types].xml',
  'mimetype',
]);
/** Members by which it is a package that is installed all the same: APPX, VSIX; and the ending of that of NuGet. */
const packageMembers = /^(?:appxmanifest\.xml|appxmetadata\/.*|extension\.vsixmanifest|.*\.nuspec)$/;

/** What the bytes of a file in a folder are; `unread` is a format that is not read, with its name. */
export type FileContent =
  /** No container, as far as its first and last bytes tell. */
  | 'plain'
  /** An archive or package whose content is not in any answer about the folder. */
  | 'container'
  /** The zip archive of an application (.jar, .docx): the names in it were searched, and nothing is there. */
  | 'application'
  | { readonly unread: string };

/**
 * Classifies files of a folder by their content, whatever their names are. Of most files only the first and
 * last 512 bytes are read, and those where a disc image has its signature. Programs with attached bytes and files that may carry an archive behind other data are searched as a
 * whole, 64 MiB together.
 *
 * @param isWanted whether a file of this path or name, in an application's file, is of interest
 */
export function contentTest(
  isWanted: (path: string, name: string) => boolean,
): (file: Pick<PackageFile, 'name' | 'size' | 'openInPlace'>) => FileContent {
  const left = { bytes: MOST_UNPACKED, members: MOST_MEMBERS };
  return (file) => {
    if (file.size < SMALLEST_ARCHIVE) return 'plain';
    // A program that cannot be read may contain files.
    const otherwise = programs.has(extensionOf(file.name)) ? 'container' : 'plain';
    return tried<FileContent>(file, otherwise, (source) => contentOf(source, file.name, left, isWanted));
  };
}

interface Left {
  bytes: number;
  members: number;
}

function contentOf(
  source: ByteSource,
  name: string,
  left: Left,
  isWanted: (path: string, name: string) => boolean,
): FileContent {
  if (source.size < SMALLEST_ARCHIVE) return 'plain';
  const head = part(source, 0, FIRST);
  if (startsLikeExecutable(head)) return programContent(source, name, left);
  if (startsLikeCompoundFile(head)) return compoundContent(source);
  if (head[0] === 0x50 && head[1] === 0x4b) {
    // A spanned archive has another signature first; other files may begin with the same two letters.
    if (startsLikeZip(head)) return zipContent(source, name, left, isWanted);
    if (head[2] === 7 && head[3] === 8) return 'container';
  }
  if (archiveFormats.some((format) => format.matches(head))) return 'container';
  const last = part(source, Math.max(0, source.size - LAST), LAST);
  const unread = unreadFormatOf(endsOf(source, head, last));
  if (unread !== null) {
    return unread.usual?.includes(extensionOf(name)) ? 'plain' : { unread: unread.name.replace(/;.*/, '') };
  }
  if (startsLikeZip(last.subarray(-SMALLEST_ARCHIVE))) return 'container';
  const unusual = encodedContent(source, head) ?? withoutSignature(head, source.size);
  if (unusual !== null) return { unread: unusual };
  // What begins with nothing but one byte is filled up, whatever it is called.
  const isFilled = head.length === FIRST && head.every((byte) => byte === head[0]);
  if ((!mayCarry(name) && !isFilled) || source.size > left.bytes) return 'plain';
  left.bytes -= source.size;
  return archivesBehind(source, 0, 'package').length > 0 ? 'container' : 'plain';
}

/** A source of which the ends are read already. */
function endsOf(source: ByteSource, head: Uint8Array, last: Uint8Array): ByteSource {
  const lastAt = source.size - last.length;
  return {
    size: source.size,
    read: (offset, length) => {
      if (offset + length <= head.length) return head.subarray(offset, offset + length);
      if (offset >= lastAt) return last.subarray(offset - lastAt, offset - lastAt + length);
      return part(source, offset, length);
    },
  };
}

/** Bytes of a source, read without what follows them. */
function part(source: ByteSource, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(length, source.size - offset));
  readInto(source, offset, bytes);
  return bytes;
}

/** Whether a program contains archives. Its headers say whether there is more than the program. */
function programContent(source: ByteSource, name: string, left: Left): FileContent {
  const head = part(source, 0, HEAD);
  const isProgram = programs.has(extensionOf(name));
  if (!mayCarryBehind(name, head, source.size, isProgram)) {
    return hasArchiveResource(source) ? 'container' : 'plain';
  }
  if (source.size > left.bytes) return 'container';
  left.bytes -= source.size;
  try {
    const isContainer =
      opened(source, name, (container) => container !== null) ||
      hasArchiveResource(source) ||
      beginsContainerBehind(source);
    return isContainer ? 'container' : 'plain';
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    // What follows the program is an archive, and is damaged or in a format that is not read. Symbols of libraries have any text.
    const isLibrary = !isProgram && isDynamicLibrary(head);
    return isLibrary && !beginsContainerBehind(source) ? 'plain' : 'container';
  }
}

/** Transforms change a package and have no files themselves. */
function compoundContent(source: ByteSource): FileContent {
  try {
    const { root } = CompoundFile.open(source);
    const kind = databaseKindOfClass(root.clsid);
    if (kind === 'msi' || kind === 'msp') return 'container';
    return kind === null && hasAttachments(root) ? { unread: 'a document with files in it' } : 'plain';
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return 'container';
    throw error;
  }
}

/** Files that a message of Outlook, or a document of Office as a package of OLE, has within itself. */
function hasAttachments({ streams, storages }: CompoundFile['root']): boolean {
  return (
    [...streams].some(([name]) => /^(?:\x01ole10native|package)$/i.test(name)) ||
    [...storages].some(([name, inner]) => /^__attach_version/i.test(name) || hasAttachments(inner))
  );
}

/** Formats that have no signature but a form of their first bytes. */
function withoutSignature(head: Uint8Array, size: number): string | null {
  const isSectors = size >= SMALLEST_DISK && size % FIRST === 0;
  if (isSectors && head[510] === 0x55 && head[511] === 0xaa) {
    return 'an image of a disk or volume';
  }
  // ARC: a mark, a method and a name of MS-DOS.
  const method = head[1] ?? 0;
  if (head[0] === 0x1a && method > 0 && method < 12) {
    const name = String.fromCharCode(...head.subarray(2, 15));
    if (/^[\w~!#$%&'()@^{}-]{1,8}(?:\.[\w~!#$%&'()@^{}-]{0,3})?\0/.test(name)) return 'an ARC archive';
  }
  return null;
}

function zipContent(
  source: ByteSource,
  name: string,
  left: Left,
  isWanted: (path: string, name: string) => boolean,
): FileContent {
  try {
    return opened(source, name, (container) => {
      if (container === null) return 'container';
      const { files } = container;
      if (files.length === 0) return 'plain';
      const paths = files.map(({ path }) => path.toLowerCase());
      const isApplication =
        container.kind === 'zip' &&
        paths.some((path) => applicationMembers.has(path)) &&
        !paths.some((path) => packageMembers.test(path));
      if (!isApplication || files.length > left.members) return 'container';
      left.members -= files.length;
      return hasContent(container, isWanted) ? 'container' : 'application';
    });
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return 'container';
    throw error;
  }
}

/** Whether something in the file of an application is wanted, or may have files itself. */
function hasContent(container: Container, isWanted: (path: string, name: string) => boolean): boolean {
  const isNamed = container.files.some(({ path, statedName, encrypted }) => {
    const name = statedName ?? path.slice(path.lastIndexOf('/') + 1);
    return (
      encrypted ||
      isWanted(path, name) ||
      containerExtensions.has(extensionOf(name)) ||
      formatNotRead(name) !== null
    );
  });
  if (isNamed) return true;
  const heads = container.heads(
    container.files,
    HEAD,
    (member, head) =>
      lookInside(member.path, head, member.size) !== 'never' ||
      startsLikeCompoundFile(head) ||
      unsupportedFormat(new BufferSource(head)) !== null,
  );
  // A member that cannot be read is missing there.
  return heads.size < container.files.length || [...heads.values()].some((is) => is);
}

function opened<T>(source: ByteSource, name: string, judge: (container: Container | null) => T): T {
  const budget = new UnpackBudget({ packed: source.size });
  try {
    return judge(openContainer(source, name, budget, 1));
  } finally {
    budget.close();
  }
}

/** The result for the content of a file on disk; `otherwise` where it cannot be read. */
export function tried<T>(
  file: Pick<PackageFile, 'openInPlace'>,
  otherwise: T,
  test: (source: ByteSource) => T,
): T {
  let source: OpenedSource | null = null;
  try {
    source = file.openInPlace();
    return source ? test(source) : otherwise;
  } catch (error) {
    // What cannot be read is reported where it is wanted.
    if (error instanceof HotfixkitError && (error.kind === 'input' || error.code.startsWith('FILE_')))
      return otherwise;
    throw error;
  } finally {
    source?.close();
  }
}

/** Whether a file of this name may have an archive behind other data. */
export function mayCarry(name: string): boolean {
  return !name.includes('.') || carriers.has(extensionOf(name));
}

export function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
