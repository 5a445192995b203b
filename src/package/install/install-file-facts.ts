import { addFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { checkPathLimits } from '../../core/path-limits.js';
import type { Database } from '../../msi/database.js';
import type { TableRow } from '../../msi/schema.js';
import { type DirectoryPaths, joinPath } from './directories.js';
import { selectComponents } from './features.js';
import { type FileName, parseFileName } from './file-name.js';
import type { InstallFileFacts } from './install-file.js';
import { MediaBySequence } from './media.js';
import { formatMsiFileHash } from './msi-file-hash.js';
import { targetPathsApart } from './paths-apart.js';
import { FileAttributes, WordCount } from './word-count.js';

/**
 * Maximum of characters in the target and source paths of all files. Rows share folders, so a small database may hold any
 * amount of them; 100,000 files may still have 300 each.
 */
const LONGEST_PATHS = 32 * 2 ** 20;

/** At most this many components without a folder are named. */
const MOST_LOST = 20;

/** What of a package decides where its files are. */
interface DescribedPackage {
  readonly kind: 'msi' | 'msm';
  readonly database: Database;
  readonly directories: ReadonlyMap<string, DirectoryPaths>;
  readonly media: readonly TableRow<'Media'>[];
  readonly properties: ReadonlyMap<string, string>;
  readonly wordCount: number;
  readonly isAdministrativeImage: boolean;
}

/**
 * What the tables say of each row of File, in the order of that table, as `make` keeps it. Throws `PATH_UNSAFE` for paths that are too long, `MSI_*`
 * for tables that cannot be read.
 */
export function installFileFacts<File extends InstallFileFacts>(
  pkg: DescribedPackage,
  make: (facts: InstallFileFacts) => File,
): { files: File[]; warnings: Warning[] } {
  const { database } = pkg;
  const warnings: Warning[] = [];
  const rows = database.rows('File');
  const components = new Map(database.rows('Component').map((row) => [row.Component, row]));
  const hashes = new Map<string, string | null>();
  database.eachRow('MsiFileHash', (row) => hashes.set(row.File_, formatMsiFileHash(row)));
  const media = new MediaBySequence(pkg.media);
  const selection = selectComponents(database, components.keys());
  // A merge module has no Media table: its one cabinet is the stream MergeModule.CABinet.
  const moduleCabinet = pkg.kind === 'msm' ? '#MergeModule.CABinet' : null;
  let pathLength = 0;
  const lost = new Set<string>();
  const factsOf = (row: TableRow<'File'>): InstallFileFacts => {
    const name = parseFileName(row.FileName);
    const component = components.get(row.Component_) ?? null;
    const folder = component === null ? undefined : pkg.directories.get(component.Directory_);
    if (!folder && !lost.has(row.Component_)) {
      lost.add(row.Component_);
      if (lost.size <= MOST_LOST) warnings.push(withoutFolder(row, component));
    }
    const mediaRow = media.find(row.Sequence);
    const cabinet = moduleCabinet ?? (mediaRow?.Cabinet || null);
    const place = selection.get(row.Component_);
    checkPathLimits(name.long);
    const paths = folder ? pathsIn(folder, name) : noPaths;
    pathLength += (paths.targetPath?.length ?? 0) + (paths.sourcePath?.length ?? 0);
    if (pathLength > LONGEST_PATHS) throw pathsTooLong();
    return {
      row,
      mediaRow,
      key: row.File,
      name: name.long,
      targetPath: paths.targetPath,
      sourcePath: paths.sourcePath,
      sourceShortPath: paths.sourceShortPath,
      size: row.FileSize,
      version: row.Version,
      language: row.Language,
      attributes: row.Attributes,
      component: row.Component_,
      feature: place?.feature ?? null,
      media: mediaRow?.DiskId ?? null,
      cabinet,
      selected: place?.selected ?? false,
      md5: hashes.get(row.File) ?? null,
      readOnly: ((row.Attributes ?? 0) & FileAttributes.readOnly) !== 0,
      compressed: isCompressed(pkg, row.Attributes ?? 0, cabinet),
    };
  };
  const files = rows.map((row) => {
    try {
      return make(factsOf(row));
    } catch (error) {
      throw addFacts(error, { stream: 'File', entry: row.File });
    }
  });
  const apart = targetPathsApart(files, {
    components,
    directories: pkg.directories,
    rows: () => database.rows('Directory'),
    properties: pkg.properties,
  });
  for (const [index, targetPath] of apart) files[index] = make({ ...files[index]!, targetPath });
  return { files, warnings };
}

/** The paths of a file. Those that are equal are one text: large packages have 100,000. */
function pathsIn(folder: DirectoryPaths, name: FileName): FilePaths {
  const { targetLong, sourceLong, sourceShort } = folder;
  const targetPath = joinPath(targetLong, name.long);
  const sourcePath = sourceLong === targetLong ? targetPath : joinPath(sourceLong, name.long);
  const isShort = sourceShort === sourceLong && name.short === name.long;
  return {
    targetPath,
    sourcePath,
    sourceShortPath: isShort ? sourcePath : joinPath(sourceShort, name.short),
  };
}

type FilePaths = Pick<InstallFileFacts, 'targetPath' | 'sourcePath' | 'sourceShortPath'>;
const noPaths: FilePaths = { targetPath: null, sourcePath: null, sourceShortPath: null };

/**
 * Per-file bits beat Word Count, and an administrative image beats both (Windows installs such an image from its
 * tree although the tables name a cabinet that does not exist). No cabinet means a loose file in any case.
 */
function isCompressed(pkg: DescribedPackage, attributes: number, cabinet: string | null): boolean {
  if (cabinet === null || pkg.isAdministrativeImage) return false;
  if (pkg.kind === 'msm') return true;
  if ((attributes & FileAttributes.noncompressed) !== 0) return false;
  if ((attributes & FileAttributes.compressed) !== 0) return true;
  return (pkg.wordCount & WordCount.compressed) !== 0;
}

function withoutFolder(row: TableRow<'File'>, component: TableRow<'Component'> | null): Warning {
  const why =
    component === null
      ? `the component ${row.Component_} is not in the Component table`
      : `the folder ${component.Directory_} of the component ${component.Component} is not in the Directory table`;
  return {
    code: 'PACKAGE_BAD_DIRECTORY',
    message: `${why}: where its files belong is not known; they are listed under their File keys`,
    entry: row.File,
  };
}

function pathsTooLong(): HotfixkitError {
  return new HotfixkitError('PATH_UNSAFE', 'the paths of all files together are too long', {
    expected: `${LONGEST_PATHS} characters at most`,
  });
}
