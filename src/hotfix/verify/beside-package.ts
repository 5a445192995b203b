import type { Warning } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import { listed, plural } from '../../core/plural.js';
import { nameOnWindows } from '../../core/safe-path.js';
import { membersBeside } from '../../package/beside-members.js';
import { installedWith } from '../../package/inspect/installed-with.js';
import { boundFiles, changedFiles } from '../../package/install/changed-files.js';
import { neverInstalledFiles } from '../../package/install/never-installed.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { PackageFile } from '../../package/package-content.js';
import { isNamed } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { isWantedName, type Wanted } from './content-files.js';

type Opened = Pick<OpenedPackage, 'path' | 'container' | 'content' | 'inside'>;

/**
 * `VERIFY_NOT_COMPARED` for files of the names that are looked for which were not compared: those that lie beside a package in
 * the containers on the way to it, as the package was opened in their place, and those whose names mean such a file on Windows
 * only. The same for what an installation makes of a compared file: it puts another one in its place, changes its hash, never
 * installs it, or is told by the container to install it otherwise.
 */
export function besideWarnings(opened: Opened, wanted: readonly Wanted[]): Warning[] {
  return [
    ...besideContainer(opened, wanted),
    ...sameOnWindows(opened, wanted),
    ...changedOnInstallation(opened, wanted),
    ...notInstalled(opened, wanted),
    ...boundOnInstallation(opened, wanted),
    ...installedOtherwise(opened),
  ];
}

function installedOtherwise({ content, container }: Opened): Warning[] {
  if (container === null || (content.kind !== 'msi' && content.kind !== 'msm')) return [];
  const known = [
    ...(content.patched ? ['PATCH'] : []),
    ...(content.transforms.length > 0 ? ['TRANSFORMS'] : []),
  ];
  const found = installedWith(container, known);
  if (found.length === 0) return [];
  const message = `the package was compared as it is, and its container installs it otherwise: ${listed(found)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function notInstalled({ content }: Opened, wanted: readonly Wanted[]): Warning[] {
  if (content.kind !== 'msi' && content.kind !== 'msm') return [];
  const isWanted = isWantedName(wanted);
  const found = neverInstalledFiles(content).flatMap(({ file: { targetPath, key, name }, why }) =>
    isWanted(targetPath ?? key, name) ? [`${targetPath ?? key} (${why})`] : [],
  );
  if (found.length === 0) return [];
  const message = `the package holds files that were compared and that no installation puts in place: ${listed(found)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

/** An installation that binds the imports of a file changes bytes of it: its hash is another one then, not its size and version. */
function boundOnInstallation({ content }: Opened, wanted: readonly Wanted[]): Warning[] {
  if (content.kind !== 'msi' && content.kind !== 'msm') return [];
  const hashes = wanted
    .flatMap((one) => (typeof one === 'function' ? [] : (one.hashes ?? [])))
    .filter(isNamed);
  const hashed = new Set(hashes.map(({ file }) => nameKey(fileNameOfRow(file))));
  const found = boundFiles(content).flatMap(({ targetPath, key, name }) =>
    hashed.has(nameKey(name)) ? [targetPath ?? key] : [],
  );
  if (found.length === 0) return [];
  const message = `an installation changes the imports of files whose hashes were compared (BindImage), so that installed ones have other hashes: ${listed(found)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function changedOnInstallation({ content }: Opened, wanted: readonly Wanted[]): Warning[] {
  if (content.kind !== 'msi' && content.kind !== 'msm') return [];
  const isWanted = isWantedName(wanted);
  const found = changedFiles(content).flatMap(({ table, row, file: { targetPath, key, name } }) =>
    isWanted(targetPath ?? key, name) ? [`${targetPath ?? key} (${table} ${JSON.stringify(row)})`] : [],
  );
  if (found.length === 0) return [];
  const message = `an installation replaces, removes or changes files that were compared, by rows of other tables: ${listed(found)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function sameOnWindows({ content }: Opened, wanted: readonly Wanted[]): Warning[] {
  const isWanted = isWantedName(wanted);
  const files: readonly PackageFile[] = content.files;
  const found = files.flatMap(({ name, statedName = name }) => {
    const meant = nameOnWindows(statedName);
    if (meant === null || !isWanted(meant, meant) || isWanted(statedName, statedName)) return [];
    return [`${JSON.stringify(statedName)} (${meant})`];
  });
  if (found.length === 0) return [];
  const what = found.length === 1 ? 'has a name that Windows takes' : 'have names that Windows takes';
  return [
    {
      code: 'VERIFY_NOT_COMPARED',
      message: `${plural(found.length, 'file')} ${what} for the name of a file that is looked for, and ${found.length === 1 ? 'was' : 'were'} not compared: ${listed(found)}`,
    },
  ];
}

function besideContainer(opened: Opened, wanted: readonly Wanted[]): Warning[] {
  const isWanted = isWantedName(wanted);
  const found = membersBeside(opened).flatMap(({ member, name, path }) =>
    isWanted(member.path, name) ? [path] : [],
  );
  if (found.length === 0) return [];
  const way = opened.inside.slice(opened.container!.named).join('!');
  const [first] = found;
  const container = first!.slice(0, first!.lastIndexOf('!') + 1);
  const what = found.length === 1 ? 'lies beside it and was' : 'lie beside it and were';
  return [
    {
      code: 'VERIFY_NOT_COMPARED',
      message: `the package ${way} was compared; ${plural(found.length, 'file')} of the names that are looked for ${what} not: ${listed(found)}; to compare ${found.length === 1 ? 'it' : 'these'}, give the path of the container: "${opened.path}!${container}"`,
    },
  ];
}
