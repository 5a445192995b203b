import { groupBy } from '../../core/group-by.js';
import type { ManifestFile, ManifestSection } from '../manifest/manifest.js';
import type { FileFacts } from './compare-file.js';
import { keyOf } from './match-section.js';
import { canonicalPlatform, type Platform } from './platform.js';
import { type Processor, processorsIn } from './table-heading.js';

/** What a verdict was given about, as it is compared with each of the other tables. */
export class UsedTable {
  readonly section: ManifestSection;
  /** Files that were compared with no row of it. */
  readonly unlisted: readonly FileFacts[];
  /** Rows without a file are not of interest. */
  readonly onlyPresent: boolean;
  /** File name of the package. */
  readonly fileName: string | null;
  /** Its rows by the name of their file. */
  readonly rows: ReadonlyMap<string, readonly ManifestFile[]>;
  /**
   * The processor that the files and their table are for. Tables for other processors than x86 have rows for x86 too, and their
   * packages such files: one file for another processor decides, then what the heading names, then the rows.
   */
  readonly processor: Processor | null;
  /** The processors of rows that are equal in name, version and size. */
  readonly #said: ReadonlyMap<string, ReadonlySet<Platform | null>>;

  /** @param facts all files that were compared */
  constructor(
    section: ManifestSection,
    facts: readonly FileFacts[],
    options: { unlisted: readonly FileFacts[]; onlyPresent: boolean; fileName: string | null },
  ) {
    this.section = section;
    this.unlisted = options.unlisted;
    this.onlyPresent = options.onlyPresent;
    this.fileName = options.fileName;
    this.rows = groupBy(section.files, keyOf);
    const files = mainOf(facts.map(({ platform }) => canonicalPlatform(platform)));
    this.processor = files === null || files === 'x86' ? (mainProcessor(section) ?? files) : files;
    this.#said = new Map(
      [...groupBy(section.files, figuresKey)].map(([key, rows]) => [
        key,
        new Set(rows.map(({ platform }) => canonicalPlatform(platform))),
      ]),
    );
  }

  /** Whether one of its rows tells no difference from this one. */
  says(row: ManifestFile): boolean {
    const platforms = this.#said.get(figuresKey(row));
    if (platforms === undefined) return false;
    const platform = canonicalPlatform(row.platform);
    return platform === null || platforms.has(null) || platforms.has(platform);
  }
}

const figuresKey = (row: ManifestFile): string => JSON.stringify([keyOf(row), row.version, row.size]);

/** The processor that a table is for, as its heading says, else its rows; null where they name several or none. */
export function mainProcessor({ files, title }: ManifestSection): Processor | null {
  const [named, another] = processorsIn(title);
  if (another !== undefined) return null;
  return named ?? mainOf(files.map(({ platform }) => canonicalPlatform(platform)));
}

function mainOf(processors: Iterable<Platform | null>): Platform | null {
  const all = [...processors].filter((one) => one !== null);
  return all.find((one) => one !== 'x86') ?? all[0] ?? null;
}
