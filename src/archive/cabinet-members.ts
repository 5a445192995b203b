import { groupBy } from '../core/group-by.js';
import type { CabinetFile } from '../formats/cab/cabinet-folder.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { FilePart } from './archive.js';

/** Files of one cabinet folder form one batch: decoding the last one decodes the others. */
export function groupByFolder<File>(files: readonly File[], memberOf: (file: File) => CabinetFile): File[][] {
  const members = files.map((file) => ({ file, member: memberOf(file) }));
  const groups = groupBy(members, ({ member }) => member.folder);
  return [...groups.values()].map((group) =>
    group.sort((a, b) => a.member.folderOffset - b.member.folderOffset).map(({ file }) => file),
  );
}

/** Maps the parts of a cabinet set's members to their files. */
export function* decodeMembers<File>(
  set: CabinetSet,
  files: readonly File[],
  memberOf: (file: File) => CabinetFile,
): Generator<FilePart<File>, void, void> {
  // Two rows of the File table may match one member, with names that differ only in case.
  const filesOf = groupBy(files, memberOf);
  for (const part of set.decode(filesOf.keys())) {
    for (const file of filesOf.get(part.file)!) {
      yield 'chunk' in part ? { file, chunk: part.chunk } : { file, end: true };
    }
  }
}
