import type { Warning } from '../core/errors.js';
import { listed, plural } from '../core/plural.js';

/** What was met in a folder and is neither a file nor a folder. */
export interface LeftOutEntries {
  /** Number of symbolic links. */
  links: number;
  /** Paths of named pipes, sockets and devices, relative to the folder. */
  others: readonly string[];
}

/** The warnings that files may be missing from an answer: what was left out of a folder. */
export function leftOutEntries({ links, others }: LeftOutEntries, folder: string): Warning[] {
  return [...linksNotFollowed(links, folder), ...othersNotRead(others, folder)];
}

function linksNotFollowed(count: number, folder: string): Warning[] {
  if (count === 0) return [];
  const message =
    count === 1 ? 'a symbolic link was not followed' : `${count} symbolic links were not followed`;
  return [{ code: 'PATH_LINK', message, file: folder, found: count }];
}

/** A pipe has no end, and a device is no content: neither is opened. */
function othersNotRead(paths: readonly string[], folder: string): Warning[] {
  if (paths.length === 0) return [];
  const are =
    paths.length === 1 ? 'is a pipe, socket or device and was' : 'are pipes, sockets or devices and were';
  const message = `${plural(paths.length, 'entry')} of the folder ${are} not looked at: ${listed([...paths].sort())}`;
  return [{ code: 'FILE_READ', message, file: folder, found: paths.length }];
}
