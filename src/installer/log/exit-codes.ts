import { type ErrorCode, ErrorCodes, type HotfixkitError } from '../../core/errors.js';

export interface ExitCode {
  code: number;
  /** Its name in winerror.h. */
  name: string;
  /** One line: what it means, and what to do. */
  explanation: string;
  success: boolean;
}

/** The exit codes that mean success. 1641 and 3010 ask for a restart, which an administrative image never does. */
const successes: ReadonlySet<number> = new Set([0, 1641, 3010]);

/**
 * Exit codes of msiexec (win32 docs, Msi/error-codes); msiexec may pass on any other Win32 code as well. The
 * explanations are for users of this program, so they differ from those of Windows where the advice differs.
 */
const table: readonly (readonly [number, string, string])[] = [
  [0, 'ERROR_SUCCESS', 'done.'],
  [
    13,
    'ERROR_INVALID_DATA',
    'the data is invalid: download the package again and compare its hash with the published one.',
  ],
  [87, 'ERROR_INVALID_PARAMETER', 'one of the parameters is invalid: check the command line.'],
  [
    120,
    'ERROR_CALL_NOT_IMPLEMENTED',
    'a custom action called a function that it must not call: ask the author of the package.',
  ],
  [
    1259,
    'ERROR_APPHELP_BLOCK',
    'the product does not fit this version of Windows: look for a newer version.',
  ],
  [
    1601,
    'ERROR_INSTALL_SERVICE_FAILURE',
    'the Windows Installer service cannot be reached: check that it is registered.',
  ],
  [1602, 'ERROR_INSTALL_USEREXIT', 'cancelled, and nothing was changed: run it again.'],
  [
    1603,
    'ERROR_INSTALL_FAILURE',
    'the installation failed and was rolled back. The cause is in the line above; /l*v FILE writes a full log.',
  ],
  [1604, 'ERROR_INSTALL_SUSPEND', 'suspended: run it again to continue.'],
  [1605, 'ERROR_UNKNOWN_PRODUCT', 'this needs an installed product: to patch an image, give both /a and /p.'],
  [1606, 'ERROR_UNKNOWN_FEATURE', 'there is no such feature: compare the name with the Feature table.'],
  [1607, 'ERROR_UNKNOWN_COMPONENT', 'there is no such component: compare the name with the Component table.'],
  [1608, 'ERROR_UNKNOWN_PROPERTY', 'there is no such property: compare the name with the Property table.'],
  [
    1609,
    'ERROR_INVALID_HANDLE_STATE',
    'a handle is in the wrong state: a fault of the program, not of the package.',
  ],
  [
    1610,
    'ERROR_BAD_CONFIGURATION',
    'the registration of the product in Windows is corrupt: repair the product.',
  ],
  [1611, 'ERROR_INDEX_ABSENT', 'there is no such component qualifier: ask the author of the package.'],
  [
    1612,
    'ERROR_INSTALL_SOURCE_ABSENT',
    'the source of the product is missing: make its folder or share available.',
  ],
  [
    1613,
    'ERROR_INSTALL_PACKAGE_VERSION',
    'the package is for a newer Windows Installer: use a newer Windows.',
  ],
  [1614, 'ERROR_PRODUCT_UNINSTALLED', 'the product has been uninstalled: nothing remains to be done.'],
  [
    1615,
    'ERROR_BAD_QUERY_SYNTAX',
    'the query is not valid SQL for an installer database: check its spelling.',
  ],
  [1616, 'ERROR_INVALID_FIELD', 'the record has no such field: check the number of the field.'],
  [1618, 'ERROR_INSTALL_ALREADY_RUNNING', 'another installation is running: wait until it has ended.'],
  [
    1619,
    'ERROR_INSTALL_PACKAGE_OPEN_FAILED',
    'the package cannot be opened: check that the path is right and that you may read the file.',
  ],
  [
    1620,
    'ERROR_INSTALL_PACKAGE_INVALID',
    'this is not a valid Windows Installer package: download it again and compare its hash, or unpack it first if it is an .exe.',
  ],
  [1621, 'ERROR_INSTALL_UI_FAILURE', 'the user interface cannot be started: try again with /qn.'],
  [
    1622,
    'ERROR_INSTALL_LOG_FAILURE',
    'the log cannot be opened: its folder has to exist and you need to be allowed to write there.',
  ],
  [
    1623,
    'ERROR_INSTALL_LANGUAGE_UNSUPPORTED',
    'the language of the package does not fit this system: get it in another language.',
  ],
  [
    1624,
    'ERROR_INSTALL_TRANSFORM_FAILURE',
    'a transform cannot be applied: check its path, and that it was made for this package.',
  ],
  [1625, 'ERROR_INSTALL_PACKAGE_REJECTED', 'a policy of this system forbids it: ask its administrator.'],
  [
    1626,
    'ERROR_FUNCTION_NOT_CALLED',
    'the function could not be called: a fault of the program, not of the package.',
  ],
  [1627, 'ERROR_FUNCTION_FAILED', 'a function failed: a log by /l*v FILE names it.'],
  [
    1628,
    'ERROR_INVALID_TABLE',
    'there is no such table, or it is invalid: compare the name with the _Tables of the package.',
  ],
  [1629, 'ERROR_DATATYPE_MISMATCH', 'data of the wrong type was given: check the value.'],
  [1630, 'ERROR_UNSUPPORTED_TYPE', 'data of this type is not supported: check the column.'],
  [
    1631,
    'ERROR_CREATE_FAILED',
    'the Windows Installer service could not be started: ask the administrator of the system.',
  ],
  [
    1632,
    'ERROR_INSTALL_TEMP_UNWRITABLE',
    'the folder for temporary files is full or cannot be written: free some space, or set TEMP to another folder.',
  ],
  [
    1633,
    'ERROR_INSTALL_PLATFORM_UNSUPPORTED',
    'the package is for another platform: get the one for this processor.',
  ],
  [1634, 'ERROR_INSTALL_NOTUSED', 'the component is not used on this machine: nothing needs to be done.'],
  [
    1635,
    'ERROR_PATCH_PACKAGE_OPEN_FAILED',
    'the patch cannot be opened: check that the path is right and that you may read the file.',
  ],
  [
    1636,
    'ERROR_PATCH_PACKAGE_INVALID',
    'this is not a valid patch: download it again and compare its hash, or unpack it first if it is an .exe.',
  ],
  [
    1637,
    'ERROR_PATCH_PACKAGE_UNSUPPORTED',
    'the patch is for a newer Windows Installer: use a newer Windows.',
  ],
  [1638, 'ERROR_PRODUCT_VERSION', 'another version of the product is installed: remove that one first.'],
  [
    1639,
    'ERROR_INVALID_COMMAND_LINE',
    'the command line is not valid: the line above says what to type; /? shows the options.',
  ],
  [
    1640,
    'ERROR_INSTALL_REMOTE_DISALLOWED',
    'this user may not install from a terminal session: run it on the console.',
  ],
  [1641, 'ERROR_SUCCESS_REBOOT_INITIATED', 'done; the restart that it needs has begun.'],
  [
    1642,
    'ERROR_PATCH_TARGET_NOT_FOUND',
    'the patch is for another product or version: compare them with those of the image.',
  ],
  [1643, 'ERROR_PATCH_PACKAGE_REJECTED', 'a policy of this system forbids the patch: ask its administrator.'],
  [
    1644,
    'ERROR_INSTALL_TRANSFORM_REJECTED',
    'a policy of this system forbids a transform: ask its administrator.',
  ],
  [
    1645,
    'ERROR_INSTALL_REMOTE_PROHIBITED',
    'Windows Installer does not install over Remote Desktop: run it on the console.',
  ],
  [
    1646,
    'ERROR_PATCH_REMOVAL_UNSUPPORTED',
    'this patch cannot be removed: reinstall the product without it.',
  ],
  [1647, 'ERROR_UNKNOWN_PATCH', 'the product does not have this patch: there is nothing to remove.'],
  [
    1648,
    'ERROR_PATCH_NO_SEQUENCE',
    'these patches cannot be put in an order: apply fewer of them, or those that the article names.',
  ],
  [
    1649,
    'ERROR_PATCH_REMOVAL_DISALLOWED',
    'a policy of this system forbids removing patches: ask its administrator.',
  ],
  [
    1650,
    'ERROR_INVALID_PATCH_XML',
    'the XML that describes the patch is invalid: check it against its schema.',
  ],
  [
    1651,
    'ERROR_PATCH_MANAGED_ADVERTISED_PRODUCT',
    'the product is only advertised: install it, then patch it.',
  ],
  [
    1652,
    'ERROR_INSTALL_SERVICE_SAFEBOOT',
    'Windows Installer does not run in safe mode: start Windows as usual.',
  ],
  [
    1653,
    'ERROR_ROLLBACK_DISABLED',
    'installing several packages at once needs rollback, which is switched off: switch it on.',
  ],
  [1654, 'ERROR_INSTALL_REJECTED', 'the package is not for this version of Windows: look for one that is.'],
  [3010, 'ERROR_SUCCESS_REBOOT_REQUIRED', 'done; a restart is needed.'],
];

