import type { ByteSource } from '../../core/byte-source.js';
import { isKnownCodePage } from '../../core/code-page.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { formatFileVersion } from '../../core/file-version.js';
import { type FixedFileInfo, parseFixedFileInfo } from './fixed-file-info.js';
import { type PortableExecutable, readPortableExecutable } from './portable-executable.js';
import { type Resource, ResourceTypes } from './resource.js';
import { readResources } from './resources.js';
import { isNarrowVersionResource, VersionBlock } from './version-block.js';

/** One StringTable: texts in one language. */
export interface VersionStrings {
  readonly language: number;
  readonly codePage: number;
  readonly strings: Readonly<Record<string, string>>;
}

/** The content of a version resource. Windows Installer compares the numbers in `fixed`. */
export interface VersionInfo {
  readonly fixed: FixedFileInfo | null;
  /** Language identifiers of VarFileInfo\Translation, in its order. */
  readonly languages: readonly number[];
  /** The table of the first translation, or else the first table. */
  readonly strings: Readonly<Record<string, string>>;
  readonly tables: readonly VersionStrings[];
  readonly warnings: readonly Warning[];
}

/** wLength has 16 bits. */
const MAX_SIZE = 0xffff;

/**
 * The version resource of an executable; null for other files and for executables without one. Reads the headers, the
 * branch of the resource directory and the resource itself. Of several languages, the one that an English Windows uses
 * decides; different versions in other languages give a warning (`PE_SEVERAL_VERSIONS`).
 *
 * Throws `PE_BAD_HEADER` and `PE_BAD_RESOURCE` where the structures above the resource are damaged, and
 * `PE_BAD_VERSION` where it is too short; oddities inside it give warnings.
 */
export function readVersionInfo(
  source: ByteSource,
  executable: PortableExecutable | null = readPortableExecutable(source),
): VersionInfo | null {
  if (!executable) return null;
  const { found, passedOver } = findVersionResources(source, executable);
  const [resource, ...others] = found;
  if (!resource) return passedOver && withoutVersion(passedOver);
  const bytes = source.read(resource.offset, Math.min(resource.size, MAX_SIZE));
  const info = parseVersionInfo(bytes, resource.offset);
  const warning = info.fixed && otherVersions(source, info.fixed, others);
  return warning ? { ...info, warnings: [...info.warnings, warning] } : info;
}

/** No language, English of the United States, English: preferred in this order; see {@link findVersionResources}. */
const PREFERRED_LANGUAGES: readonly number[] = [0, 0x409, 0x009];
/** Limit of version resources compared with the deciding one; a file has at most some dozens. */
const MOST_COMPARED = 64;

/**
 * The VS_VERSION_INFO resources, which have the number 1: Windows ignores version resources with another number or a
 * name. The deciding one comes first: the neutral one, else that in the system language, else the English one, else the
 * first in the file (FindResource, as GetFileVersionInfo calls it). The system language is assumed to be English.
 */
function findVersionResources(
  source: ByteSource,
  executable: PortableExecutable,
): { found: Resource[]; passedOver: Resource | null } {
  const found: Resource[] = [];
  let passedOver: Resource | null = null;
  for (const resource of readResources(source, executable, ResourceTypes.version)) {
    if (resource.name === 1) found.push(resource);
    else passedOver ??= resource;
  }
  for (const language of PREFERRED_LANGUAGES) {
    const chosen = found.findIndex((resource) => resource.language === language);
    if (chosen > 0) found.unshift(...found.splice(chosen, 1));
    if (chosen >= 0) break;
  }
  return { found, passedOver };
}

/** The warning for a file whose only version resource is ignored by Windows. */
function withoutVersion({ name, offset }: Resource): VersionInfo {
  return {
    fixed: null,
    languages: [],
    strings: {},
    tables: [],
    warnings: [
      {
        code: 'PE_BAD_VERSION',
        message:
          'the version resource does not have the number 1, so Windows does not read it: the file has no version',
        offset,
        structure: 'VS_VERSIONINFO',
        expected: 1,
        // A name may be written in digits.
        found: typeof name === 'string' ? JSON.stringify(name) : name,
      },
    ],
  };
}

