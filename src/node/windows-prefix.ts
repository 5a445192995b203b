import { isTrimmedOnWindows } from './trimmed-names.js';

/*
 * Windows reaches one file by several spellings of its path. What may stand in front of it, with `/` or `\`:
 *
 * - `\\?\` or `\??\`: what follows is the name as it is, with dots and blanks at its end;
 * - `\\.\`: what follows is in the same place, by the rules for names.
 *
 * Behind it comes a drive (`C:\`), a share (`UNC\server\share`), or a name of the system: a volume (`Volume{…}\`) or another
 * device (`PhysicalDrive0`, `pipe\name`). Nothing else in the product may look for these.
 */

const prefix = /^(?:[\\/]{2}([?.])|[\\/](\?)\?)[\\/]+/;
const drive = /^[A-Za-z]:(?=[\\/]|$)/;
const share = /^UNC[\\/]+(?=[^\\/])/i;
/** Names of the system that are looked for behind `\??\`, because anything else may be a pattern: the folders of two letters. */
const system = /^(?:Volume\{|GLOBALROOT[\\/])/i;
/** The name of a device: all that is in front of the path on it. */
const device = /^(?:GLOBALROOT[\\/]+(?:Device[\\/]+)?)?[^\\/]*/i;

interface Prefixed {
  /** Whether names behind it count as they are. */
  isVerbatim: boolean;
  /** With the last separator. */
  prefix: string;
  /** What it leads to: `C:`, `UNC\`, `Volume{…}`. */
  to: string;
  kind: 'drive' | 'share' | 'device';
  /** What follows that. */
  below: string;
}

function parse(path: string): Prefixed | null {
  const found = prefix.exec(path);
  if (!found) return null;
  const rest = path.slice(found[0].length);
  const { kind, to } = targetOf(rest);
  if (kind === 'device' && (to === '' || (found[2] !== undefined && !system.test(rest)))) return null;
  return { isVerbatim: found[1] !== '.', prefix: found[0], to, kind, below: rest.slice(to.length) };
}

function targetOf(rest: string): Pick<Prefixed, 'kind' | 'to'> {
  const onDrive = drive.exec(rest)?.[0];
  if (onDrive !== undefined) return { kind: 'drive', to: onDrive };
  const onShare = share.exec(rest)?.[0];
  if (onShare !== undefined) return { kind: 'share', to: onShare };
  return { kind: 'device', to: device.exec(rest)![0] };
}

/**
 * The path without such a prefix, the same for all spellings of one file. `\\?\` is left to what has no drive and no share.
 * Node itself puts it in front of every path, but cannot do so with a root: of `\\?\C:\` it makes `\\?\C:`, which is no folder
 * but the disk as a device.
 */
export function withoutPrefix(path: string, platform: string = process.platform): string {
  const found = platform === 'win32' ? parse(path) : null;
  if (!found) return path;
  const { kind, to, below } = found;
  if (kind === 'share') return `\\\\${below}`;
  if (kind === 'drive') return below === '' ? `${to}\\` : to + below;
  return `\\\\?\\${to}${below}`.replaceAll('/', '\\');
}

/**
 * {@link withoutPrefix} for a path that somebody typed. The prefix stays where it asks for a name that Windows would
 * read differently without it.
 */
export function plainPath(path: string, platform: string = process.platform): string {
  if (deviceOf(path, platform) !== null) return path;
  const plain = withoutPrefix(path, platform);
  if (plain === path || !isTrimmedOnWindows(plain) || !isVerbatim(path, platform)) return plain;
  // Node does not know `\??\`.
  return /^[\\/]{2}/.test(path) ? path : `\\\\?\\${path.replaceAll('/', '\\').slice(4)}`;
}

/** Whether the names of a path count as they are, and are not read by the rules of Windows. */
export function isVerbatim(path: string, platform: string = process.platform): boolean {
  return platform === 'win32' && parse(path)?.isVerbatim === true;
}

/** The part at the front of a path that is no name and no pattern: the prefix, and the drive or device. */
export function frontOf(path: string, platform: string = process.platform): string {
  if (platform !== 'win32') return '';
  const found = parse(path);
  return found ? found.prefix + found.to : (drive.exec(path)?.[0] ?? '');
}

/** Whether a path is that of Windows alone: it has a drive, a share or such a prefix, written with `\`. */
export function isWindowsPath(path: string): boolean {
  return /^(?:[A-Za-z]:(?:[\\/]|$)|\\\\[^\\])/.test(path) || (path.startsWith('\\') && parse(path) !== null);
}

/**
 * What a path names that is no file and no folder: a device, or a volume as a whole, which Node cannot open as the folder that
 * it is. Null for any other path.
 */
export function deviceOf(path: string, platform: string = process.platform): 'device' | 'volume' | null {
  const found = platform === 'win32' ? parse(path) : null;
  if (found?.kind !== 'device') return null;
  if (/^(?:pipe|mailslot)$/i.test(found.to)) return 'device';
  if (/[^\\/]/.test(found.below)) return null;
  return /^(?:Volume\{|GLOBALROOT|HarddiskVolume)/i.test(found.to) ? 'volume' : 'device';
}
