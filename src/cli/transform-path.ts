import { existsSync } from 'node:fs';
import { HotfixkitError } from '../core/errors.js';
import type { Database } from '../msi/database.js';
import { Transform } from '../msi/transform.js';
import { findTransform } from '../package/inspect/describe-patch.js';
import { databaseOf } from '../package/node/diff-packages.js';
import type { OpenedPackage } from '../package/opened-package.js';
import { isPatch } from '../package/package.js';
import type { Context } from './context.js';
import type { BaseOption, PackageOptions } from './definitions/shared-options.js';
import { withPackage } from './open.js';

/** Splits `patch.msp#T1ToU1` into the package and the name of a transform in it; null = the package itself. */
export function splitTransformPath(path: string): { path: string; transform: string | null } {
  const exists = (text: string): boolean => existsSync(text) || existsSync(text.split('!')[0]!);
  for (let at = path.indexOf('#'); at > 0; at = path.indexOf('#', at + 1)) {
    if (existsSync(path)) break;
    const before = path.slice(0, at);
    if (exists(before)) return { path: before, transform: path.slice(at + 1) };
  }
  return { path, transform: null };
}

/** The transform that is meant, if one is: a file of one, or one of a patch; with the database that it is for. */
export function openTransform(
  { content }: OpenedPackage,
  name: string | null,
  base: Database | null,
): { transform: Transform; base: Database | null } | null {
  if (name === null) {
    const isTransform = content.kind === 'mst';
    return isTransform ? { transform: new Transform(content.database), base } : null;
  }
  if (content.kind !== 'msp') {
    throw new HotfixkitError('USAGE', 'only a patch has transforms in it', {
      found: `${content.kind}, #${name}`,
    });
  }
  return findTransform(content, name, base);
}

/** Opens what `--base` names for the length of `body`; null where it was not given. */
export async function withBase<T>(
  context: Context,
  options: BaseOption & PackageOptions,
  body: (base: Database | null) => T | Promise<T>,
): Promise<T> {
  const path = options.base;
  if (path === undefined) return await body(null);
  // What --with names is for the package itself.
  return await withPackage(context, path, { ...options, with: [] }, (opened) => {
    const database = databaseOf(opened.content);
    if (!database || isPatch(opened.content)) {
      throw new HotfixkitError('USAGE', '--base takes an installation package or its administrative image');
    }
    return body(database);
  });
}
