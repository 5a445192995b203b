import { statSync } from 'node:fs';
import { win32 } from 'node:path';
import { HotfixkitError } from '../core/errors.js';

/**
 * Finds the absolute path of a program on Windows. A path is taken as it is, a bare name is searched for in the folders
 * of PATH; `.exe` may be left out. Only an executable file is accepted. A batch file would be run by cmd.exe, which
 * reads the arguments by rules of its own (`%NAME%`, `&`), and so would be a name that is nowhere.
 *
 * Throws `ENGINE_UNAVAILABLE`.
 */
export function findWindowsProgram(
  program: string,
  environment: Readonly<Record<string, string | undefined>>,
  isFile: (path: string) => boolean = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
): string {
  const extension = win32.extname(program).toLowerCase();
  if (['.bat', '.cmd', '.ps1', '.vbs', '.js'].includes(extension)) {
    throw new HotfixkitError('ENGINE_UNAVAILABLE', 'a script cannot be used here; name an .exe', {
      file: program,
    });
  }
  const names =
    extension === '.exe' || extension === '.com' ? [program] : [`${program}.exe`, `${program}.com`];
  const isPath = /[\\/:]/.test(program);
  const places = isPath ? [''] : foldersOf(environment);
  for (const place of places) {
    for (const name of names) {
      const path = isPath ? win32.resolve(name) : win32.join(place, name);
      if (isFile(path)) return path;
    }
  }
  throw new HotfixkitError(
    'ENGINE_UNAVAILABLE',
    isPath ? 'there is no such program' : 'there is no such program in the folders of PATH',
    { file: program },
  );
}

/**
 * The folders of PATH, in any letter case of that name. Only absolute ones count, so that the current folder does not.
 */
function foldersOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  const path = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  return path
    .split(';')
    .map((folder) => folder.replaceAll('"', '').trim())
    .filter((folder) => win32.isAbsolute(folder));
}
