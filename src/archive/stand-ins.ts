import type { Archive, ArchiveFile, FilePart } from './archive.js';

/** Groups files that represent those of another archive as that archive groups its own. */
export function batchesOfStandIns<File, Inner extends ArchiveFile>(
  archive: Pick<Archive<Inner>, 'batches'>,
  files: readonly File[],
  innerOf: (file: File) => Inner,
): File[][] {
  const fileOf = new Map(files.map((file) => [innerOf(file), file]));
  return archive.batches([...fileOf.keys()]).map((batch) => batch.map((inner) => fileOf.get(inner)!));
}

/** Decodes files that represent those of another archive through that archive. */
export function* decodeStandIns<File, Inner extends ArchiveFile>(
  archive: Pick<Archive<Inner>, 'decode'>,
  files: readonly File[],
  innerOf: (file: File) => Inner,
): Generator<FilePart<File>, void, void> {
  const fileOf = new Map(files.map((file) => [innerOf(file), file]));
  for (const part of archive.decode([...fileOf.keys()])) yield { ...part, file: fileOf.get(part.file)! };
}
