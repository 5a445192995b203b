import {
  compareFileVersions,
  type FileVersion,
  formatFileVersion,
  parseFileVersion,
  tryParseFileVersion,
} from '../../core/file-version.js';
import { groupBy } from '../../core/group-by.js';
import configMgr2007 from './product-lines/configmgr-2007.json' with { type: 'json' };
import configMgr2012 from './product-lines/configmgr-2012.json' with { type: 'json' };
import sms2003 from './product-lines/sms-2003.json' with { type: 'json' };
import type { ProductLine, VersionOrigin } from './version-origin.js';

/** Where a file version comes from. */
export interface VersionExplanation {
  /** The version that was asked about, four numbers. */
  version: string;
  line: string;
  product: string;
  /** The newest origin that the version is not below. */
  origin: VersionOrigin;
  /** Whether it is the very version of that origin. */
  exact: boolean;
  /** The next origin of the same product; null: none is known. */
  next: VersionOrigin | null;
  /** Against the version that was expected; null where none was given. */
  relation: 'same' | 'newer' | 'older' | null;
  /** What supersedes the article that the expected version belongs to, if what was found is that or later. */
  superseded: { kb: string; by: string; note: string } | null;
  /** The same in one line, without the version itself: `newer: from 4.0.6487.2157, KB977384 or later`. */
  text: string;
}

/** The data files, as `parseProductLine` would take them: a test holds that, so that no schema is needed at run time. */
const builtIn: readonly ProductLine[] = [configMgr2007, configMgr2012, sms2003];

/** The product lines whose versions are known, copies that the caller owns. */
export function productLines(): ProductLine[] {
  return structuredClone(builtIn) as ProductLine[];
}

/**
 * Says where a file version comes from: its product, the service pack or hotfix that brought it, and how that stands
 * to the version that was expected. Products differ in the first three numbers of the version, so a version
 * that no known line uses is null, and so is text that is not a version.
 */
export function explainVersion(
  found: string | FileVersion,
  expected: string | FileVersion | null = null,
): VersionExplanation | null {
  const version = read(found);
  if (version === null) return null;
  const wanted = expected === null ? null : read(expected);
  for (const line of builtIn) {
    const family = familyOf(line, version);
    const index = family.findLastIndex(
      ({ from }) => compareFileVersions(parseFileVersion(from), version) <= 0,
    );
    const origin = family[index];
    if (origin === undefined) continue;
    const next = family[index + 1] ?? null;
    const exact = compareFileVersions(parseFileVersion(origin.from), version) === 0;
    const order = wanted === null ? null : compareFileVersions(version, wanted);
    const relation = order === null ? null : order === 0 ? 'same' : order > 0 ? 'newer' : 'older';
    return {
      version: formatFileVersion(version),
      line: line.line,
      product: origin.product,
      origin,
      exact,
      next,
      relation,
      superseded: supersededBy(line, wanted, origin, family),
      text: describe(origin, exact, next, relation, wanted !== null && !sameFamily(version, wanted)),
    };
  }
  return null;
}

function read(version: string | FileVersion): FileVersion | null {
  return typeof version === 'string' ? tryParseFileVersion(version) : version;
}

function sameFamily(a: FileVersion, b: FileVersion): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

const familyKey = (version: FileVersion): string => version.slice(0, 3).join('.');

/** The origins of each line by their family, in order: a table has many versions. */
const families = new WeakMap<ProductLine, ReadonlyMap<string, readonly VersionOrigin[]>>();

function familyOf(line: ProductLine, version: FileVersion): readonly VersionOrigin[] {
  let known = families.get(line);
  if (known === undefined) {
    const sorted = line.origins
      .map((origin) => ({ origin, from: parseFileVersion(origin.from) }))
      .sort((a, b) => compareFileVersions(a.from, b.from));
    const groups = groupBy(sorted, ({ from }) => familyKey(from));
    known = new Map([...groups].map(([key, group]) => [key, group.map(({ origin }) => origin)]));
    families.set(line, known);
  }
  return known.get(familyKey(version)) ?? [];
}

function supersededBy(
  line: ProductLine,
  wanted: FileVersion | null,
  origin: VersionOrigin,
  family: readonly VersionOrigin[],
): VersionExplanation['superseded'] {
  if (wanted === null) return null;
  const article = familyOf(line, wanted).find(
    ({ from }) => compareFileVersions(parseFileVersion(from), wanted) === 0,
  );
  const rule = line.supersedence.find(
    ({ kb, product }) => kb === article?.kb && product === article.product && product === origin.product,
  );
  const by = family.find(({ kb }) => kb === rule?.by);
  if (rule === undefined || by === undefined) return null;
  if (compareFileVersions(parseFileVersion(origin.from), parseFileVersion(by.from)) < 0) return null;
  return { kb: rule.kb, by: rule.by, note: rule.note };
}

function describe(
  origin: VersionOrigin,
  exact: boolean,
  next: VersionOrigin | null,
  relation: VersionExplanation['relation'],
  otherProduct: boolean,
): string {
  const short =
    origin.kb === null ? `${origin.product.replace(/ SP\d+$/, '')} ${origin.name}` : `KB${origin.kb}`;
  const until =
    next === null || exact ? '' : `, before ${next.from}${next.kb === null ? '' : `, KB${next.kb}`}`;
  const where = `from ${origin.from}, ${short} or later${until}`;
  const product = otherProduct ? `, a file of ${origin.product}` : '';
  if (relation === null || relation === 'same') return `${where}${product}`;
  return `${relation}: ${where}${product}`;
}
