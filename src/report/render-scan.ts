import { groupDigits, plural } from '../core/plural.js';
import { withoutTail } from '../core/text-scan.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { Place } from '../hotfix/scan/judge-place.js';
import type { ScannedHotfix, ScannedPlace, ScanResult } from '../hotfix/scan/scan-trees.js';
import { escapeMarkdown as cell, markdownCode as code } from './markup-text.js';
import type { JunitSuite } from './render-junit.js';
import { markdownTable, remark, verdictWord } from './render-verification.js';

/** Places that have files of the hotfix, not only files of other versions of the product. */
export function tellingPlaces(hotfix: ScannedHotfix): ScannedHotfix['places'] {
  return hotfix.places.filter(({ status }) => status !== 'older' && status !== 'other');
}

/** Why a place is not complete: one line for each reason. */
export function placeReasons(place: Place): string[] {
  if (place.problem) return [`cannot be read: ${place.problem.message}`];
  const wrong = place.problems.filter(({ status }) => status !== 'missing');
  const missing = place.problems.filter(({ status }) => status === 'missing');
  return [
    ...wrong.map((file) => `${file.path ?? file.name}: ${remark(file)}`),
    ...(missing.length === 0
      ? []
      : [
          missing.length > 3
            ? `${missing.length} files are missing`
            : `missing: ${missing.map(({ name, platform }) => (platform === null ? name : `${name} (${platform})`)).join(', ')}`,
        ]),
    ...place.supersededBy.map((kb) => `superseded by KB${kb}`),
  ];
}

/** One suite for each article, one case for each place; one more for the paths in which nothing was found. */
export function scanSuites(result: ScanResult): JunitSuite[] {
  const suites = result.hotfixes.map((hotfix): JunitSuite => {
    const name = manifestName(hotfix);
    return {
      name,
      cases: tellingPlaces(hotfix).map((place) => {
        const failed = !place.ok;
        const reasons = placeReasons(place);
        const where = placeName(place);
        return {
          group: [name, place.product ?? ''].join(' ').trim(),
          name: `${where} (${place.role})`,
          file: where,
          outcome: failed ? ('failed' as const) : ('passed' as const),
          ...(failed ? { kind: place.status, message: reasons[0] ?? '', detail: reasons.join('\n') } : {}),
        };
      }),
    };
  });
  const cases = emptyPaths(result).map((path) => ({
    group: 'paths',
    name: path,
    file: path,
    outcome: 'failed' as const,
    kind: 'absent',
    message: 'no file of the articles is here',
    detail: '',
  }));
  return cases.length === 0 ? suites : [...suites, { name: 'paths', cases }];
}

/** Paths in which nothing of the articles was found, as the user gave them. */
function emptyPaths({ paths }: ScanResult): string[] {
  return paths.flatMap(({ path, places }) => (places === 0 ? [path] : []));
}

/** Why the paths are not right of which no place tells it. */
export function emptyPathLines(result: ScanResult): string[] {
  return emptyPaths(result).map((path) => `${path}: no file of the articles is here`);
}

/** Markdown for the page of a pipeline: the verdict, then a row for each place. */
export function renderScanMarkdown(result: ScanResult): string {
  const { walked } = result;
  const rows = result.hotfixes.flatMap((hotfix) =>
    tellingPlaces(hotfix).map((place) => [
      cell(manifestName(hotfix)),
      cell(place.product ?? ''),
      marked(place),
      place.role,
      `${place.right} of ${place.expected}`,
      code(placeName(place)),
      cell(placeReasons(place).join('; ')),
    ]),
  );
  return [
    `**${verdictWord(result)}**: ${result.hotfixes.map((one) => `${cell(manifestName(one))} ${one.status}`).join(', ')}.`,
    '',
    ...(rows.length === 0
      ? []
      : [
          ...markdownTable(['Hotfix', 'Product', 'Status', 'What', 'Right', 'Where', 'Remark'], [4], rows),
          '',
        ]),
    ...emptyPathLines(result).flatMap((line) => [cell(line), '']),
    `${walkedWords(walked)}.`,
    '',
  ].join('\n');
}

/** How much was searched. Files that are given themselves are in no folder. */
export function walkedWords({ files, folders, candidates }: ScanResult['walked']): string {
  if (folders === 0) return `${plural(candidates, 'file')} given`;
  return `${plural(files, 'file')} in ${plural(folders, 'folder')}, ${groupDigits(candidates)} ${files < candidates ? 'given or ' : ''}named by the articles`;
}

/** Root and path as one. */
export function placeName({ root, path }: { root: string; path: string }): string {
  const place = root === '.' ? path : `${withoutTail(root, '\\/')}${path === '' ? '' : `/${path}`}`;
  return (place === '' ? root : place).replaceAll('\\', '/');
}

function marked({ status, ok }: ScannedPlace): string {
  return ok ? status : `**${status}**`;
}
