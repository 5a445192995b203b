import type { ErrorCode } from './errors.js';

/**
 * Codes of warnings that leave a verdict about files as it is: of names, of writing, installing and staging, and of flaws in
 * the form of a package that all content was read in spite of.
 *
 * Every other warning weakens a verdict: it says that something was not looked at, not compared or contradicts itself.
 */
const harmless: ReadonlySet<string> = new Set<ErrorCode>([
  // names
  'PATH_RENAMED',
  'PACKAGE_NO_SHORT_NAME',
  'PACKAGE_SOURCE_LAYOUT',
  // the names in it were searched, and none is looked for
  'PACKAGE_APPLICATION_FILE',
  // archives in folders that have no file of the articles
  'SCAN_NOT_SEARCHED',
  // tolerated form
  'CFB_CHAIN_LONG',
  'CFB_SHORT_END',
  'COMPRESS_PADDING',
  'COMPRESS_SIZE_UNKNOWN',
  'MSI_BAD_SUMMARY',
  // everything is read again
  'STATE_INVALID',
  // known misprints of an article, which its table does not have any more
  'MANIFEST_MISPRINT',
  // files of one article that agree
  'MANIFEST_TRANSLATIONS',
  // writing
  'CLEANUP_FAILED',
  'MSIEXEC_LOG',
  'PREPARE_OTHER_FILES',
  'RESTORE_FAILED',
  'RUN_RECOVERED',
  // installing
  'ACTION_FAILED',
  'ACTION_SKIPPED',
  'ENVIRONMENT_WITHHELD',
  'LAUNCH_CONDITION',
  'MSIEXEC_COMMAND_LINE',
  'PACKAGE_SIGNATURE_REMOVED',
  'PROPERTY_MISSING',
  'TARGET_FIXED',
  // staging
  'ARTICLE_RULE_UNCLEAR',
  'STAGE_BAD_PACKAGE_ID',
  'STAGE_CLIENT_SOURCE',
]);

/** Codes that say something about sound input that no one has to act on. */
const notes: ReadonlySet<string> = new Set<ErrorCode>(['PACKAGE_APPLICATION_FILE', 'SCAN_NOT_SEARCHED']);

/** Whether a warning is a note: it is printed as one, so that a plain verdict stands below no warning. */
export function isNote({ code }: { readonly code: string }): boolean {
  return notes.has(code);
}

/** Whether a warning weakens a verdict that is good otherwise: `OK WITH WARNINGS`. Unknown codes do. */
export function isWeakening({ code }: { readonly code: string }): boolean {
  return !harmless.has(code);
}
