import { readCutArchive } from '../formats/zip/cut-archive.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';
import type { ArchiveFormat } from './archive-format.js';
import { withFurtherArchives } from './further-archives.js';
import { openZip } from './open-zip.js';

/** Zip archives at the start of a file. Those after other data are searched for last. */
export const zipFormat: ArchiveFormat = {
  extensions: ['zip'],
  matches: startsLikeZip,
  // Spanned archives have another signature.
  lookInside: (head) => (head[0] === 0x50 && head[1] === 0x4b ? 'now' : null),
  open(request) {
    const { source, budget, depth } = request;
    budget.enter(depth);
    const zip = openZip(source, budget, false);
    if (!zip) throw readCutArchive(source).error();
    return withFurtherArchives(request, zip);
  },
};
