import { nameKey } from '../../core/name-key.js';
import { constantOf } from '../../msi/constant-condition.js';
import type { Database } from '../../msi/database.js';
import type { PackageFile } from '../package-content.js';
import type { Product } from '../patch/patched-package.js';
import { selectComponents } from './features.js';

/** A file of a package that no installation puts in place. */
export interface NeverInstalledFile {
  file: PackageFile;
  /** What keeps it out, in words. */
  why: string;
}

/**
 * The files that no installation puts in place, whatever is chosen and on whatever system: those of components that are in no
 * feature, in disabled features alone (Level 0, and no row of Condition that could raise it), or have a condition that is never
 * true. Without those of which an installed file has the name, version and size.
 */
export function neverInstalledFiles(product: Product): NeverInstalledFile[] {
  const { database } = product;
  const reasons = reasonsOf(database);
  if (reasons.size === 0) return [];
  const components = new Map(database.rows('File').map((row) => [row.File, row.Component_]));
  const files: readonly PackageFile[] = product.files;
  const why = (file: PackageFile): string | undefined => reasons.get(components.get(file.key) ?? '');
  const installed = new Set(files.filter((file) => why(file) === undefined).map(statedFacts));
  return files.flatMap((file) => {
    const reason = why(file);
    return reason === undefined || installed.has(statedFacts(file)) ? [] : [{ file, why: reason }];
  });
}

/** Why components are not installed, by their keys. */
function reasonsOf(database: Database): ReadonlyMap<string, string> {
  const components = database.rows('Component');
  const selection = selectComponents(
    database,
    components.map(({ Component }) => Component),
    highestLevels(database),
  );
  return new Map(
    components.flatMap(({ Component, Condition }): [string, string][] => {
      const { feature, selected } = selection.get(Component)!;
      if (!selected)
        return [[Component, feature === null ? 'in no feature' : `feature ${feature} is disabled`]];
      return constantOf(Condition) === false
        ? [[Component, `the condition of component ${Component} is never true: ${Condition}`]]
        : [];
    }),
  );
}

/** The level of each feature: 0 where nothing can raise it from there, 1 for all others. */
function highestLevels(database: Database): Map<string, number> {
  const levels = new Map(
    database.rows('Feature').map(({ Feature, Level }) => [Feature, Level === 0 ? 0 : 1]),
  );
  const conditions = database
    .rows('Condition')
    .map((row) => ({ ...row, constant: constantOf(row.Condition) }));
  for (const { Feature_, Level, constant } of conditions)
    if (Level === 0 && constant === true) levels.set(Feature_, 0);
  for (const { Feature_, Level, constant } of conditions)
    if (Level !== 0 && constant !== false) levels.set(Feature_, 1);
  return levels;
}

const statedFacts = ({ name, version, size }: PackageFile): string => `${nameKey(name)} ${version} ${size}`;
