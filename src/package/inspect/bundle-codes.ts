import type { BundlePackageDescription } from '../../archive/bundle-description.js';
import type { Container } from '../../archive/container.js';
import { isLimit } from '../../archive/unpack-budget.js';
import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { CompoundFile } from '../../formats/cfb/compound-file.js';
import { Database } from '../../msi/database.js';
import type { OpenedContainer } from '../opened-package.js';
import type { InnerPackage } from '../package-search.js';

/** A package of a bundle, with what the manifest of the bundle says of it. */
interface ChainedPackage {
  inner: InnerPackage;
  stated: BundlePackageDescription;
}

/**
 * Says where the package that was opened has another product code than the manifest of its bundle states: the bundle finds and
 * removes a product by the code of the manifest.
 */
export function bundleCodeWarnings(container: OpenedContainer, database: Database): Warning[] {
  const last = container.way.at(-1);
  const chained =
    last && chainedIn(container.container, container.inside()).find(({ inner }) => inner.member === last);
  return chained ? differences(chained, database) : [];
}

/** {@link bundleCodeWarnings} for all packages of the bundles in a container. What cannot be opened is an error elsewhere. */
export function codeWarningsOfBundles({ container, inside }: OpenedContainer): Warning[] {
  if (container.damage) return [];
  return chainedIn(container, inside()).flatMap((chained) => {
    const database = databaseOf(chained.inner);
    return database === null ? [] : differences(chained, database);
  });
}

function chainedIn(container: Container, inside: readonly InnerPackage[]): ChainedPackage[] {
  const chain = container.bundle?.chain.filter(({ kind }) => kind === 'msi') ?? [];
  return inside.flatMap((inner): ChainedPackage[] => {
    if (inner.container) return chainedIn(inner.container, inner.inside);
    const own = chain.filter(({ payload }) => payload?.path === inner.member.path);
    return own.map((stated) => ({ inner, stated }));
  });
}

function databaseOf({ member }: InnerPackage): Database | null {
  try {
    return openDatabase(member.source());
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind === 'bug' || isLimit(error)) throw error;
    return null;
  }
}

const openDatabase = (source: ByteSource): Database => Database.open(CompoundFile.open(source).root);

const codes = [
  ['ProductCode', 'product code', 'productCode'],
  ['UpgradeCode', 'upgrade code', 'upgradeCode'],
] as const;

function differences({ inner, stated }: ChainedPackage, database: Database): Warning[] {
  const properties = new Map(database.rows('Property').map(({ Property, Value }) => [Property, Value]));
  return codes.flatMap(([property, name, fact]): Warning[] => {
    const [expected, found] = [stated[fact], properties.get(property) ?? null];
    if (expected === null || expected.toUpperCase() === found?.toUpperCase()) return [];
    return [
      {
        code: 'BUNDLE_PAYLOAD_DIFFERS',
        message: `the package has another ${name} than the manifest of its bundle states`,
        entry: inner.member.path,
        structure: property,
        expected,
        found: found ?? 'none',
      },
    ];
  });
}
