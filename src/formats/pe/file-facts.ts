import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { formatFileVersion } from '../../core/file-version.js';
import type { Platform } from './coff-header.js';
import { type PortableExecutable, readPortableExecutable } from './portable-executable.js';
import { readVersionInfo } from './version-info.js';

/** The facts for file tables, as the file states them. All null for files that are not executables. */
export interface FileFacts {
  readonly kind: PortableExecutable['kind'] | null;
  readonly platform: Platform | null;
  /** The fixed file version, `a.b.c.d`: this one decides. */
  readonly version: string | null;
  readonly productVersion: string | null;
  /** Language identifiers, as in File.Language. */
  readonly languages: readonly number[];
  /** FileVersion and ProductVersion as display text: they often differ from the fixed numbers. */
  readonly versionString: string | null;
  readonly productVersionString: string | null;
  readonly warnings: readonly Warning[];
}

const nothing: FileFacts = {
  kind: null,
  platform: null,
  version: null,
  productVersion: null,
  languages: [],
  versionString: null,
  productVersionString: null,
  warnings: [],
};

/**
 * Facts of any file. Damage inside an executable (`PE_*`) becomes a warning; errors of the source (the disk, the
 * cabinet) are rethrown.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, readFileFacts } from 'hotfixkit/pe';
 *
 * const { platform, version } = readFileFacts(new BufferSource(readFileSync('Ccmcertfix.exe')));
 * console.log(platform, version);
 */
export function readFileFacts(source: ByteSource): FileFacts {
  const warnings: Warning[] = [];
  const executable = attempt(warnings, () => readPortableExecutable(source));
  if (!executable) return { ...nothing, warnings };
  const info = attempt(warnings, () => readVersionInfo(source, executable));
  if (info) for (const one of info.warnings) warnings.push(one);
  return {
    kind: executable.kind,
    platform: executable.platform,
    version: info?.fixed ? formatFileVersion(info.fixed.fileVersion) : null,
    productVersion: info?.fixed ? formatFileVersion(info.fixed.productVersion) : null,
    languages: info?.languages ?? [],
    versionString: text(info?.strings, 'FileVersion'),
    productVersionString: text(info?.strings, 'ProductVersion'),
    warnings,
  };
}

function text(strings: Readonly<Record<string, string>> | undefined, key: string): string | null {
  if (!strings || !Object.hasOwn(strings, key)) return null;
  return strings[key]?.trim() ?? null;
}

function attempt<T>(warnings: Warning[], body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    if (error instanceof HotfixkitError && error.code.startsWith('PE_')) {
      warnings.push({ code: error.code, message: error.message, ...error.facts });
      return null;
    }
    throw error;
  }
}
