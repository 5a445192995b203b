import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { decodeText } from '../core/code-page.js';
import { HotfixkitError } from '../core/errors.js';

/** Known formats that are not supported: their first bytes and their names. */
const signatures: readonly (readonly [number, readonly number[] | string, string])[] = [
  [0, 'MSWIM\0\0\0', 'a Windows image (WIM); unpack it with DISM or wimlib'],
  [0, 'PSTREAM', 'a file of patch streams (PSF), which belongs to a cabinet of deltas'],
  [0, 'ISc(', 'an InstallShield cabinet; unpack it with unshield'],
  [0, '7z\u00bc\u00af\u0027\u001c', 'a 7z archive; unpack it with 7-Zip'],
  [0, 'Rar!\u001a\u0007', 'a RAR archive; unpack it with UnRAR'],
  [0, [0x1f, 0x8b, 8], 'a gzip file; unpack it with gunzip'],
  [0, 'BZh', 'a bzip2 file; unpack it with bunzip2'],
  [0, '\u00fd7zXZ\0', 'an xz file; unpack it with xz'],
  [0, [0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard file; unpack it with zstd'],
  [0, 'PA19', 'a PatchAPI delta; look at it with `hotfixkit delta info`'],
  [0, 'PA30', 'a delta of Windows Update (PA30)'],
  [0, 'DCN\u0001', 'a delta of Windows Update'],
  [0, 'DCM\u0001', 'a delta of Windows Update'],
  [0x8001, 'CD001', 'a CD or DVD image (ISO); mount it and give the file inside'],
  [257, 'ustar', 'a tar archive; unpack it with tar'],
];

/** The same by file extension, for files that are not opened. */
const endings: Readonly<Record<string, string>> = {
  wim: 'a Windows image, WIM',
  swm: 'a part of a Windows image, SWM',
  esd: 'a Windows image, ESD',
  psf: 'patch streams, PSF',
  '7z': 'a 7z archive',
  rar: 'a RAR archive',
  gz: 'a gzip file',
  tgz: 'a gzip file',
  bz2: 'a bzip2 file',
  xz: 'an xz file',
  zst: 'a Zstandard file',
  tar: 'a tar archive',
  iso: 'a disc image, ISO',
};

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
  for (const [offset, signature, name] of signatures) {
    if (source.size < offset + signature.length) continue;
    const found = source.read(offset, signature.length);
    if (found.every((byte, i) => byte === codeAt(signature, i))) return name;
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
  return name.includes('.') && Object.hasOwn(endings, ending) ? endings[ending]! : null;
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
