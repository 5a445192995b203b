import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { decodeText } from '../core/code-page.js';
import { HotfixkitError } from '../core/errors.js';
import { type UnreadFormat, unreadEndings, unreadFormats } from './unread-formats.js';

/** Setup tools and their signatures right after the image. */
const setups: readonly (readonly [string, string])[] = [
  ['NullsoftInst', 'an NSIS setup program'],
  ['Inno Setup Setup Data', 'an Inno Setup program'],
  ['zlb\u001a', 'an Inno Setup program'],
  ['idska32\u001a', 'an Inno Setup program'],
  ['InstallShield', 'an InstallShield setup program'],
  ['ISSetupStream', 'an InstallShield setup program'],
  ['7z\u00bc\u00af\u0027\u001c', 'a self-extracting 7z archive'],
  ['Rar!\u001a\u0007', 'a self-extracting RAR archive'],
  ['MSWIM\0\0\0', 'a self-extracting Windows image (WIM)'],
  ['wwgT)', 'a Wise setup program'],
];

/** Bytes to search for them after the image, or for padding. */
const LOOK = 64 * 1024;

/** The name of the format of `source`, if known and not supported; else null. */
export function unsupportedFormat(source: ByteSource): string | null {
  return unreadFormatOf(source)?.name ?? null;
}

/** The format of `source`, if it is a known one that is not supported; else null. */
export function unreadFormatOf(source: ByteSource): UnreadFormat | null {
  for (const format of unreadFormats) {
    const { at, magic } = format;
    const offset = at < 0 ? source.size + at : at;
    if (offset < 0 || source.size < offset + magic.length) continue;
    const found = source.read(offset, magic.length);
    if (found.every((byte, i) => byte === codeAt(magic, i))) return format;
  }
  return null;
}

/** {@link unsupportedFormat} of what follows zeros at the start of `source`, with its offset. */
export function unsupportedBehindPadding(source: ByteSource): { name: string; offset: number } | null {
  const offset = source.read(0, Math.min(LOOK, source.size)).findIndex((byte) => byte !== 0);
  const name = offset < 0 ? null : unsupportedFormat(new SliceSource(source, offset));
  return name === null ? null : { name, offset };
}

/** The format of a file extension, if known and not supported; else null. */
export function formatNotRead(name: string): string | null {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return name.includes('.') && Object.hasOwn(unreadEndings, ending) ? unreadEndings[ending]! : null;
}

/** The tool that made a setup program whose data begins at `overlay`, if known; else null. */
export function unsupportedSetup(source: ByteSource, overlay: number): string | null {
  const length = Math.min(LOOK, source.size - overlay);
  if (length <= 0) return null;
  const text = decodeText(source.read(overlay, length), 28591);
  return setups.find(([signature]) => text.includes(signature))?.[1] ?? null;
}

export function unsupported(what: string): HotfixkitError {
  return new HotfixkitError('CONTAINER_UNSUPPORTED', `this is ${what}; hotfixkit does not read it`);
}

function codeAt(signature: readonly number[] | string, i: number): number {
  return typeof signature === 'string' ? signature.charCodeAt(i) : signature[i]!;
}
