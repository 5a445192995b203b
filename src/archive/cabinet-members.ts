import { groupBy } from '../core/group-by.js';
import type { CabinetFile } from '../formats/cab/cabinet-folder.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { DecodedPart } from '../formats/cab/decode-folder.js';
import type { FilePart } from './archive.js';

/** Files of one cabinet folder form one batch: decoding the last one decodes the others. */
export function groupByFolder<File>(files: readonly File[], memberOf: (file: File) => CabinetFile): File[][] {
  const groups = groupBy(files, (file) => memberOf(file).folder);
  return [...groups.values()].map((group) =>
    group.sort((a, b) => memberOf(a).folderOffset - memberOf(b).folderOffset),
  );
}

/** Maps the parts of a cabinet set's members to their files. */
export function* decodeMembers<File>(
  set: CabinetSet,
  files: readonly File[],
  memberOf: (file: File) => CabinetFile,
): Generator<FilePart<File>, void, void> {
  const fileOf = new Map<CabinetFile, File>();
  // Two rows of the File table may match one member, with names that differ only in case.
  const further: File[] = [];
  for (const file of files) {
    const member = memberOf(file);
    if (fileOf.has(member)) further.push(file);
    else fileOf.set(member, file);
  }
  const othersOf = groupBy(further, memberOf);
  for (const part of set.decode(fileOf.keys())) {
    yield partOf(part, fileOf.get(part.file)!);
    if (othersOf.size === 0) continue;
    for (const file of othersOf.get(part.file) ?? []) yield partOf(part, file);
  }
}

function partOf<File>(part: DecodedPart, file: File): FilePart<File> {
  return 'chunk' in part ? { file, chunk: part.chunk } : { file, end: true };
}
