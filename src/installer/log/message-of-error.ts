import { describeError, HotfixkitError } from '../../core/errors.js';
import type { InstallationLog } from './installation-log.js';

/** The number and fields of the message that Windows Installer would give for one of our errors. */
export interface ErrorMessage {
  number: number;
  fields: (string | number | null)[];
}

/** Null if Windows has no message for it: then the text of the error is logged. */
export function messageOfError({ code, facts }: HotfixkitError): ErrorMessage | null {
  const { entry = null, stream = null, file = null, expected } = facts;
  const what = entry ?? stream ?? file;
  const path = file ?? entry;
  switch (code) {
    case 'PACKAGE_NO_CABINET':
    case 'CAB_MISSING_PART':
      return { number: 1311, fields: [entry] };
    case 'PACKAGE_NO_FILE':
      return { number: 1308, fields: [typeof expected === 'string' ? expected : entry] };
    case 'PACKAGE_NOT_IN_CABINET':
    case 'CAB_NO_FILE':
      return { number: 1334, fields: [entry, stream] };
    case 'PACKAGE_FILE_SIZE':
    case 'PACKAGE_FILE_HASH':
      return { number: 1331, fields: [entry] };
    case 'PACKAGE_NO_SHORT_NAME':
      return { number: 1325, fields: [typeof facts.found === 'string' ? facts.found : entry] };
    case 'PACKAGE_NO_MEDIA':
      return { number: 2602, fields: [entry] };
    case 'PACKAGE_BAD_DIRECTORY':
      return { number: 2605, fields: [entry] };
    case 'TARGET_IS_SOURCE':
      return { number: 2203, fields: [path, -2147287037] };
    case 'DISK_FULL':
      return { number: 1307, fields: [path] };
    case 'FILE_WRITE':
    case 'PATH_LINK':
      return { number: 1304, fields: [path] };
    case 'FILE_READ':
    case 'FILE_CHANGED':
      return { number: 1305, fields: [path, null] };
    case 'PATH_UNSAFE':
      return { number: 1322, fields: [entry] };
    case 'ABORTED':
      return { number: 1602, fields: [] };
    case 'MSIEXEC_LOG':
      return { number: 1622, fields: [path] };
    case 'MSIEXEC_COMMAND_LINE':
      return { number: 1639, fields: [] };
  }
  if (/^(CAB|MSZIP|LZX|QUANTUM)_/.test(code)) return { number: 1335, fields: [what] };
  return null;
}

/** The return value of an action that threw: the user stopped it, or it failed. */
export function returnValueOf(error: unknown): 2 | 3 {
  return error instanceof HotfixkitError && error.code === 'ABORTED' ? 2 : 3;
}

/** Errors that are in the log. Several layers may try to log an error; only the first one does. */
const logged = new WeakSet<HotfixkitError>();

/** Writes an error to the log: the message of Windows Installer if there is one, and the text of the error. */
export function logError(error: unknown, log: InstallationLog): void {
  if (!(error instanceof HotfixkitError) || logged.has(error)) return;
  logged.add(error);
  const message = messageOfError(error);
  if (message) log({ type: 'message', ...message });
  log({ type: 'info', text: describeError(error) });
}