/** All documented exit codes by number. */
export const exitCodes: ReadonlyMap<number, ExitCode> = new Map(
  table.map(([code, name, explanation]) => [code, { code, name, explanation, success: successes.has(code) }]),
);

/**
 * `1619 (ERROR_INSTALL_PACKAGE_OPEN_FAILED): the package cannot be opened: …`; for an unlisted code its number alone.
 *
 * @example
 * import { explainExitCode } from 'hotfixkit/msiexec';
 *
 * console.log(explainExitCode(1619));
 */
export function explainExitCode(code: number): string {
  const known = exitCodes.get(code);
  return known
    ? `${code} (${known.name}): ${known.explanation}`
    : `${code}: not a code of Windows Installer; look it up in winerror.h.`;
}

/**
 * The phase in which an error occurred: the same unreadable file is 1619 as the package, 1635 as a patch, 1624 as a
 * transform, 1622 as the log and 1603 as one of the files to install.
 */
export type ExitPhase = 'open' | 'patch' | 'transform' | 'log' | 'run';

/** Codes that mean the same at any time. */
const fixed: ReadonlyMap<ErrorCode, number> = new Map<ErrorCode, number>([
  ['USAGE', 1639],
  ['MSIEXEC_COMMAND_LINE', 1639],
  ['MSI_BAD_WHERE', 1615],
  ['MSIEXEC_LOG', 1622],
  ['ABORTED', 1602],
  ['PATCH_CANNOT_OPEN', 1635],
  ['PATCH_INVALID', 1636],
  ['PATCH_NOT_APPLICABLE', 1642],
  ['PATCH_NO_SEQUENCE', 1648],
  ['MSI_TRANSFORM_ROW_EXISTS', 1624],
  ['MSI_TRANSFORM_NO_ROW', 1624],
  ['MSI_TRANSFORM_TABLE_EXISTS', 1624],
  ['MSI_TRANSFORM_NO_TABLE', 1624],
  ['MSI_TRANSFORM_NO_COLUMN', 1624],
  ['MSI_TRANSFORM_CODE_PAGE', 1624],
  ['MSI_TRANSFORM_NOT_APPLICABLE', 1624],
]);

