import { readCutArchive } from '../formats/zip/cut-archive.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';
import type { ArchiveFormat } from './archive-format.js';
import { withFurtherArchives } from './further-archives.js';
import { openZip } from './open-zip.js';

/** Zip archives that begin as one. Those behind something else are found last, whatever that is. */
export const zipFormat: ArchiveFormat = {
  extensions: ['zip'],
  matches: startsLikeZip,
  // Spanned archives begin otherwise.
  lookInside: (head) => (head[0] === 0x50 && head[1] === 0x4b ? 'now' : null),
  open(request) {
    const { source, budget, depth } = request;
    budget.enter(depth);
    const zip = openZip(source, budget, false);
    if (!zip) throw readCutArchive(source).error();
    return withFurtherArchives(request, zip);
  },
};
