import { manifestName } from '../hotfix/manifest/manifest.js';
import type { PlaceStatus } from '../hotfix/scan/judge-place.js';
import type { ScannedHotfix, ScanResult } from '../hotfix/scan/scan-trees.js';
import { type Evidence, type EvidenceColumn, type HashedFile, type Tone, toneOf } from './evidence.js';
import { emptyPathLines, placeName, placeReasons, tellingPlaces, walkedWords } from './render-scan.js';
import { verdictWord } from './render-verification.js';

const columns: readonly EvidenceColumn[] = [
  { name: 'status', title: 'Status', kind: 'status' },
  { name: 'place', title: 'Where', kind: 'code' },
  { name: 'hotfix', title: 'Hotfix' },
  { name: 'product', title: 'Product' },
  { name: 'role', title: 'What' },
  { name: 'files_right', title: 'Right', kind: 'number' },
  { name: 'files_expected', title: 'Expected', kind: 'number' },
  { name: 'remark', title: 'Remark', isBelow: true },
];

const fileColumns: readonly EvidenceColumn[] = [
  { name: 'file', title: 'File', kind: 'code' },
  { name: 'version_found', title: 'Version found' },
  { name: 'size_found', title: 'Size found', kind: 'number' },
  { name: 'sha256', title: 'SHA-256', kind: 'hash', isBelow: true },
];

const tones: Readonly<Record<PlaceStatus, Tone>> = {
  complete: 'good',
  present: 'warn',
  superseded: 'warn',
  damaged: 'bad',
  older: 'none',
  other: 'none',
};

/** A scan as a document: a row for each place, then the files with their digests where these were asked for. */
export function scanEvidence(result: ScanResult): Evidence {
  const { ok, warnings, hotfixes, roots, walked } = result;
  const files = scannedFiles(hotfixes);
  return {
    kind: 'Scan',
    title: `Hotfixes in ${roots.join(', ')}`,
    verdict: {
      tone: toneOf(ok, warnings),
      headline: verdictWord(result),
      reasons: [
        ...hotfixes.map((one) => `${manifestName(one)}: ${one.status}.`),
        ...emptyPathLines(result).map((line) => `${line}.`),
        `${walkedWords(walked)}.`,
      ],
    },
    tables: [
      {
        title: 'Places',
        notes: [
          'Compared: name, platform, version and size of each file with the published table. Date and time are not judged, and signatures are not looked at.',
        ],
        columns,
        rows: hotfixes.flatMap((hotfix) =>
          tellingPlaces(hotfix).map((place) => ({
            tone: tones[place.status],
            cells: [
              place.status,
              placeName(place),
              manifestName(hotfix),
              place.product,
              place.role,
              place.right,
              place.expected,
              placeReasons(place).join('; ') || null,
            ],
          })),
        ),
      },
      ...(files.length === 0
        ? []
        : [
            {
              title: 'Files',
              isFurther: true,
              notes: [],
              columns: fileColumns,
              rows: files.map(({ path, version, size, sha256 }) => ({
                tone: 'none' as const,
                cells: [path, version, size, sha256],
              })),
            },
          ]),
    ],
    warnings,
  };
}

/** The digests of the files in all places, as far as these were asked for. */
export function scannedHashes({ hotfixes }: ScanResult): HashedFile[] {
  return scannedFiles(hotfixes);
}

type ScannedFile = NonNullable<ScannedHotfix['places'][number]['files']>[number];

function scannedFiles(hotfixes: readonly ScannedHotfix[]): ScannedFile[] {
  return hotfixes.flatMap((hotfix) =>
    tellingPlaces(hotfix).flatMap(({ root, files = [] }) =>
      files.map((file) => ({ ...file, path: placeName({ root, path: file.path }) })),
    ),
  );
}
