import type { ByteSource } from '../core/byte-source.js';
import { startsLikeCompoundFile } from '../formats/cfb/compound-file-header.js';
import type { Neighbours } from './archive-format.js';
import { archiveFormats } from './archive-formats.js';
import type { Container } from './container.js';
import { withFurtherArchives } from './further-archives.js';
import type { UnpackBudget } from './unpack-budget.js';
import { unsupported, unsupportedFormat } from './unsupported.js';
import { ZipContainer } from './zip-container.js';

/** For a container without a folder. */
const noNeighbours: Neighbours = { open: () => null, find: () => null };

/**
 * Opens a file whose bytes are a container; null for any other. `depth` counts the containers around this one and
 * itself. Throws `CONTAINER_*`, `ZIP_*`, `CAB_*`, `PE_*`; `CONTAINER_UNSUPPORTED` names a known format that is not
 * supported.
 */
export function openContainer(
  source: ByteSource,
  name: string,
  budget: UnpackBudget,
  depth: number,
  neighbours: Neighbours = noNeighbours,
): Container | null {
  const head = source.read(0, Math.min(8, source.size));
  const format = archiveFormats.find((one) => one.matches(head));
  if (format) return format.open({ source, name, budget, depth, neighbours });
  const known = unsupportedFormat(source);
  if (known !== null) throw unsupported(known);
  if (startsLikeCompoundFile(head)) return null;
  // An archive may follow other data, such as a script that unpacks it.
  const zip = ZipContainer.open(source, budget, true);
  if (!zip) return null;
  budget.enter(depth);
  const place = { container: zip, start: zip.start, end: zip.end };
  return withFurtherArchives({ source, name, budget, depth, neighbours }, place);
}
