import type { Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { listed } from '../../core/plural.js';
import type { ManifestFile, ManifestSection } from '../manifest/manifest.js';
import { keyOf } from './match-section.js';

/** A service pack or branch in a column for these, not a folder. */
const branch = /^(?:(?:pre-?|with |not )?(?:sp ?\d|service pack \d|rtm)|gdr|qfe|ldr)/i;

/**
 * `VERIFY_NOT_COMPARED` where some files are those of one service pack or branch, and others those of another: each is right by its
 * row, but one package brings the files of one of them, or of all.
 *
 * @param rows the rows of the table in its order, and whether their files match
 */
export function mixedBranches({ files }: ManifestSection, rows: readonly { status: string }[]): Warning[] {
  const numbered = files.map((row, index) => ({ row, index }));
  let common: Set<string> | null = null;
  const found: string[] = [];
  for (const same of groupBy(numbered, ({ row }) => keyOf(row)).values()) {
    const branches = new Set(same.flatMap(({ row }) => branchOf(row) ?? []));
    const matched = same.filter(({ index }) => rows[index]?.status === 'match');
    if (branches.size < 2 || matched.length === 0) continue;
    // What says the same of two branches is of both.
    const said = new Set(matched.map(({ row }) => figuresKey(row)));
    const fitting = new Set(
      same.flatMap(({ row }) => (said.has(figuresKey(row)) ? (branchOf(row) ?? []) : [])),
    );
    if (fitting.size === 0) continue;
    found.push(`${same[0]!.row.name}: ${[...fitting].join(', ')}`);
    common = new Set([...(common ?? fitting)].filter((one) => fitting.has(one)));
  }
  if (common === null || common.size > 0) return [];
  const message = `the files are those of different service packs or branches, none of which has all: ${listed(found)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

const figuresKey = ({ version, size }: ManifestFile): string => JSON.stringify([version, size]);

function branchOf({ folder }: ManifestFile): string | null {
  return folder !== undefined && branch.test(folder) ? folder.toUpperCase() : null;
}
