import type { ContainerLimits } from '../archive/limits.js';
import { addFacts, HotfixkitError } from '../core/errors.js';
import { existingPath } from '../node/user-path.js';
import { askForOne } from '../package/find-inside.js';
import { openPackageWith } from '../package/node/open-package-with.js';
import { splitPackagePath } from '../package/node/package-path.js';
import { warningsOf } from '../package/not-searched.js';
import { openPackage } from '../package/open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../package/opened-package.js';
import type { Package } from '../package/package.js';
import { type Additions, additionsOf } from '../package/patch/additions.js';
import type { Context } from './context.js';
import type { PackageOptions } from './definitions/shared-options.js';
import { type KnownFiles, openForFiles } from './known-files.js';

/** What the options of {@link PackageOptions} ask for, with the password from where it was given. */
export function openOptions(context: Context, options: PackageOptions): OpenPackageOptions {
  const { codepage: codePage, maxDepth, maxEntries, maxRatio } = options;
  const password = options.password ?? context.env.HOTFIXKIT_PASSWORD;
  const maxSize = byteCount(options.maxSize);
  const limits: Partial<ContainerLimits> = {
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(maxEntries === undefined ? {} : { maxEntries }),
    ...(maxRatio === undefined ? {} : { maxRatio }),
    ...(maxSize === undefined ? {} : { maxSize }),
  };
  return {
    ...(options.strict ? { strict: true } : {}),
    ...(codePage === undefined ? {} : { codePage }),
    ...(password === undefined || password === '' ? {} : { password }),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(options.sourceDir.length > 0
      ? { sourceFolders: options.sourceDir.map((one) => existingPath(one)) }
      : {}),
    ...(options.renameUnsafe ? { renameUnsafe: true } : {}),
  };
}

/** `500M`: a number with a unit of 1024, 1024² or 1024³. */
function byteCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+)([KMGT]?)i?B?$/i.exec(text.trim());
  if (!match)
    throw new HotfixkitError('USAGE', '--max-size takes bytes: 1000000, 500M, 16G', { found: text });
  return Number(match[1]) * 1024 ** ' KMGT'.indexOf(match[2]!.toUpperCase() || ' ');
}

/**
 * Opens a package for the length of `body`, with what `--with` adds to it; errors that leave it name the file.
 *
 * @param how `known`: the files that are looked for, see {@link openForFiles}
 */
export async function withPackage<T>(
  context: Context,
  path: string,
  options: PackageOptions & { with?: readonly string[] },
  body: (opened: OpenedPackage) => T | Promise<T>,
  { known, ...how }: { orContainer?: boolean; orDamaged?: boolean; known?: KnownFiles } = {},
): Promise<T> {
  const additions = options.with ?? [];
  const opened =
    additions.length > 0
      ? openPackageWith(path, additions, openOptions(context, options))
      : known
        ? openForFiles(path, openOptions(context, options), known)
        : openPackage(path, { ...openOptions(context, options), ...how });
  const place = placeOf(path, opened);
  try {
    const way = opened.inside.filter((name) => name !== '').join('!');
    if (way !== '' && !path.includes('!')) context.openedInside(path, way);
    const choices = opened.container?.choices ?? [];
    if (choices.length > 0) {
      context.note(`${path}: ${askForOne(choices, [opened.container!.container])}`);
    }
    const result = await body(opened);
    const own = opened.content.warnings;
    const around = warningsOf(opened).filter((warning) => !own.includes(warning));
    context.warn([
      ...own.map((warning) => ({ file: place, ...warning })),
      ...around.map((warning) => ({ file: path, ...warning })),
    ]);
    return result;
  } catch (error) {
    throw addFacts(error, { file: place });
  } finally {
    opened.close();
  }
}

/** What was applied to a package, as the key `with` of a JSON document; nothing for a package as it is. */
export function withJson(content: Package): { with?: Additions } {
  const additions = additionsOf(content);
  return additions ? { with: additions } : {};
}

/** The file on disk and the way to the package inside it, as it can be typed. */
function placeOf(path: string, { inside }: Pick<OpenedPackage, 'inside'>): string {
  const way = inside.filter((name) => name !== '');
  return way.length === 0 ? path : [splitPackagePath(path).path, ...way].join('!');
}
