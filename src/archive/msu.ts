import { decodeText } from '../core/code-page.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import type { CabinetFile } from '../formats/cab/cabinet-folder.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { CabinetContainerFacts } from './cabinet-container.js';
import { formatNotRead } from './unsupported.js';

/** Maximum size of a list of properties in bytes. */
const LONGEST_TEXT = 64 * 1024;
/** The lines to show, in this order. */
const shown = [
  'Applies to',
  'KB Article Number',
  'Processor Architecture',
  'Language',
  'Package Type',
  'Build Date',
];

/**
 * A package of Windows Update (KB 934307): a cabinet with the update's own cabinet, what it applies to in WSUSSCAN.cab, an
 * answer file and a list of properties. Windows 11 packages have a Windows image and patch streams. Null for any other cabinet.
 */
export function msuFacts(set: CabinetSet): CabinetContainerFacts | null {
  const find = (pattern: RegExp): CabinetFile | undefined => set.files.find(({ name }) => pattern.test(name));
  const properties = find(/-pkgProperties\.txt$/i);
  // The later ones: DesktopDeployment.cab, onepackage.AggregatedMetadata.cab, and the content as a Windows image.
  const marks = /^(?:wsusscan|desktopdeployment(?:_\w+)?|onepackage\.aggregatedmetadata)\.cab$/i;
  const isMsu = find(marks) !== undefined || properties !== undefined;
  if (!isMsu || find(/\.(?:cab|wim|psf)$/i) === undefined) return null;
  const warnings: Warning[] = [];
  let facts: Record<string, string> = {};
  if (properties && properties.size <= LONGEST_TEXT) {
    try {
      facts = parseProperties(decodeProperties(set.readFile(properties)));
    } catch (error) {
      if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
      warnings.push({ code: error.code, message: error.message, entry: properties.name });
    }
  }
  for (const { name } of set.files) {
    const format = formatNotRead(name);
    if (format === null) continue;
    warnings.push({
      code: 'CONTAINER_UNSUPPORTED',
      message: `content of this update that hotfixkit does not read: ${format}`,
      entry: name,
    });
  }
  return { kind: 'msu', title: 'Windows Update package', facts, warnings };
}

/** Lines of `Name="value"`. */
function parseProperties(text: string): Record<string, string> {
  const all = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=');
    const quoted = line.slice(equals + 1).trimStart();
    const end = quoted.indexOf('"', 1);
    if (equals > 0 && quoted.startsWith('"') && end > 0) {
      all.set(line.slice(0, equals).trim(), quoted.slice(1, end));
    }
  }
  return Object.fromEntries(shown.flatMap((key) => (all.has(key) ? [[key, all.get(key)!]] : [])));
}

function decodeProperties(bytes: Uint8Array): string {
  return decodeText(bytes, bytes[0] === 0xff && bytes[1] === 0xfe ? 1200 : 1252).replace(/^\ufeff/, '');
}
