import { dirname, join } from 'node:path';
import type { InstallFile } from '../../package/install/install-file.js';
import type { InstallationLog, OperationArguments } from './installation-log.js';

/** Bytes between two steps of the progress bar of Windows. */
const PER_TICK = 65536;
/** File.Attributes: the checksum of the executable is verified. */
const CHECKSUM = 1024;

/** The part of a plan that {@link tellFileOperations} needs. */
interface FileOperations {
  files: readonly { file: InstallFile; path: string }[];
  /** Absolute folder that the paths are relative to. */
  target: string;
  separator: string;
}

/**
 * Logs the operations of InstallFiles in the terms of Windows Installer's script: the folder when it changes, the
 * cabinet when it changes, each file with what the File and MsiFileHash tables say, then its line of action data.
 */
export function tellFileOperations(log: InstallationLog, operations: FileOperations): void {
  const { files, target, separator } = operations;
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const say = (name: string, args: OperationArguments): void =>
    log({ type: 'operation', name, arguments: args });
  say('ProgressTotal', [
    ['Total', total],
    ['Type', 0],
    ['ByteEquivalent', 1],
  ]);
  let folder: string | null = null;
  let cabinet: string | null = null;
  for (const { file, path } of files) {
    const place = join(target, path);
    const here = `${dirname(place)}${separator}`;
    const name = path.split('/').at(-1)!;
    if (here !== folder) say('SetTargetFolder', [['Folder', here]]);
    folder = here;
    const source = file.compressed ? (file.mediaRow?.Cabinet ?? '') : '';
    if (source !== '' && source !== cabinet) {
      say('ChangeMedia', [
        ['MediaVolumeLabel', file.mediaRow?.VolumeLabel ?? ''],
        ['MediaPrompt', `Please insert the disk: ${file.mediaRow?.DiskPrompt ?? ''}`],
        ['MediaCabinet', source],
        ['BytesPerTick', PER_TICK],
        ['CopierType', source.startsWith('#') ? 1 : 2],
      ]);
      cabinet = source;
    }
    say('FileCopy', fileCopy(file, name));
    // [1], [6] and [9] of the template that packages have for this action.
    log({
      type: 'actionData',
      action: 'InstallFiles',
      fields: [name, null, null, null, null, file.size, null, null, here],
    });
  }
}

function fileCopy(file: InstallFile, name: string): OperationArguments {
  const hash = hashParts(file.md5);
  return [
    ['SourceName', file.row.FileName],
    file.compressed ? ['SourceCabKey', file.key] : null,
    ['DestName', name],
    ['Attributes', file.attributes ?? 0],
    ['FileSize', file.size],
    ['PerTick', PER_TICK],
    null,
    ['VerifyMedia', 1],
    null,
    null,
    null,
    null,
    ['CheckCRC', ((file.attributes ?? 0) & CHECKSUM) !== 0 ? 1 : 0],
    file.version === null ? null : ['Version', file.version],
    file.language === null ? null : ['Language', file.language],
    null,
    hash.length > 0 ? ['HashOptions', 0] : null,
    ...[0, 1, 2, 3].map((part) => (hash.length > 0 ? ([`HashPart${part + 1}`, hash[part]!] as const) : null)),
    null,
    null,
  ];
}

/** The four signed numbers that MsiFileHash keeps of an MD5. */
function hashParts(md5: string | null): number[] {
  if (md5 === null) return [];
  const bytes = Uint8Array.from(md5.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const view = new DataView(bytes.buffer);
  return bytes.length === 16 ? [0, 4, 8, 12].map((offset) => view.getInt32(offset, true)) : [];
}
