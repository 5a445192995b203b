import { readCompressedFile, startsLikeCompressedFile } from '../formats/compress/compressed-file.js';
import type { ArchiveFormat } from './archive-format.js';
import { CompressedContainer } from './compressed-container.js';

/** Single files written by COMPRESS.EXE, as in old update packages: `ccmcore.dl_`. */
export const compressedFormat: ArchiveFormat = {
  // Extensions of programs and containers without their last letter.
  extensions: ['ex_', 'dl_', 'sy_', 'oc_', 'dr_', 'cp_', 'ms_', 'ca_', 'zi_', 'ex$', 'dl$'],
  matches: startsLikeCompressedFile,
  lookInside: (head) => (startsLikeCompressedFile(head) ? 'now' : null),
  open({ source, name, budget, depth }) {
    budget.enter(depth);
    return new CompressedContainer(source, readCompressedFile(source), name, budget);
  },
};
