import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InstallFile } from '../../src/package/install/install-file.js';
import { InstallPackage } from '../../src/package/install/install-package.js';
import { openPackage } from '../../src/package/open-package.js';
import type { PackageOnDisk } from '../../src/package/opened-package.js';
import { buildPackage, type PackagePlan } from './package-builder.js';
import { readTree, tempFolder } from './temp-folder.js';

/** The folder of the fixtures in this repository. */
export const fixturesDir = resolve(dirname(fileURLToPath(import.meta.url)), '../../fixtures');

/** The stand-in that is as the article publishes it, for a service pack. */
export function standInPath(servicePack: 1 | 2): string {
  return join(fixturesDir, `kb977203/SCCM2007-SP${servicePack}-KB977203-ENU.msi`);
}

/** The stand-in for SP2 with one thing wrong. */
export function variantPath(variant: string): string {
  return join(fixturesDir, `kb977203/${variant}/SCCM2007-SP2-KB977203-ENU.msi`);
}

/** Writes a package with everything that lies beside it; gives the path of the `.msi`. */
export function writePackage(plan: PackagePlan, folder = tempFolder(), name = 'package.msi'): string {
  const { msi, loose } = buildPackage(plan);
  // A package may list itself: its own bytes are those of the database.
  writeTree(folder, { ...Object.fromEntries(loose), [name]: msi });
  return join(folder, name);
}

/** Writes files by their relative paths. */
export function writeTree(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** Opens an installation package for the length of `body`. */
export async function withInstallPackage<Result>(
  path: string,
  body: (content: InstallPackage, opened: PackageOnDisk) => Result | Promise<Result>,
): Promise<Result> {
  const opened = openPackage(path);
  try {
    if (!(opened.content instanceof InstallPackage)) throw new Error(`${path} is a ${opened.content.kind}`);
    return await body(opened.content, opened);
  } finally {
    opened.close();
  }
}

/** A file of a package by its File key. */
export function fileOf(content: InstallPackage, key: string): InstallFile {
  const file = content.files.find((one) => one.key === key);
  if (!file) throw new Error(`no file ${key}`);
  return file;
}

/** A tree as path and content, for trees of small text files. */
export function textTree(folder: string): Record<string, string> {
  return Object.fromEntries([...readTree(folder)].map(([path, bytes]) => [path, bytes.toString('utf8')]));
}

/** A tree as path and SHA-256. */
export function hashTree(folder: string): Record<string, string> {
  return Object.fromEntries([...readTree(folder)].map(([path, bytes]) => [path, sha256(bytes)]));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
