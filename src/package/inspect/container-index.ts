import { decodeText } from '../../core/code-page.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { elementsNamed, parseXml, type XmlElement } from '../../formats/xml/parse-xml.js';
import type { Package } from '../package.js';
import type { PackageFile } from '../package-content.js';

/** The target of a delta in a Windows Update cabinet. */
export interface DeltaTarget {
  /** Path of the file that it makes, `/` between the parts. */
  path: string;
  /** Bytes and SHA-256 of that file. */
  size: number | null;
  sha256: string | null;
  /** `PA30`; hotfixkit does not apply it. */
  format: string;
  /** Path of its source file in the same cabinet; null if it needs none. */
  basis: string | null;
}

/** Name of the index in the cabinet. */
export const CONTAINER_INDEX = '_manifest_.cix.xml';
/** Maximum size of an index in bytes. */
const LARGEST = 8 * 2 ** 20;

/**
 * The index of a Windows Update cabinet, whose files `0`, `1` and so on are deltas, by name in the cabinet; empty
 * for any other package. An index that cannot be read becomes a warning.
 */
export function readContainerIndex(content: Package): {
  targets: ReadonlyMap<string, DeltaTarget>;
  warnings: Warning[];
} {
  const files: readonly PackageFile[] = content.kind === 'cab' ? content.files : [];
  const index = files.find(({ name }) => nameKey(name) === nameKey(CONTAINER_INDEX));
  if (!index || index.size > LARGEST) return { targets: new Map(), warnings: [] };
  try {
    return { targets: parseContainerIndex(decodeText(index.bytes(), 65001)), warnings: [] };
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    const warning = {
      code: error.code,
      message: `the index of the cabinet: ${error.message}`,
      entry: index.name,
    };
    return { targets: new Map(), warnings: [warning] };
  }
}

/** Throws `XML_NOT_WELL_FORMED`, `XML_TOO_LARGE`. */
export function parseContainerIndex(text: string): Map<string, DeltaTarget> {
  const entries = [...elementsNamed(parseXml(text), 'File')];
  const paths = new Map(entries.map(({ attributes }) => [attributes.get('id') ?? '', pathIn(attributes)]));
  const targets = new Map<string, DeltaTarget>();
  for (const entry of entries) {
    const [source] = elementsNamed(entry, 'Source');
    const format = source?.attributes.get('type');
    const name = source?.attributes.get('name');
    if (format === undefined || format === 'RAW' || name === undefined) continue;
    const [basis] = elementsNamed(entry, 'Basis');
    const length = entry.attributes.get('length') ?? '';
    targets.set(name, {
      path: pathIn(entry.attributes),
      size: /^\d{1,15}$/.test(length) ? Number(length) : null,
      sha256: sha256In(entry),
      format,
      basis: basis ? (paths.get(basis.attributes.get('file') ?? '') ?? '?') : null,
    });
  }
  return targets;
}

function pathIn(attributes: ReadonlyMap<string, string>): string {
  return (attributes.get('name') ?? '').replace(/\\/g, '/');
}

/** The element of the file itself: those of its sources are nested deeper. */
function sha256In(entry: XmlElement): string | null {
  for (const child of entry.children) {
    if (typeof child === 'string' || child.name !== 'Hash' || child.attributes.get('alg') !== 'SHA256')
      continue;
    const value = child.attributes.get('value') ?? '';
    if (/^[0-9a-f]{64}$/i.test(value)) return value.toLowerCase();
  }
  return null;
}
