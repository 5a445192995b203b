import { readCompressedFile, startsLikeCompressedFile } from '../formats/compress/compressed-file.js';
import type { ArchiveFormat } from './archive-format.js';
import { CompressedContainer } from './compressed-container.js';

/** Single files that COMPRESS.EXE wrote, as old update packages have them: `ccmcore.dl_`. */
export const compressedFormat: ArchiveFormat = {
  // Of programs and of what may hold others; the last letter is missing.
  extensions: ['ex_', 'dl_', 'sy_', 'oc_', 'dr_', 'cp_', 'ms_', 'ca_', 'zi_', 'ex$', 'dl$'],
  matches: startsLikeCompressedFile,
  lookInside: (head) => (startsLikeCompressedFile(head) ? 'now' : null),
  open({ source, name, budget, depth }) {
    budget.enter(depth);
    return new CompressedContainer(source, readCompressedFile(source), name, budget);
  },
};
