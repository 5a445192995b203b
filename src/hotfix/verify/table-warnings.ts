import type { Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import type { Manifest, ManifestSection, ManifestWarning } from '../manifest/manifest.js';
import { foldersOfRow } from '../manifest/row-name.js';
import { isInFolder } from './match-files.js';
import { mixedBranches } from './mixed-branches.js';
import { isOtherKindOfCode, isUnknownProcessor } from './platform.js';

/** A row of the table and what was found for it. */
interface CheckedRow {
  name: string;
  platform: string | null;
  status: string;
  expected: { version: string | null; size: number | null };
  path: string | null;
  actual: { version: string | null; platform: string | null } | null;
}

/** Names and texts that a message lists. */
const LISTED = 5;

/**
 * What a verdict by this table does not cover: lines of the article that could not be read, rows that were read with doubt, rows
 * that say nothing to compare.
 */
export function tableWarnings(
  manifest: Manifest,
  section: ManifestSection,
  files: readonly CheckedRow[],
): Warning[] {
  const own = manifest.warnings.filter((warning) => concerns(warning, manifest.sections.indexOf(section)));
  const unread = own.filter(({ code }) => code === 'ARTICLE_ROW_UNREAD');
  const doubtful = own.filter(({ code }) => code === 'ARTICLE_ROW_UNCERTAIN');
  const matched = files.filter(({ status }) => status === 'match');
  const unchecked = matched.filter(({ expected }) => expected.version === null && expected.size === null);
  const platforms = matched.filter(
    ({ platform, actual }) => actual?.platform && isUnknownProcessor(platform),
  );
  const managed = matched.filter(({ platform, actual }) =>
    isOtherKindOfCode(platform, actual?.platform ?? null),
  );
  const elsewhere = matched.filter(
    ({ name, path }) => foldersOfRow(name).length > 0 && path !== null && !isInFolder(name, path),
  );
  return [
    ...absentColumns(section, matched),
    ...mixedBranches(section, files),
    // Of the manifest as a whole.
    ...(
      ['MANIFEST_TRANSLATIONS', 'ARTICLE_WITHDRAWN', 'ARTICLE_RULE_UNCLEAR', 'ARTICLE_TEXT_UNCLEAR'] as const
    ).flatMap((code) =>
      manifest.warnings
        .filter((one) => one.code === code)
        .map(({ message }): Warning => ({ code, message: message.slice(0, 1000) })),
    ),
    // What the article publishes and the manifest has no place for.
    ...own
      .filter(({ code }) => code === 'VERIFY_NOT_COMPARED')
      .map(({ message }): Warning => ({ code: 'VERIFY_NOT_COMPARED', message: message.slice(0, 1000) })),
    ...warning(
      'ARTICLE_ROW_UNREAD',
      unread.map(({ found, message }) => String(found ?? message)),
      (count) =>
        `${plural(count, 'line')} of the table could not be read, so no file was checked against ${count === 1 ? 'it' : 'them'}`,
    ),
    ...warning(
      'ARTICLE_ROW_UNCERTAIN',
      doubtful.map(({ entry, message }) => (entry === undefined ? message : `${entry}: ${message}`)),
      (count) => `${plural(count, 'row')} of the table may be read wrongly; check the article`,
    ),
    ...warning(
      'VERIFY_NOT_COMPARED',
      unchecked.map(({ name }) => name),
      (count) =>
        `${plural(count, 'row')} of the table ${count === 1 ? 'has' : 'have'} neither version nor size, so only the name was compared`,
    ),
    ...warning(
      'VERIFY_NOT_COMPARED',
      incompleteRows(section, matched),
      (count) =>
        `${plural(count, 'row')} of the table ${count === 1 ? 'lacks what other rows have, so it was' : 'lack what other rows have, so they were'} not compared entirely`,
    ),
    ...warning(
      'VERIFY_NOT_COMPARED',
      platforms.map(({ name, platform }) => `${name}: ${platform}`),
      (count) =>
        `${plural(count, 'row')} of the table ${count === 1 ? 'names a platform' : 'name platforms'} that is not known and was not compared`,
    ),
    ...warning(
      'VERIFY_NOT_COMPARED',
      managed.map(({ name, platform, actual }) => `${name}: ${platform}, not ${actual?.platform}`),
      (count) =>
        `${plural(count, 'row')} of the table ${count === 1 ? 'is for a file' : 'are for files'} of code for every processor, and ${count === 1 ? 'the file is' : 'the files are'} for one`,
    ),
    ...warning(
      'VERIFY_NOT_COMPARED',
      elsewhere.map(({ name, path }) => `${name}: ${path}`),
      (count) =>
        `${plural(count, 'row')} of the table ${count === 1 ? 'names a folder' : 'name folders'} in which no file of the name lies, so the folder was not compared`,
    ),
  ];
}

/** What no row of the table has, although files have it. */
function absentColumns({ files }: ManifestSection, matched: readonly CheckedRow[]): Warning[] {
  const isGiven = (fact: 'version' | 'size' | 'date' | 'platform') => files.some((row) => row[fact] !== null);
  const say = (absent: string[], compared: string): Warning[] => [
    {
      code: 'VERIFY_NOT_COMPARED',
      message: `no row of the table has a ${absent.join(' or ')} to compare, so only ${compared} compared`,
    },
  ];
  if (matched.length === 0 || (!isGiven('version') && !isGiven('size'))) return [];
  if (!isGiven('size')) {
    const others = (['platform', 'date'] as const).filter((fact) => !isGiven(fact));
    return say(
      ['size', ...others],
      isGiven('platform') ? 'names, versions and platforms were' : 'names and versions were',
    );
  }
  const hasVersion = matched.some(({ actual }) => actual?.version !== null && actual?.version !== undefined);
  return !isGiven('version') && hasVersion ? say(['version'], 'names and sizes were') : [];
}

/** Rows without the size or the version that other rows of the table and the file have, and what they lack. */
function incompleteRows({ files }: ManifestSection, matched: readonly CheckedRow[]): string[] {
  const isGiven = (fact: 'version' | 'size' | 'platform') => files.some((row) => row[fact] !== null);
  const [hasVersions, hasSizes, hasPlatforms] = [isGiven('version'), isGiven('size'), isGiven('platform')];
  return matched.flatMap(({ name, expected, platform, actual }) => {
    // Rows without both are named apart.
    if (expected.version === null && expected.size === null) return [];
    const absent = [
      ...(hasVersions && expected.version === null && actual?.version ? ['version'] : []),
      ...(hasSizes && expected.size === null ? ['size'] : []),
    ];
    if (absent.length === 0) return [];
    if (hasPlatforms && platform === null && actual?.platform) absent.push('platform');
    return [`${name}: no ${absent.join(', no ')}`];
  });
}

/** Whether a warning of the manifest may be about this table. */
function concerns({ structure }: ManifestWarning, index: number): boolean {
  const [, number] = /^sections\[(\d+)\]/.exec(structure ?? '') ?? [];
  return number === undefined || Number(number) === index;
}

function warning(
  code: Warning['code'],
  items: readonly string[],
  message: (count: number) => string,
): Warning[] {
  if (items.length === 0) return [];
  const listed = items.slice(0, LISTED).map((item) => item.slice(0, 200));
  const more = items.length > LISTED ? `; ${items.length - LISTED} more` : '';
  return [{ code, message: `${message(items.length)}: ${listed.join('; ')}${more}` }];
}
