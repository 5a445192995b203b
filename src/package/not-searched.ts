import { archiveFormats } from '../archive/archive-formats.js';
import { archivesBehind } from '../archive/archives-behind.js';
import { formatNotRead } from '../archive/unsupported.js';
import { BufferSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { listed, plural } from '../core/plural.js';
import { withoutTail } from '../core/text-scan.js';
import { CUT_IN_DIRECTORY } from '../formats/zip/cut-archive.js';
import { databaseFormats } from '../msi/database-kind.js';
import { CONTAINER_INDEX } from './inspect/container-index.js';
import type { OpenedPackage } from './opened-package.js';
import type { Package } from './package.js';
import type { PackageFile } from './package-content.js';

/** Extensions of archives and packages. Omits programs: most contain no files, and each is of interest itself. */
const extensions: ReadonlySet<string> = new Set([
  ...databaseFormats.map(({ kind }) => kind),
  ...archiveFormats.flatMap((format) => format.extensions).filter((one) => one !== 'exe'),
]);
/** Extensions of scripts, and of files that may be anything. */
const carriers: ReadonlySet<string> = new Set(
  'sh run bsx command bat cmd ps1 vbs js py pl bin dat data bundle pkg img tmp out'.split(' '),
);
/** Bytes of files that are unpacked to find archives in them. */
const MOST_UNPACKED = 64 * 2 ** 20;
/** The end record of an empty zip archive. */
const SMALLEST_ARCHIVE = 22;
/** What a package that may lack files does not get. */
export const NO_VERDICT = 'there is no verdict about what is left; download it again';
const weakening: ReadonlySet<string> = new Set([
  'ZIP_CORRUPT',
  'ZIP_SEVERAL',
  'CONTAINER_TOO_MANY',
  'PACKAGE_MEMBER_UNCERTAIN',
  // An archive behind what was read, in the same file: other programs may read that one.
  'PACKAGE_NOT_SEARCHED',
]);
const kindsNotConcerned: readonly string[] = ['msi', 'msm', 'msp', 'mst', 'folder'];

/**
 * What a package and what it came in say of parts that were not read, damaged or left out, each once: a container by itself
 * is both. Every command that lists or judges shows these, and {@link notSearched} or {@link notRead} where its answer
 * depends on what is in the files.
 */
export function warningsOf({ content, container }: Pick<OpenedPackage, 'content' | 'container'>): Warning[] {
  return [...new Set([...content.warnings, ...(container?.warnings() ?? [])])];
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

/** Warnings that say that a package is cut, or that other programs see other files in it: a verdict about it is weak. */
export function wholenessWarnings(opened: Pick<OpenedPackage, 'content' | 'container'>): Warning[] {
  return warningsOf(opened).filter(({ code }) => code.endsWith('_TRUNCATED') || weakening.has(code));
}

/**
 * Lists members of an archive that were not searched: archives, packages, and files in formats that are
 * not read. For results that they could change, such as a missing file.
 *
 * @param given the archive as the caller named it
 */
export function notSearched(
  { content, container }: Pick<OpenedPackage, 'content' | 'container'>,
  given: string,
): Warning[] {
  const inFolder = content.kind === 'folder';
  if (kindsNotConcerned.includes(content.kind) && !inFolder) return [];
  const files: readonly PackageFile[] = content.files;
  // Programs count only if they were found to contain files.
  const isOuter = container !== null && 'container' in content && content.container === container.container;
  const opened = new Set(isOuter ? container.inside().map(({ member }) => member.path) : []);
  const carries = inFolder ? () => false : carrierTest();
  const isDatabase = (file: PackageFile): boolean => kindsNotConcerned.includes(extensionOf(file.name));
  const inside = files.filter((file) => {
    // An image has databases among its files.
    if (inFolder && isDatabase(file)) return false;
    return extensions.has(extensionOf(file.name)) || opened.has(pathOf(file)) || carries(file);
  });
  const warnings: Warning[] = [];
  if (inside.length > 0) {
    const largest = inside.reduce((most, file) => (file.size > most.size ? file : most));
    const between = inFolder ? '/' : given.endsWith('!') ? '' : '!';
    // cmd.exe knows no quotation marks but these.
    const way = `"${inFolder ? withoutTail(given, '\\/') : given}${between}${pathOf(largest)}"`;
    warnings.push({
      code: 'PACKAGE_NOT_SEARCHED',
      message: `${plural(inside.length, 'file')} inside ${inside.length === 1 ? 'was' : 'were'} not looked at: ${listed(inside.map(pathOf))}; give the path of one to look at it: ${way}`,
    });
  }
  return [...warnings, ...notRead(content)];
}

/**
 * Files of an archive in unsupported formats, by name. A Windows Update package has its own warnings
 * for them.
 */
export function notRead(content: Package): Warning[] {
  if (kindsNotConcerned.includes(content.kind) || content.kind === 'msu') return [];
  const files: readonly PackageFile[] = content.files;
  const unread = files.flatMap((file) => {
    const format = formatNotRead(file.name);
    return format === null ? [] : [`${pathOf(file)} (${format})`];
  });
  const warnings: Warning[] = [];
  if (unread.length > 0) {
    const message = `hotfixkit does not read what is in ${listed(unread)}`;
    warnings.push({ code: 'CONTAINER_UNSUPPORTED', message });
  }
  const deltas = files.filter(({ name }) => /^\d+$/.test(name));
  if (deltas.length > 0 && files.some(({ name }) => name.toLowerCase() === CONTAINER_INDEX)) {
    const what = deltas.length === 1 ? '1 file is a delta' : `${deltas.length} files are deltas`;
    const message = `${what} of Windows Update (PA30), which hotfixkit does not apply; list shows what they stand for`;
    warnings.push({ code: 'CONTAINER_UNSUPPORTED', message });
  }
  return warnings;
}

/**
 * Tests files whose names do not tell a format for an archive in them: one of any kind without a usual extension, one behind
 * a script. Those that are too large to be unpacked for that count as well.
 */
function carrierTest(): (file: PackageFile) => boolean {
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

function mayCarry(name: string): boolean {
  return !name.includes('.') || carriers.has(extensionOf(name));
}

function pathOf(file: PackageFile): string {
  return file.targetPath ?? file.key;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
