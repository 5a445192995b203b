import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import { likePattern } from '../../msi/like.js';
import type { TableRow } from '../../msi/schema.js';
import type { PackageFile } from '../package-content.js';
import type { Product } from '../patch/patched-package.js';
import { parseFileName } from './file-name.js';

/** A row of a table by which an installation changes a file of the package after it was taken from its cabinet. */
export interface FileChange {
  table: 'DuplicateFile' | 'MoveFile' | 'RemoveFile' | 'IniFile' | 'RemoveIniFile' | 'Patch';
  /** Primary key of the row. */
  row: string;
  file: PackageFile;
}

/** What a row does to the path of a file. */
interface Effect {
  table: FileChange['table'];
  row: string;
  /** Key of the folder in the Directory table. */
  folder: string | null;
  /** A name, or for `MoveFile` and `RemoveFile` a pattern with `*` and `?`. */
  name: string;
  /** The file whose content comes there, which changes nothing at its own path. */
  source?: string;
}

/**
 * The files that rows of other tables copy something over, remove or write to, where the actions that do it are in the sequence of an
 * installation. An administrative installation does none of it. Actions that only take something away count behind InstallFiles
 * alone, because the file is not there before. Folders that the Directory table does not have are not known.
 */
export function changedFiles(product: Product): FileChange[] {
  const files: readonly PackageFile[] = product.files;
  return [...patchedByRows(product, files), ...changesOf(effectsOf(product), product, files)];
}

/** The executables whose imports an installation binds: it writes the addresses of what they import into them. */
export function boundFiles(product: Product): PackageFile[] {
  if (!runs(product, 'BindImage')) return [];
  const bound = new Set(product.database.rows('BindImage').map(({ File_ }) => File_));
  const files: readonly PackageFile[] = product.files;
  return files.filter(({ key }) => bound.has(key));
}

/** Rows of Patch in a package that no patch was applied to: its own installation applies them. */
function patchedByRows(product: Product, files: readonly PackageFile[]): FileChange[] {
  if (product.patched || !runs(product, 'PatchFiles')) return [];
  const byKey = new Map(files.map((file) => [file.key, file]));
  return product.database.rows('Patch').flatMap(({ File_ }): FileChange[] => {
    const file = byKey.get(File_);
    return file === undefined ? [] : [{ table: 'Patch', row: File_, file }];
  });
}

function changesOf(
  effects: readonly Effect[],
  product: Product,
  files: readonly PackageFile[],
): FileChange[] {
  if (effects.length === 0) return [];
  const inFolders = groupBy(files, ({ targetPath }) => nameKey(folderOf(targetPath ?? '')));
  return effects.flatMap(({ table, row, folder, name, source }) => {
    const path = folder === null ? undefined : product.directories.get(folder)?.targetLong;
    if (path === undefined) return [];
    const names = parseFileName(name);
    const tests = [...new Set([names.long, names.short])].map((one) =>
      likePattern(one, { any: '*', one: '?' }),
    );
    return (inFolders.get(nameKey(path)) ?? []).flatMap((file) =>
      file.targetPath !== null && file.key !== source && tests.some((test) => test(nameOf(file.targetPath!)))
        ? [{ table, row, file }]
        : [],
    );
  });
}

function effectsOf(product: Product): Effect[] {
  const { database } = product;
  const installed = sequenceOf(product, 'InstallFiles');
  const isLater = (action: string): boolean => sequenceOf(product, action) > installed;
  return [
    ...(runs(product, 'DuplicateFiles') ? duplicates(product) : []),
    ...(runs(product, 'MoveFiles') ? database.rows('MoveFile').map(moveTo) : []),
    ...(isLater('MoveFiles') ? database.rows('MoveFile').flatMap(moveFrom) : []),
    ...(isLater('RemoveFiles') ? database.rows('RemoveFile').flatMap(removal) : []),
    ...(runs(product, 'WriteIniValues')
      ? database.rows('IniFile').map((row) => iniFile('IniFile', row.IniFile, row))
      : []),
    ...(isLater('RemoveIniValues')
      ? database.rows('RemoveIniFile').map((row) => iniFile('RemoveIniFile', row.RemoveIniFile, row))
      : []),
  ];
}

/** The place of an action in an installation; 0 for one that is not run. */
function sequenceOf({ database }: Product, action: string): number {
  const row = database.rows('InstallExecuteSequence').find(({ Action }) => Action === action);
  return Math.max(0, row?.Sequence ?? 0);
}

const runs = (product: Product, action: string): boolean => sequenceOf(product, action) > 0;

/** The copy lies in the folder of its component, or another one, under the name of its file, or another one. */
function duplicates({ database, files }: Product): Effect[] {
  const folders = new Map(database.rows('Component').map((row) => [row.Component, row.Directory_]));
  const all: readonly PackageFile[] = files;
  const names = new Map(all.map(({ key, name }) => [key, name]));
  return database.rows('DuplicateFile').flatMap(({ FileKey, Component_, File_, DestName, DestFolder }) => {
    const name = DestName ?? names.get(File_);
    const folder = DestFolder ?? folders.get(Component_) ?? null;
    return name === undefined ? [] : [{ table: 'DuplicateFile', row: FileKey, folder, name, source: File_ }];
  });
}

const moveTo = ({ FileKey, SourceName, DestName, DestFolder }: TableRow<'MoveFile'>): Effect => ({
  table: 'MoveFile',
  row: FileKey,
  folder: DestFolder,
  name: DestName ?? SourceName ?? '',
});

/** MoveFile.Options: 1 moves, 0 copies. */
const moveFrom = ({ FileKey, SourceName, SourceFolder, Options }: TableRow<'MoveFile'>): Effect[] =>
  Options === 1 ? [{ table: 'MoveFile', row: FileKey, folder: SourceFolder, name: SourceName ?? '' }] : [];

/** RemoveFile.InstallMode: bit 0 is installation. */
const removal = ({ FileKey, FileName, DirProperty, InstallMode }: TableRow<'RemoveFile'>): Effect[] =>
  FileName !== null && (InstallMode & 1) !== 0
    ? [{ table: 'RemoveFile', row: FileKey, folder: DirProperty, name: FileName }]
    : [];

const iniFile = (
  table: 'IniFile' | 'RemoveIniFile',
  row: string,
  { FileName, DirProperty }: Pick<TableRow<'IniFile'>, 'FileName' | 'DirProperty'>,
): Effect => ({ table, row, folder: DirProperty ?? 'WindowsFolder', name: FileName });

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