/** The file could not be opened, as opposed to its content being wrong. */
const unopened: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['FILE_NOT_FOUND', 'FILE_READ']);

/** Codes of lower layers for a file that is no package, besides all of CFB_, MSI_, ZIP_ and CONTAINER_. */
const malformed: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'READ_PAST_END',
  'BAD_GUID',
  'BAD_ENCODING',
  'UNKNOWN_CODE_PAGE',
  'PACKAGE_UNKNOWN_KIND',
  'PACKAGE_NOT_INSTALLABLE',
]);

/**
 * Windows Installer's exit code for an error of this library. Without `phase` an unreadable file counts as the package
 * itself and a malformed database as an invalid package; all other errors are 1603, as on Windows.
 */
export function exitCodeOf(error: HotfixkitError, phase: ExitPhase = 'open'): number {
  const always = fixed.get(error.code);
  if (always !== undefined) return always;
  if (phase === 'run') return 1603;
  if (phase === 'log') return 1622;
  if (phase === 'transform') return 1624;
  if (unopened.has(error.code)) return phase === 'patch' ? 1635 : 1619;
  if (isMalformed(error.code)) return phase === 'patch' ? 1636 : 1620;
  return 1603;
}

function isMalformed(code: ErrorCode): boolean {
  // A condition fails when its action runs, and a stream that was to be written is not a package.
  if (code === 'MSI_BAD_CONDITION' || ErrorCodes[code] === 'bug') return false;
  return malformed.has(code) || /^(CFB|MSI|ZIP|CONTAINER)_/.test(code);
}