/** The warning that other languages have other numbers: systems in those languages use another version. */
function otherVersions(
  source: ByteSource,
  counts: FixedFileInfo,
  others: readonly Resource[],
): Warning | null {
  const version = formatFileVersion(counts.fileVersion);
  for (const { offset, size, language } of others.slice(0, MOST_COMPARED)) {
    const bytes = source.read(offset, Math.min(size, MAX_SIZE));
    const fixed = parseFixedFileInfo(
      VersionBlock.parse(bytes, isNarrowVersionResource(bytes), 0, bytes.length)?.value ?? new Uint8Array(),
    );
    if (!fixed) continue;
    const other = formatFileVersion(fixed.fileVersion);
    if (other === version) continue;
    return {
      code: 'PE_SEVERAL_VERSIONS',
      message: `the version resource for the language ${language} has another version; the one that counts on an English Windows is taken`,
      offset,
      structure: 'VS_VERSIONINFO',
      expected: version,
      found: other,
    };
  }
  return null;
}

/** The bytes of the resource, 32-bit or 16-bit; `offset` is their place in the file, for errors and warnings. */
export function parseVersionInfo(bytes: Uint8Array, offset = 0): VersionInfo {
  const warnings: Warning[] = [];
  const warn = (message: string, facts: Partial<Warning> = {}): void => {
    warnings.push({ code: 'PE_BAD_VERSION', message, offset, structure: 'VS_VERSIONINFO', ...facts });
  };
  const narrow = isNarrowVersionResource(bytes);
  const root = VersionBlock.parse(bytes, narrow, 0, bytes.length);
  if (!root) {
    throw new HotfixkitError('PE_BAD_VERSION', 'the version resource has no content', {
      offset,
      structure: 'VS_VERSIONINFO',
      found: `${bytes.length} bytes`,
    });
  }
  if (root.cut) warn('the version resource is cut short', { found: `${bytes.length} bytes` });
  if (root.key !== 'VS_VERSION_INFO') warn('the version resource has another key', { found: root.key });

  const fixed = parseFixedFileInfo(root.value);
  if (!fixed) warn('the version resource has no VS_FIXEDFILEINFO', { structure: 'VS_FIXEDFILEINFO' });

  const translations: { language: number; codePage: number }[] = [];
  const tables: VersionStrings[] = [];
  for (const child of root.children()) {
    if (child.key === 'VarFileInfo') {
      for (const variable of child.children()) {
        if (variable.key === 'Translation')
          for (const one of parseTranslations(variable.value)) translations.push(one);
      }
    } else if (child.key === 'StringFileInfo') {
      for (const table of child.children()) tables.push(parseStringTable(table));
    }
  }
  const [first] = translations;
  const shown = tables.find((table) => first && table.language === first.language) ?? tables[0];
  return {
    fixed,
    languages: [...new Set(translations.map((translation) => translation.language))],
    strings: shown?.strings ?? {},
    tables,
    warnings,
  };
}

/** Var: pairs of language identifier and code page, u2 each. */
function parseTranslations(value: Uint8Array): { language: number; codePage: number }[] {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return Array.from({ length: value.length >> 2 }, (_, i) => ({
    language: view.getUint16(4 * i, true),
    codePage: view.getUint16(4 * i + 2, true),
  }));
}

/** StringTable: the key is eight hexadecimal digits, language and code page. */
function parseStringTable(block: VersionBlock): VersionStrings {
  const [, language = '0', codePage = '0'] = /^\s*([0-9a-f]{4})([0-9a-f]{4})/i.exec(block.key) ?? [];
  const page = Number.parseInt(codePage, 16);
  const readable = page !== 1200 && isKnownCodePage(page) ? page : 1252;
  const strings = new Map<string, string>();
  for (const child of block.children()) {
    if (!strings.has(child.key)) strings.set(child.key, child.text(readable));
  }
  return {
    language: Number.parseInt(language, 16),
    codePage: page,
    // Defines own properties for all keys, including `__proto__`.
    strings: Object.fromEntries(strings),
  };
}
