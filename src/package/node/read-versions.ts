import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Warning, withFacts } from '../../core/errors.js';
import { pathFilter, unmatchedPatterns } from '../../core/path-filter.js';
import { type FileFacts, readFileFacts } from '../../formats/pe/file-facts.js';
import { FileSource } from '../../node/file-source.js';
import { mayBeExecutable, readContentFacts } from '../content-facts.js';
import { notSearched, warningsOf } from '../not-searched.js';
import { openPackage } from '../open-package.js';
import type { OpenPackageOptions } from '../opened-package.js';
import { splitPackagePath } from './package-path.js';
import type { WriteProgress } from './write-options.js';

/** The versions, platform and languages that an executable states. */
export interface VersionEntry {
  /** The path given, and below a folder or package the path inside. */
  path: string;
  size: number;
  /** The fixed file version, the one that decides. */
  version: string | null;
  productVersion: string | null;
  /** The same as texts, which often differ. */
  versionString: string | null;
  productVersionString: string | null;
  platform: string | null;
  /** Decimal language identifiers. */
  languages: number[];
}

/** Options of {@link readVersions}. */
export interface ReadVersionsOptions {
  only?: readonly string[];
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
  /** How to open packages: password, limits. */
  open?: OpenPackageOptions;
}

/** What {@link readVersions} gives. */
export interface ReadVersions {
  files: VersionEntry[];
  /** Paths of files that `only` leaves out and that may be executables by their names. */
  others: string[];
  warnings: Warning[];
}

/**
 * Versions of the executables in a folder or package (read in place, nothing written), or of one executable.
 * Throws what opening and decoding throw.
 *
 * @example
 * import { readVersions } from 'hotfixkit/package';
 *
 * const { files } = await readVersions('SCCM2007-SP2-KB977203-ENU.msi', { only: ['*.exe'] });
 * for (const { path, version, platform } of files) console.log(path, version, platform);
 */
export async function readVersions(path: string, options: ReadVersionsOptions = {}): Promise<ReadVersions> {
  const fits = pathFilter(options.only ?? []);
  const single = splitPackagePath(path).inside.length > 0 ? null : singleExecutable(path);
  if (single) {
    const name = basename(path);
    const only = unmatchedPatterns(options.only ?? [], [name]);
    return fits(name)
      ? { ...single, others: [], warnings: [...single.warnings, ...only] }
      : { files: [], others: [name], warnings: only };
  }
  const opened = openPackage(path, { ...options.open, orContainer: true });
  try {
    const all = opened.content.files.filter(mayBeExecutable);
    const files = all.filter((file) => fits(file.targetPath ?? file.key) || fits(file.key));
    const asked = new Set(files);
    const others = all.filter((file) => !asked.has(file)).map((file) => file.targetPath ?? file.key);
    const facts = await readContentFacts(opened.content, files, options);
    const warnings: Warning[] = [...warningsOf(opened), ...notSearched(opened, path)];
    const entries: VersionEntry[] = [];
    const names: string[] = [];
    for (const [file, { size, executable }] of facts) {
      if (executable.kind === null) continue;
      const inside = file.targetPath ?? file.key;
      names.push(inside, file.key);
      entries.push(describe(`${path.replace(/\\/g, '/').replace(/\/$/, '')}/${inside}`, size, executable));
      for (const warning of executable.warnings) warnings.push({ entry: inside, ...warning });
    }
    for (const one of unmatchedPatterns(options.only ?? [], names, others)) warnings.push(one);
    return { files: entries, others, warnings: warnings.map((warning) => ({ file: path, ...warning })) };
  } finally {
    opened.close();
  }
}

/** An executable given by itself; null for anything else. */
function singleExecutable(path: string): { files: VersionEntry[]; warnings: Warning[] } | null {
  // A folder is opened as a package. A file that cannot be opened is waited for here, and not once more there.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return null;
  const source = new FileSource(path);
  try {
    return withFacts({ file: path }, () => {
      const executable = readFileFacts(source);
      if (executable.kind === null) return null;
      return {
        files: [describe(path.replace(/\\/g, '/'), source.size, executable)],
        warnings: executable.warnings.map((warning) => ({ file: path, ...warning })),
      };
    });
  } finally {
    source.close();
  }
}

function describe(path: string, size: number, facts: FileFacts): VersionEntry {
  return {
    path,
    size,
    version: facts.version,
    productVersion: facts.productVersion,
    versionString: facts.versionString,
    productVersionString: facts.productVersionString,
    platform: facts.platform,
    languages: [...facts.languages],
  };
}
