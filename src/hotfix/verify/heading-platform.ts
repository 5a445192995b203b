import type { Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { Manifest, ManifestFile, ManifestSection } from '../manifest/manifest.js';
import type { Difference, FileFacts } from './compare-file.js';
import { canonicalPlatform, type Platform } from './platform.js';
import { areSameProcessor, type Processor, processorsIn, processorsOf } from './table-heading.js';

/** Names that a message lists. */
const LISTED = 5;

/** What the heading of a table says of the processor of its files. */
export interface HeadingPlatform {
  processor: Processor;
  /** The heading is that of the very table, not the title of the article, which may only tell of the problem. */
  isOwn: boolean;
  /** The processors that rows of the table state. */
  stated: ReadonlySet<Platform | null>;
}

/** The processor that the heading of a table names, if it names one. */
export function headingPlatform(
  section: ManifestSection,
  { title }: Pick<Manifest, 'title'>,
): HeadingPlatform | null {
  const [processor, another] = processorsOf(section);
  if (processor === undefined || another !== undefined) return null;
  const stated = new Set(section.files.map(({ platform }) => canonicalPlatform(platform)));
  const isOwn = section.title !== title && processorsIn(section.title).size > 0;
  return { processor, isOwn, stated };
}

/** The difference between the heading and a file whose row names no processor, where one cannot be for the other. */
export function headingDifference(
  heading: HeadingPlatform | null,
  row: ManifestFile,
  file: FileFacts,
): Difference[] {
  if (!heading?.isOwn || !isOther(heading, row, file)) return [];
  const { processor } = heading;
  // Tables for wider processors have files for x86 too, which run there; on ARM64 those for x64 run as well.
  if (processor !== 'x86' && (file.platform === 'x86' || processor === 'ARM64')) return [];
  return [{ field: 'platform', expected: processor, actual: file.platform }];
}

/** Names files that may be for another processor than the heading says. */
export function headingWarnings(
  heading: HeadingPlatform | null,
  matches: readonly { row: ManifestFile; file: FileFacts | null; differences: readonly Difference[] }[],
): Warning[] {
  if (heading === null) return [];
  const found = matches.flatMap(({ row, file, differences }) => {
    if (file === null || differences.length > 0 || !isOther(heading, row, file)) return [];
    return [`${file.path} (${file.platform})`];
  });
  if (found.length === 0) return [];
  const listed = found.slice(0, LISTED).map((one) => one.slice(0, 200));
  const more = found.length > LISTED ? `; ${found.length - LISTED} more` : '';
  return [
    {
      code: 'VERIFY_NOT_COMPARED',
      message: `the ${heading.isOwn ? 'heading of' : 'text above'} the table names ${heading.processor} and its rows no processor; ${plural(found.length, 'file')} ${found.length === 1 ? 'is' : 'are'} for another: ${listed.join('; ')}${more}`,
    },
  ];
}

/** Whether a file is for another processor than the heading and all rows name, and its row names none. */
function isOther({ processor, stated }: HeadingPlatform, row: ManifestFile, file: FileFacts): boolean {
  const found = canonicalPlatform(file.platform);
  if (found === null || canonicalPlatform(row.platform) !== null) return false;
  return !areSameProcessor(found, processor) && !stated.has(found);
}
