import { HotfixkitError, type Warning } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { type CabinetFile, whyCut } from '../formats/cab/cabinet-folder.js';
import { whyMissing } from '../formats/cab/folder-blocks.js';
import type { SourceFolder } from './install/source-folder.js';

/** At most this many files in one message. */
const SHOWN = 5;
/** Offset of the set ID in CFHEADER. */
const SET_ID = 0x20;

/** The error for incomplete files; if one is requested, nothing is extracted from the package. */
export function incompleteFiles(
  cut: readonly { readonly key: string; readonly name?: string }[],
  asked: number,
  cause: HotfixkitError,
): HotfixkitError {
  const names = cut.slice(0, SHOWN).map(({ key, name }) => name ?? key);
  const more = cut.length > SHOWN ? ` and ${cut.length - SHOWN} more` : '';
  const share =
    asked === 1
      ? 'this file is'
      : `${cut.length} of ${plural(asked, 'file')} ${cut.length === 1 ? 'is' : 'are'}`;
  const rest = asked > cut.length ? ', or take only files that are whole (--only)' : '';
  const message = `${share} not complete: ${names.join(', ')}${more}; ${cause.message}; download it again${rest}`;
  return new HotfixkitError('PACKAGE_INCOMPLETE', message, { ...cause.facts, entry: cut[0]!.key }, { cause });
}

/** `CAB_MISSING_PART` if a member continues in a missing cabinet, with the searched places and a wrong cabinet there; else null. */
export function missingCabinet(
  members: readonly CabinetFile[],
  folder: SourceFolder | null,
  warnings: readonly Warning[] = [],
): HotfixkitError | null {
  const error = members.map(whyMissing).find((one) => one !== null);
  if (!error) return null;
  const place = folder && folder.path !== '' ? folder.path : null;
  const beside = folder?.openOnOtherDisk ? ' and in the folders of other disks beside it' : '';
  const looked = place === null ? 'there is no folder to look in' : `looked in ${place}${beside}`;
  const wrong = warnings.find(
    ({ code, stream }) => code === 'CAB_BAD_HEADER' && stream === error.facts.expected,
  );
  const found = wrong ? `; a ${wrong.stream} is there, but ${whyWrong(wrong)}` : '';
  return new HotfixkitError(error.code, `${error.message}; ${looked}${found}`, error.facts, { cause: error });
}

/** Why a cabinet of the right name is not the one that is needed. */
function whyWrong({ offset, expected, found }: Warning): string {
  return offset === SET_ID
    ? `it belongs to another set (set ID ${found}, expected ${expected})`
    : `it is cabinet ${Number(found) + 1} of the set, and cabinet ${Number(expected) + 1} is needed`;
}

/** Throws `PACKAGE_INCOMPLETE` if members extend beyond the end of a truncated cabinet. */
export function checkComplete(members: readonly CabinetFile[]): void {
  const cut = members.filter((member) => whyCut(member) !== null);
  if (cut.length === 0) return;
  throw incompleteFiles(
    cut.map(({ name }) => ({ key: name })),
    members.length,
    whyCut(cut[0]!)!,
  );
}
