import type { Warning } from '../../core/errors.js';
import { groupDigits, listed } from '../../core/plural.js';
import type { PublishedSize } from '../manifest/manifest.js';
import type { Difference } from './compare-file.js';
import { type Download, downloadKey } from './compare-hashes.js';

/** What the sizes that an article states of downloads say of this one. */
export interface ComparedSize {
  /** The size in bytes beside its name differs. */
  difference: Difference | null;
  warnings: Warning[];
}

/**
 * Compares the size of the download with those that the article states beside its name, or of "the download". One in bytes has to be
 * that of the file; one that is rounded, or stands beside no name, is a warning where it cannot mean this file.
 */
export function compareDownloadSize(
  sizes: readonly PublishedSize[],
  download: Download | null,
): ComparedSize {
  const none: ComparedSize = { difference: null, warnings: [] };
  if (download === null) return none;
  const key = downloadKey(download.name);
  const own = sizes.filter(({ file }) => file !== null && downloadKey(file) === key);
  const stated = own.length > 0 ? own : sizes.filter(({ file }) => file === null);
  const wrong = stated.filter(({ least, most }) => download.size < least || download.size > most);
  if (wrong.length === 0) return none;
  const exact = own.filter(({ least, most }) => least === most);
  const isRight = wrong.length < stated.length;
  const [one, another] = exact;
  if (!isRight && one !== undefined && another === undefined) {
    return { difference: { field: 'size', expected: one.least, actual: download.size }, warnings: [] };
  }
  // Several downloads may have their sizes beside no name.
  if (isRight && own.length === 0) return none;
  const texts = listed([...new Set(wrong.map(({ text }) => text))]);
  const message = `the article states another size of the download: ${texts}; ${download.name} has ${groupDigits(download.size)} bytes`;
  return { difference: null, warnings: [{ code: 'VERIFY_NOT_COMPARED', message }] };
}
