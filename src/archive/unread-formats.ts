/** A format that is known and not read. */
export interface UnreadFormat {
  /** Where its signature is; a negative number counts from the end of the file. */
  at: number;
  /** Bytes, or their characters in Latin-1. */
  magic: readonly number[] | string;
  /** What it is, and what to do with it. */
  name: string;
  /** Extensions under which such files are no packages but what they are called: a help file, a library. */
  usual?: readonly string[];
}

const format = (at: number, magic: UnreadFormat['magic'], name: string, usual?: string[]): UnreadFormat => ({
  at,
  magic,
  name,
  ...(usual && { usual }),
});

/** By their bytes, those with long signatures first. */
export const unreadFormats: readonly UnreadFormat[] = [
  format(0, 'MSWIM\0\0\0', 'a Windows image (WIM); unpack it with DISM or wimlib'),
  format(0, 'PSTREAM', 'a file of patch streams (PSF), which belongs to a cabinet of deltas'),
  format(0, 'ISc(', 'an InstallShield cabinet; unpack it with unshield'),
  format(0, [0x13, 0x5d, 0x65, 0x8c], 'an archive of InstallShield 3 (.z); unpack it with unshieldv3'),
  format(0, '7z\u00bc\u00af\u0027\u001c', 'a 7z archive; unpack it with 7-Zip'),
  format(0, 'Rar!\u001a\u0007', 'a RAR archive; unpack it with UnRAR'),
  format(0, 'RE~^', 'a RAR archive of version 1; unpack it with UnRAR'),
  format(7, '**ACE**', 'an ACE archive; unpack it with unace'),
  ...[...'0123456789dx'].map((one) =>
    format(2, `-lh${one}-`, 'an LHA archive (LZH); unpack it with 7-Zip or lha'),
  ),
  ...['-lzs-', '-lz4-', '-lz5-', '-pm0-', '-pm1-', '-pm2-'].map((method) =>
    format(2, method, 'an LHA archive (LZH); unpack it with lha'),
  ),
  format(20, [0xdc, 0xa7, 0xc4, 0xfd], 'a ZOO archive; unpack it with zoo'),
  format(0, 'ALZ\u0001', 'an ALZ archive; unpack it with unalz'),
  format(0, 'EGGA', 'an EGG archive'),
  format(0, 'SIT!', 'a StuffIt archive; unpack it with unar'),
  format(0, 'StuffIt (c)', 'a StuffIt archive; unpack it with unar'),
  format(0, 'xar!', 'a xar archive; unpack it with xar or 7-Zip'),
  format(0, '!<arch>\n', 'an ar archive or Debian package; unpack it with ar or 7-Zip', ['lib', 'a']),
  format(0, [0xed, 0xab, 0xee, 0xdb], 'an RPM package; unpack it with 7-Zip'),
  ...['070701', '070702', '070707'].map((magic) =>
    format(0, magic, 'a cpio archive; unpack it with cpio or 7-Zip'),
  ),
  format(0, [0xc7, 0x71], 'a cpio archive; unpack it with cpio or 7-Zip'),
  format(0, 'ITSF', 'a compiled help file (CHM); unpack it with 7-Zip', ['chm', 'chw', 'its']),
  format(0, 'ITOLITLS', 'a compiled help file; unpack it with 7-Zip', ['hxs', 'lit']),
  format(0, [0x1f, 0x8b, 8], 'a gzip file; unpack it with gunzip'),
  format(0, [0x1f, 0x9d], 'a file of compress (.Z); unpack it with uncompress'),
  format(0, 'BZh', 'a bzip2 file; unpack it with bunzip2'),
  format(0, '\u00fd7zXZ\0', 'an xz file; unpack it with xz'),
  format(0, 'LZIP', 'an lzip file; unpack it with lzip'),
  format(0, [0x5d, 0, 0, 0x80, 0], 'an LZMA file; unpack it with xz'),
  format(0, [0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard file; unpack it with zstd'),
  format(0, [0x04, 0x22, 0x4d, 0x18], 'an LZ4 file; unpack it with lz4'),
  format(0, [0x02, 0x21, 0x4c, 0x18], 'an LZ4 file; unpack it with lz4'),
  format(0, 'PA19', 'a PatchAPI delta; look at it with `hotfixkit delta info`'),
  format(0, 'PA30', 'a delta of Windows Update (PA30)'),
  format(0, 'DCN\u0001', 'a delta of Windows Update'),
  format(0, 'DCM\u0001', 'a delta of Windows Update'),
  format(0, 'vhdxfile', 'a disk image (VHDX); mount it and give the file inside'),
  format(0, 'conectix', 'a disk image (VHD); mount it and give the file inside'),
  format(-512, 'conectix', 'a disk image (VHD); mount it and give the file inside'),
  format(-512, 'koly', 'a disk image of macOS (DMG); unpack it with 7-Zip'),
  format(0, 'KDMV', 'a disk image (VMDK); mount it and give the file inside'),
  format(0, 'QFI\u00fb', 'a disk image (QCOW); mount it and give the file inside'),
  format(0, 'hsqs', 'a SquashFS image; unpack it with unsquashfs'),
  format(3, 'NTFS    ', 'an image of a volume (NTFS); mount it and give the file inside'),
  format(3, 'EXFAT   ', 'an image of a volume (exFAT); mount it and give the file inside'),
  ...['FAT12   ', 'FAT16   '].map((magic) =>
    format(54, magic, 'an image of a volume (FAT); mount it and give the file inside'),
  ),
  format(82, 'FAT32   ', 'an image of a volume (FAT); mount it and give the file inside'),
  format(0x8001, 'CD001', 'a CD or DVD image (ISO); mount it and give the file inside'),
  format(257, 'ustar', 'a tar archive; unpack it with tar'),
  format(0, [0x60, 0xea], 'an ARJ archive; unpack it with 7-Zip or arj'),
];

/** By file extension, for files that are not opened. */
export const unreadEndings: Readonly<Record<string, string>> = {
  wim: 'a Windows image, WIM',
  swm: 'a part of a Windows image, SWM',
  esd: 'a Windows image, ESD',
  psf: 'patch streams, PSF',
  '7z': 'a 7z archive',
  rar: 'a RAR archive',
  ace: 'an ACE archive',
  arj: 'an ARJ archive',
  lzh: 'an LHA archive',
  lha: 'an LHA archive',
  alz: 'an ALZ archive',
  egg: 'an EGG archive',
  gz: 'a gzip file',
  tgz: 'a gzip file',
  bz2: 'a bzip2 file',
  xz: 'an xz file',
  lzma: 'an LZMA file',
  lz4: 'an LZ4 file',
  zst: 'a Zstandard file',
  tar: 'a tar archive',
  cpio: 'a cpio archive',
  deb: 'a Debian package',
  rpm: 'an RPM package',
  iso: 'a disc image, ISO',
  dmg: 'a disk image, DMG',
  vhd: 'a disk image, VHD',
  vhdx: 'a disk image, VHDX',
  vmdk: 'a disk image, VMDK',
};
