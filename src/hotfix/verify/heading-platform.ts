import type { Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { Manifest, ManifestFile, ManifestSection } from '../manifest/manifest.js';
import { type Difference, type FileFacts, isOfUnknownProcessor } from './compare-file.js';
import { canonicalPlatform, type Platform } from './platform.js';
import { areSameProcessor, excludedIn, type Processor, processorsIn, processorsOf } from './table-heading.js';

/** Names that a message lists. */
const LISTED = 5;

/** What the heading of a table says of the processors of its files. */
export interface HeadingPlatform {
  /** Empty only where it excludes some. */
  processors: readonly Processor[];
  /** The processors that it says the files are not for. */
  excluded: readonly Processor[];
  /** The heading is that of the very table, not the title of the article, which may only tell of the problem. */
  isOwn: boolean;
  /** The processors that rows of the table state. */
  stated: ReadonlySet<Platform | null>;
}

/** The processors that the heading of a table names; null if it names none. */
export function headingPlatform(
  section: ManifestSection,
  { title }: Pick<Manifest, 'title'>,
): HeadingPlatform | null {
  const processors = [...processorsOf(section)];
  const excluded = [...excludedIn(section.title)];
  if (processors.length === 0 && excluded.length === 0) return null;
  const stated = new Set(section.files.map(({ platform }) => canonicalPlatform(platform)));
  const isOwn = section.title !== title && processorsIn(section.title).size > 0;
  return { processors, excluded, isOwn, stated };
}

/** The difference between the heading and a file whose row names no processor, where one cannot be for the other. */
export function headingDifference(
  heading: HeadingPlatform | null,
  row: ManifestFile,
  file: FileFacts,
): Difference[] {
  if (!heading?.isOwn || !isOther(heading, row, file) || mayRunThere(heading, file)) return [];
  return [{ field: 'platform', expected: heading.processors.join(' or '), actual: processorOf(file) }];
}

/** Tables for wider processors have files for x86 too, which run there; on ARM64 those for x64 and ARM run as well. */
function mayRunThere({ processors }: HeadingPlatform, file: FileFacts): boolean {
  const found = canonicalPlatform(file.platform);
  if (found === 'x86' || file.kind === 'NE') return true;
  return (found === 'x64' || found === 'ARM') && processors.includes('ARM64');
}

/** Names files that may be for another processor than the heading says. */
export function headingWarnings(
  heading: HeadingPlatform | null,
  matches: readonly { row: ManifestFile; file: FileFacts | null; differences: readonly Difference[] }[],
): Warning[] {
  if (heading === null) return [];
  const { processors, excluded, isOwn } = heading;
  const say = (what: string, isMeant: (row: ManifestFile, file: FileFacts) => boolean): Warning[] => {
    const found = matches.flatMap(({ row, file, differences }) =>
      file === null || differences.length > 0 || !isMeant(row, file) ? [] : [file],
    );
    if (found.length === 0) return [];
    const listed = found.slice(0, LISTED).map((one) => `${one.path} (${processorOf(one)})`.slice(0, 200));
    const more = found.length > LISTED ? `; ${found.length - LISTED} more` : '';
    const are = found.length === 1 ? 'is' : 'are';
    const message = `${what}; ${plural(found.length, 'file')} ${are} for ${processors.length > 0 ? 'another' : 'it'}: ${listed.join('; ')}${more}`;
    return [{ code: 'VERIFY_NOT_COMPARED', message }];
  };
  if (processors.length === 0) {
    return say(`the heading of the table excludes ${excluded.join(' and ')}`, (row, { platform }) => {
      const found = canonicalPlatform(platform);
      if (found === null || canonicalPlatform(row.platform) !== null) return false;
      return excluded.some((one) => areSameProcessor(one, found));
    });
  }
  const where = isOwn ? 'heading of' : 'text above';
  return say(
    `the ${where} the table names ${processors.join(' and ')} and its rows no processor`,
    (row, file) => isOther(heading, row, file),
  );
}

/** Whether a file is for another processor than the heading and all rows name, and its row names none. */
function isOther({ processors, stated }: HeadingPlatform, row: ManifestFile, file: FileFacts): boolean {
  if (canonicalPlatform(row.platform) !== null || processors.length === 0) return false;
  const found = canonicalPlatform(file.platform);
  // What is no executable is for every processor, and programs of 16 bits are for x86.
  if (found === null) {
    if (file.kind === 'NE') return !processors.includes('x86');
    return (
      isOfUnknownProcessor(file) && processors.every((one) => one === '64-bit' || canonicalPlatform(one))
    );
  }
  return !processors.some((one) => areSameProcessor(found, one)) && !stated.has(found);
}

function processorOf(file: FileFacts): string {
  if (file.platform !== null) return file.platform;
  return file.kind === 'NE' ? '16-bit' : 'unknown processor';
}
