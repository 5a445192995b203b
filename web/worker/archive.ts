import { describeError, HotfixkitError, type Warning } from '../../src/core/errors.js';
import { planAdministrativeInstallation } from '../../src/installer/image/administrative-plan.js';
import { signatureRemoved, writeImageDatabase } from '../../src/installer/image/image-database.js';
import { Hasher } from '../../src/node/hash.js';
import { planExtract } from '../../src/package/extract/extract-plan.js';
import { checkHash, checkSize } from '../../src/package/file-check.js';
import { WordCount } from '../../src/package/install/word-count.js';
import type { PackageContent, PackageFile } from '../../src/package/package-content.js';
import type { ArchiveMade, ArchiveRequest } from '../protocol.js';
import type { OnProgress } from './files.js';
import type { Session } from './session.js';
import { type ZipFileWriter, ZipWriter } from './zip-writer.js';

interface Placed {
  file: PackageFile;
  path: string;
}

/** Files of the package as a zip archive, below the folder that was asked for: what `extract` writes. */
export async function archiveFiles(
  session: Session,
  { rows, layout, below }: ArchiveRequest,
  onProgress: OnProgress,
): Promise<ArchiveMade> {
  const { content } = session.package;
  const wanted = new Set(rows.flatMap((row) => session.files[row] ?? []));
  const { files, warnings } = planExtract(content, {
    layout,
    accept: (file) => wanted.has(file),
    // Nobody can be asked which of two is meant; both are there, and a warning says so.
    onConflict: 'rename',
  });
  const parent = below === '' ? '' : below.slice(0, below.lastIndexOf('/') + 1);
  const placed = files.map(({ file, path }) => ({
    file,
    path: path.startsWith(parent) ? path.slice(parent.length) : path,
  }));
  const zip = new ZipWriter();
  const more = await addFiles(zip, content, placed, onProgress);
  return { blob: zip.finish(), warnings: [...warnings, ...more].map(describeError) };
}

/** The administrative image of the package as a zip archive: what `msiexec /a` writes with no property set. */
export async function archiveImage(session: Session, onProgress: OnProgress): Promise<ArchiveMade> {
  const opened = session.package;
  const { content } = opened;
  if (content.kind !== 'msi') {
    throw new HotfixkitError('PACKAGE_NOT_INSTALLABLE', 'only an installation package has an image');
  }
  const shortNames = (content.wordCount & WordCount.shortNames) !== 0;
  const plan = planAdministrativeInstallation(content, {
    packageName: opened.name,
    shortNames,
    hasShortNames: shortNames,
  });
  const zip = new ZipWriter();
  const warnings = await addFiles(zip, content, plan.files, onProgress);
  const now = new Date();
  const database = zip.begin({ path: plan.packageName ?? opened.name, modified: now, readOnly: false });
  await database.write(writeImageDatabase(content, { shortNames, user: '', now, adminProperties: null }));
  await database.end();
  const all = [...plan.warnings, ...warnings, ...signatureRemoved(content)];
  return { blob: zip.finish(), warnings: all.map(describeError) };
}

/** Files as they are decoded, each checked against what the package states of it. Throws where it is not that. */
async function addFiles(
  zip: ZipWriter,
  content: PackageContent,
  placed: readonly Placed[],
  onProgress: OnProgress,
): Promise<Warning[]> {
  const files = placed.map(({ file }) => file);
  content.check(files);
  const pathOf = new Map(placed.map(({ file, path }) => [file, path]));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const open = new Map<PackageFile, { writer: ZipFileWriter; size: number; md5: Hasher | null }>();
  const warnings: Warning[] = [];
  let done = 0;
  let told = 0;
  for (const batch of content.batches(files)) {
    for (const part of content.decode(batch)) {
      const { file } = part;
      let state = open.get(file);
      if (!state) {
        const { readOnly } = file;
        const writer = zip.begin({ path: pathOf.get(file)!, modified: file.modified(), readOnly });
        state = { writer, size: 0, md5: file.md5 === null ? null : new Hasher('md5') };
        open.set(file, state);
      }
      if ('chunk' in part) {
        state.size += part.chunk.length;
        state.md5?.update(part.chunk);
        done += part.chunk.length;
        await state.writer.write(part.chunk);
        if (done - told < 1 << 20) continue;
        told = done;
        onProgress({ done, total });
        continue;
      }
      open.delete(file);
      warnings.push(...(part.warnings ?? []));
      const label = pathOf.get(file)!;
      const problem = part.isUnchecked
        ? null
        : (checkSize(file, label, state.size) ?? (state.md5 && checkHash(file, label, state.md5.hex())));
      if (problem) throw problem;
      await state.writer.end();
    }
  }
  return warnings;
}
