import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAll } from '../../core/byte-source.js';
import { addFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { listed } from '../../core/plural.js';
import { FileSource } from '../../node/file-source.js';
import { Folder } from '../../node/folder.js';
import { membersBeside } from '../../package/beside-members.js';
import { notSearched, refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import { openPackage } from '../../package/open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../../package/opened-package.js';
import { paths } from '../../package/package-search.js';
import { articleNumber } from '../../package/patch/article-number.js';
import { refuseTooMany } from '../../package/patch/patch-sequence.js';

/** A client patch that is staged without a manifest: a file by itself, or one in a package. */
export interface LoosePatch {
  /** As given, with the way to it in its package: `hotfix.msi!i386/x.msp`. */
  from: string;
  name: string;
  /** Number of the article. */
  kb: number;
  bytes: Uint8Array;
}

/** Files that may hold client patches. */
const PACKAGES = /\.(msi|exe|zip|cab|msu)$/i;
const PROGRAM = /\.(?:exe|msi)$/i;
/** Longest client patch, in bytes. */
const LIMIT = 256 * 1024 * 1024;

type AddPatch = (from: string, name: string, read: () => Uint8Array) => void;

/** Whether a path is one that {@link readLoosePatches} reads by itself: a patch, a folder, or a folder in a zip archive. */
export function isLooseSource(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true || (stat?.isFile() === true && /\.(?:msp|zip)$/i.test(path));
}

/**
 * The patches in files and folders of hotfixes, with those in packages there. A package that cannot be opened, or holds no
 * patch, is a warning.
 *
 * Throws `STAGE_BAD_NAME` for a patch of which neither its name nor that of its package has the number of an article.
 */
export function readLoosePatches(
  paths: readonly string[],
  options: OpenPackageOptions = {},
): { patches: LoosePatch[]; warnings: Warning[] } {
  const patches: LoosePatch[] = [];
  const warnings: Warning[] = [];
  const add: AddPatch = (from, name, read) => {
    const kb = articleNumber(name) ?? articleNumber(from);
    if (kb === null) {
      throw new HotfixkitError(
        'STAGE_BAD_NAME',
        'neither the name of this patch nor that of its package or folder has the number of an article (KBnnnnnn), which names its folder below i386/hotfix: rename it',
        { file: from },
      );
    }
    refuseTooMany(patches.length + 1);
    patches.push({ from, name, kb, bytes: read() });
  };
  for (const path of paths) {
    warnings.push(...leftInFolder(path, options));
    for (const file of filesOf(path)) {
      if (/\.msp$/i.test(file)) add(file, basename(file), () => readFile(file));
      else if (PACKAGES.test(file)) {
        try {
          warnings.push(...readPackage(file, options, add));
        } catch (error) {
          if (
            !(error instanceof HotfixkitError) ||
            error.kind !== 'input' ||
            ['STAGE_BAD_NAME', 'PATCH_NO_SEQUENCE'].includes(error.code)
          )
            throw error;
          const { code, message, facts } = error;
          warnings.push({
            code,
            message: `this file was not searched for patches: ${message}`,
            ...facts,
            file,
          });
        }
      }
    }
  }
  return { patches, warnings };
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return new Folder(path).files().map((file) => join(path, file.path));
}

/** Archives, links and the like in a folder that are not read, because their names are not those of packages. */
function leftInFolder(path: string, options: OpenPackageOptions): Warning[] {
  if (!statSync(path).isDirectory()) return [];
  const opened = openPackage(path, options);
  try {
    const isRead = (_: string, name: string): boolean => /\.msp$/i.test(name) || PACKAGES.test(name);
    const all = [...opened.content.warnings, ...notSearched(opened, path, isRead)];
    return all.map((warning) => ({ file: path, ...warning }));
  } finally {
    opened.close();
  }
}

function readFile(path: string): Uint8Array {
  const source = new FileSource(path);
  try {
    if (source.size > LIMIT) throw tooLarge(path);
    return Uint8Array.from(readAll(source));
  } finally {
    source.close();
  }
}

/** The warnings are about what may hold a patch, or be the utility of one, and was not taken. */
function readPackage(path: string, options: OpenPackageOptions, add: AddPatch): Warning[] {
  const opened: OpenedPackage = openPackage(path, { ...options, orContainer: true });
  try {
    const { content, container } = opened;
    refuseUnknownFiles(opened, 'download it again');
    // Several packages, each by itself.
    if (container !== null && container.choices.length > 0) {
      const inside = paths(container.inside()).map((way) => way.map(({ member }) => member.path));
      return [
        ...inside.flatMap((way) => readPackage([path, ...way].join('!'), options, add)),
        ...leftBeside(path, container.container.files, inside.flat()),
        ...leftInside(opened, path, inside.flat()),
      ];
    }
    // A download around one patch.
    const member = content.kind === 'msp' ? container?.way.at(-1) : undefined;
    if (member) {
      const from = path.includes('!') ? path : `${path}!${member.path}`;
      add(from, basename(member.path), () => checkedBytes(from, member.size, () => member.bytes()));
      return [...leftBeside(path, membersBeside(opened)), ...leftInside(opened, path)];
    }
    for (const file of content.files) {
      if (!/\.msp$/i.test(file.name)) continue;
      const from = `${path}!${file.targetPath ?? file.key}`;
      add(from, file.name, () => checkedBytes(from, file.size, () => file.bytes()));
    }
    return leftInside(opened, path);
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    opened.close();
  }
}

/** Archives and the like in a package that were not searched, and what it says of parts that were not read. */
function leftInside(opened: OpenedPackage, path: string, searched: readonly string[] = []): Warning[] {
  const isTaken = (inside: string, name: string): boolean =>
    /\.msp$/i.test(name) || searched.includes(inside);
  const left = [...warningsOf(opened), ...notSearched(opened, path, isTaken)];
  return left.map((warning) => ({ file: path, ...warning }));
}

/** Names that a message lists. */
const LISTED = 5;

/** Programs and packages in an archive of patches that nothing says what they are for. */
function leftBeside(
  path: string,
  members: readonly { path: string }[],
  taken: readonly string[] = [],
): Warning[] {
  const left = members
    .map((member) => member.path)
    .filter((name) => !taken.includes(name) && PROGRAM.test(name));
  if (left.length === 0) return [];
  const message = `only patches are staged without --kb or --manifest; not staged: ${listed(left, LISTED)}`;
  return [{ code: 'PACKAGE_NOT_SEARCHED', message, file: path }];
}

function checkedBytes(from: string, size: number, read: () => Uint8Array): Uint8Array {
  if (size > LIMIT) throw tooLarge(from);
  return Uint8Array.from(read());
}

function tooLarge(file: string): HotfixkitError {
  return new HotfixkitError('STAGE_WRONG_PATCH', 'this file is too large for a client patch', {
    file,
    expected: `at most ${LIMIT} bytes`,
  });
}
