import { HotfixkitError } from '../../core/errors.js';
import type { Manifest } from '../manifest/manifest.js';
import { plainArticleName } from '../naming/article-name.js';
import { writePackageDefinition } from './package-definition.js';

/** What a package definition's command line holds (ConfigMgr 2007 SDK, "About Package Definition Files"). */
const MAX_COMMAND_LINE = 127;

/**
 * The files of a package source that installs the client patch where the client is already: the package definition and,
 * where the command line is longer than a definition holds, a command file that the program runs instead. A name with a
 * `%` needs one too, because only there `%` can be escaped.
 *
 * The name is the one that the hotfix's own set-up gives its package (KB 2028442); the command line is the one in use in
 * the field; its REINSTALLMODE replaces older files (o) and writes registry values (m, u) and shortcuts (s) again.
 *
 * Throws `STAGE_BAD_NAME` for a file name that a command file cannot carry, `STAGE_BAD_DEFINITION` for one that a
 * definition cannot.
 */
export function clientHotfixPackage(
  manifest: Manifest,
  patches: readonly string[],
): { name: string; bytes: Uint8Array }[] {
  const article = plainArticleName(manifest);
  const quoted = patches.map((name) => (/^[\w.+-]*$/.test(name) ? name : `"${name}"`)).join(';');
  const line = (patch: string): string =>
    `msiexec.exe /p ${patch} /q REINSTALL=ALL REINSTALLMODE=mous /L*v %TEMP%\\${article}.log`;
  const isShort = !quoted.includes('%') && line(quoted).length <= MAX_COMMAND_LINE;
  const command = `${article}.cmd`;
  const definition = writePackageDefinition({
    name: `${article} - Advanced Client Hotfix`.slice(0, 50),
    publisher: 'Microsoft',
    language: 'English (United States)',
    comment: 'Installs the client patch. Not for task sequences: use PATCH there.',
    programs: [
      {
        name: 'Advanced Client Hotfix Install',
        comment: 'Installs the client patch without a user',
        commandLine: isShort ? line(quoted) : command,
        run: 'Hidden',
        canRunWhen: 'AnyUserStatus',
        adminRightsRequired: true,
      },
    ],
  });
  const files = [{ name: `${article}.sms`, bytes: definition }];
  if (isShort) return files;
  // %~dp0 is the folder of the command file, on whatever drive or share the client runs it from.
  const paths = patches.map((name) => `%~dp0${inCommandFile(name)}`).join(';');
  const script = ['@echo off', line(`"${paths}"`), 'exit /b %ERRORLEVEL%', ''].join('\r\n');
  return [...files, { name: command, bytes: new TextEncoder().encode(script) }];
}

/** A file name between quotation marks in a command file: there `%` alone means something else, and is doubled. */
function inCommandFile(name: string): string {
  // cmd.exe reads the file in the code page that its computer has.
  if (!/^[\x20-\x7e]*$/.test(name) || /["*<>?|:;]/.test(name)) {
    throw new HotfixkitError(
      'STAGE_BAD_NAME',
      'this file name cannot be used in a command file; rename the patch to plain ASCII',
      { entry: name },
    );
  }
  return name.replaceAll('%', '%%');
}
