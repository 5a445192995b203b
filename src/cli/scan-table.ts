import { groupDigits, plural } from '../core/plural.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { PlaceStatus } from '../hotfix/scan/judge-place.js';
import type { ScanResult } from '../hotfix/scan/scan-trees.js';
import {
  emptyPathLines,
  placeName,
  placeReasons,
  tellingPlaces,
  walkedWords,
} from '../report/render-scan.js';
import { verdictWord } from '../report/render-verification.js';
import type { Color, Context } from './context.js';
import { verdictColor } from './verify-table.js';

const colors: Readonly<Partial<Record<PlaceStatus, Color>>> = {
  complete: 'green',
  present: 'yellow',
  superseded: 'yellow',
  damaged: 'red',
};

/** What lies where, for people: a line a place, what is wrong below it, then a line an article. */
export function scanLines(context: Context, result: ScanResult): string[] {
  const places = result.hotfixes.flatMap((hotfix) =>
    (context.verbose ? hotfix.places : tellingPlaces(hotfix)).map((place) => ({ hotfix, place })),
  );
  const [head, ...rows] = context.table(
    [
      { title: 'Status' },
      { title: 'Hotfix' },
      { title: 'Product' },
      { title: 'What' },
      { title: 'Right', align: 'right' },
      { title: 'Where' },
    ],
    places.map(({ hotfix, place }) => [
      place.status,
      manifestName(hotfix),
      place.product ?? '',
      place.role,
      place.problem ? '' : `${place.right} of ${place.expected}`,
      placeName(place),
    ]),
  );
  const { walked } = result;
  const reused = walked.reused > 0 ? `, ${groupDigits(walked.reused)} known from the state` : '';
  return [
    ...(places.length === 0 ? [] : [head!]),
    ...rows.flatMap((row, i) => {
      const { place } = places[i]!;
      const color = colors[place.status];
      const { length } = place.status;
      const reasons = placeReasons(place);
      const shown = context.verbose ? reasons : reasons.slice(0, 5);
      return [
        color ? context.paint(color, row.slice(0, length)) + row.slice(length) : row,
        ...shown.map((reason) => `    ${reason}`),
        ...(shown.length < reasons.length
          ? [`    and ${plural(reasons.length - shown.length, 'more')}`]
          : []),
      ];
    }),
    ...(places.length === 0 ? [] : ['']),
    ...result.hotfixes.map((hotfix) => `${manifestName(hotfix)}: ${summary(hotfix.places)}`),
    `${walkedWords(walked)}, ${groupDigits(walked.read)} read${reused}`,
    context.paint(verdictColor(result), verdictWord(result)),
    ...emptyPathLines(result).map((line) => `  ${line}`),
  ];
}

function summary(places: readonly { status: PlaceStatus }[]): string {
  const parts = (['complete', 'present', 'superseded', 'damaged', 'older', 'other'] as const).flatMap(
    (status) => {
      const count = places.filter((place) => place.status === status).length;
      if (count === 0) return [];
      if (status === 'older') return [`${groupDigits(count)} with older files`];
      if (status === 'other') return [`${groupDigits(count)} with files of other versions`];
      return [`${groupDigits(count)} ${status}`];
    },
  );
  return parts.length === 0 ? 'not found' : parts.join(', ');
}
