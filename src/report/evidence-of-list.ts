import type { Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import type { ListedFile } from '../package/inspect/list-package.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import type { FileSignature } from '../signature/verdict.js';
import type { Evidence, EvidenceColumn, HashedFile } from './evidence.js';
import type { JunitSuite } from './render-junit.js';

/** A list of files, with their signatures where these were judged. */
export interface ListedFiles {
  /** The package, as it was given. */
  file: string;
  kind: string;
  files: readonly (ListedFile & { signatures?: readonly FileSignature[] })[];
  warnings: readonly Warning[];
}

const columns: readonly EvidenceColumn[] = [
  { name: 'path', title: 'Path', kind: 'code' },
  { name: 'size', title: 'Size', kind: 'number' },
  { name: 'version', title: 'Version' },
  { name: 'platform', title: 'Platform' },
  { name: 'modified', title: 'Modified', kind: 'time' },
  { name: 'feature', title: 'Feature' },
  { name: 'sha256', title: 'SHA-256', kind: 'hash', isBelow: true },
  { name: 'signature', title: 'Signature', isBelow: true },
  { name: 'remark', title: 'Remark', isBelow: true },
];

/** The files of a package as a document. Nothing is judged but whether the package says of them what is so. */
export function listEvidence(list: ListedFiles): Evidence {
  const { file, files, warnings } = list;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return {
    kind: 'List of files',
    title: file,
    verdict: null,
    tables: [
      {
        title: 'Files',
        notes: [`${plural(files.length, 'file')}, ${plural(bytes, 'byte')}.`],
        columns,
        rows: files.map((one) => {
          const remark = contradiction(one);
          return {
            tone: remark === null ? 'none' : 'warn',
            cells: [
              listedPath(one),
              one.size,
              one.version,
              one.platform,
              one.modified,
              one.feature,
              one.sha256 ?? null,
              one.signatures ? signaturesInWords(one.signatures) : null,
              remark,
            ],
          };
        }),
      },
    ],
    warnings,
  };
}

/** The path of a file; of one that has none, its key. */
export function listedPath({ path, patch, key }: ListedFile): string {
  // A path has `/` between its parts; a backslash is part of a name then.
  return path ?? (patch?.name ?? key).replaceAll('\\', '/');
}

/** Where the content is not what the package states of it. */
function contradiction({ statedSize, statedVersion, size, version }: ListedFile): string | null {
  const parts = [
    ...(statedSize === undefined ? [] : [`the package states ${statedSize} bytes, the content has ${size}`]),
    ...(statedVersion === undefined
      ? []
      : [`the package states version ${statedVersion}, the content has ${version ?? 'none'}`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

/** A case for each file, which fails where its content is not what the package states. */
export function listSuites({ file, files, warnings }: ListedFiles): JunitSuite[] {
  return [
    {
      name: file,
      warnings: warnings.map(({ message }) => message),
      cases: files.map((one) => {
        const path = listedPath(one);
        const wrong = contradiction(one);
        const common = { group: file, name: path, file: path };
        return wrong === null
          ? { ...common, outcome: 'passed' as const }
          : { ...common, outcome: 'failed' as const, kind: 'contradiction', message: wrong, detail: wrong };
      }),
    },
  ];
}

/** The digests, as far as they were asked for and the content is there. */
export function listedHashes({ files }: ListedFiles): HashedFile[] {
  return files.flatMap((one) => (one.sha256 ? [{ path: listedPath(one), sha256: one.sha256 }] : []));
}
