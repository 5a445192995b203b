import type { ByteSource } from '../../core/byte-source.js';
import { isKnownCodePage } from '../../core/code-page.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
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

/** The content of a version resource. The numbers in `fixed` are the ones that Windows Installer compares. */
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
 * The version resource of an executable; null where the file is none or has no such resource. Reads the headers, the
 * branch of the resource directory and the resource itself.
 *
 * Throws `PE_BAD_HEADER` and `PE_BAD_RESOURCE` where the way there is damaged, and `PE_BAD_VERSION` where the resource is
 * too short for anything; what is odd inside it comes back as warnings.
 */
export function readVersionInfo(
  source: ByteSource,
  executable: PortableExecutable | null = readPortableExecutable(source),
): VersionInfo | null {
  if (!executable) return null;
  const resource = findVersionResource(source, executable);
  if (!resource) return null;
  return parseVersionInfo(source.read(resource.offset, Math.min(resource.size, MAX_SIZE)), resource.offset);
}

/** VS_VERSION_INFO has the number 1; where several languages have one, the first in the file counts. */
function findVersionResource(source: ByteSource, executable: PortableExecutable): Resource | null {
  let first: Resource | null = null;
  for (const resource of readResources(source, executable, ResourceTypes.version)) {
    if (resource.name === 1) return resource;
    first ??= resource;
  }
  return first;
}

/** The resource's own bytes, 32-bit or 16-bit; `offset` is their place in the file, for errors and warnings. */
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
    // Own properties whatever the keys are called.
    strings: Object.fromEntries(strings),
  };
}
