import { areOtherEditions } from '../article/read-edition.js';
import { canonicalPlatform } from '../verify/platform.js';
import { areForOtherProcessors, areForOtherReleases, branchOf } from '../verify/table-heading.js';
import type { Manifest, ManifestFile, ManifestSection } from './manifest.js';

/** A manifest in which each product has one table, and the tables that were put together. */
export interface JoinedSections {
  manifest: Manifest;
  /** By the table that they became. */
  joined: ReadonlyMap<ManifestSection, readonly ManifestSection[]>;
}

/**
 * Puts tables of one product together: what a product gets is all that its tables name. Tables for different processors stay
 * apart, and so do tables that name no product, and those whose headings name different releases of Windows or of the package.
 *
 * @param allowed the tables of the manifest that may be put together
 */
export function joinSections(manifest: Manifest, allowed: readonly ManifestSection[]): JoinedSections {
  const groups: ManifestSection[][] = [];
  const ofProduct = new Map<string, ProductTables[]>();
  const joinable = new Set(allowed);
  for (const section of manifest.sections) {
    const key = joinable.has(section) ? keyOf(section) : null;
    const rivals = (key !== null && ofProduct.get(key)) || [];
    const home = rivals.find((group) => group.takes(section));
    if (home) {
      home.add(section);
      continue;
    }
    const group = new ProductTables(section);
    groups.push(group.sections);
    if (key !== null) ofProduct.set(key, [...rivals, group]);
  }
  if (groups.length === manifest.sections.length) return { manifest, joined: new Map() };
  const sections = groups.map(join);
  const places = new Map(groups.flatMap((group, i) => group.map((one) => [one, i] as const)));
  const warnings = manifest.warnings.map((warning) => {
    const [start, index] = /^sections\[(\d+)\]/.exec(warning.structure ?? '') ?? [];
    const section = manifest.sections[Number(index)];
    if (start === undefined || section === undefined) return warning;
    const rest = warning.structure!.slice(start.length);
    return { ...warning, structure: `sections[${places.get(section)}]${rest}` };
  });
  const joined = new Map(
    groups.flatMap((group, i) => (group.length > 1 ? [[sections[i]!, group] as const] : [])),
  );
  return { manifest: { ...manifest, sections, warnings }, joined };
}

/** Tables of one product that are put together. */
class ProductTables {
  readonly sections: ManifestSection[] = [];
  readonly #headings = new Map<string, ManifestSection>();
  readonly #processors = new Set<string>();

  constructor(first: ManifestSection) {
    this.add(first);
  }

  add(section: ManifestSection): void {
    this.sections.push(section);
    this.#headings.set(JSON.stringify([section.title, section.platform]), section);
    for (const processor of processorsOf(section.files)) this.#processors.add(processor);
  }

  takes(section: ManifestSection): boolean {
    for (const one of this.#headings.values()) {
      // Versions of one line may be for several releases of Windows.
      if (areForOtherReleases(one, section) || areForOtherProcessors(one, section)) return false;
      // A package that was released again has the files of one of its releases.
      if (areOtherEditions(one.title, section.title)) return false;
    }
    return shareOne(this.#processors, processorsOf(section.files));
  }
}

const keyOf = ({ product }: ManifestSection): string | null =>
  product?.trim().replace(/\s+/g, ' ').toLowerCase() || null;

/** Whether a processor is named by both, or none by one of them. */
function shareOne(one: ReadonlySet<string>, two: ReadonlySet<string>): boolean {
  return one.size === 0 || two.size === 0 || [...one].some((processor) => two.has(processor));
}

function processorsOf(files: ManifestSection['files']): Set<string> {
  return new Set(
    files.map(({ platform }) => canonicalPlatform(platform)).filter((processor) => processor !== null),
  );
}

function join(group: readonly ManifestSection[]): ManifestSection {
  const [first] = group as [ManifestSection, ...ManifestSection[]];
  if (group.length === 1) return first;
  return { ...first, title: titlesOf(group).join('; '), files: group.flatMap(withBranch) };
}

/** The rows of a table, with the service branch of its heading where the table has no column for it. */
function withBranch(section: ManifestSection): readonly ManifestFile[] {
  const branch = branchOf(section);
  if (branch === null || section.files.some(({ folder }) => folder !== undefined)) return section.files;
  return section.files.map((row) => ({ ...row, folder: branch }));
}

/** The headings, each once. */
export function titlesOf(group: readonly ManifestSection[]): string[] {
  return [...new Set(group.map(({ title }) => title))];
}
