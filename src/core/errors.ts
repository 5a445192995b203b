/** The codes whose kind is not `input`. Only these are needed at run time. */
const otherCodes = {
  MSI_BAD_WHERE: 'usage',
  CONTAINER_SEVERAL: 'usage',
  CONTAINER_NO_MEMBER: 'usage',
  TARGET_IS_SOURCE: 'usage',
  TARGET_MISSING: 'usage',
  TARGET_FOREIGN: 'usage',
  PATH_UNREACHABLE: 'usage',
  PATCH_NO_TRANSFORM: 'usage',
  MANIFEST_UNKNOWN: 'usage',
  MANIFEST_CONTRADICTION: 'usage',
  MANIFEST_NO_PRODUCT: 'usage',
  MANIFEST_PARTIAL: 'usage',
  STATE_INVALID: 'usage',
  REPORT_INVALID: 'usage',
  CONFIG_INVALID: 'usage',
  BAD_REQUIREMENT: 'usage',
  STAGE_BAD_DEFINITION: 'usage',
  STAGE_BAD_LOCATION: 'usage',
  STAGE_BAD_PACKAGE_ID: 'usage',
  STAGE_BAD_PROPERTY: 'usage',
  STAGE_NO_RECORD: 'usage',
  STAGE_UNSTATED: 'usage',
  USAGE: 'usage',
  MSIEXEC_COMMAND_LINE: 'usage',

  PATH_LINK: 'environment',
  FILE_EXISTS: 'environment',
  FILE_NOT_FOUND: 'environment',
  FILE_READ: 'environment',
  FILE_WRITE: 'environment',
  FILE_CHANGED: 'environment',
  FOLDER_BUSY: 'environment',
  FOLDER_HALF_WRITTEN: 'environment',
  RUN_RECOVERED: 'environment',
  RESTORE_FAILED: 'environment',
  CLEANUP_FAILED: 'environment',
  DISK_FULL: 'environment',
  ABORTED: 'environment',
  STAGE_CLIENT_SOURCE: 'environment',
  STAGE_CONFLICT: 'environment',
  PREPARE_OTHER_FILES: 'environment',
  MSIEXEC_LOG: 'environment',
  WEBASSEMBLY_UNAVAILABLE: 'environment',
  ENGINE_UNAVAILABLE: 'environment',

  CFB_WRITE: 'bug',
  INTERNAL: 'bug',
} as const;

/**
 * Every error and warning code of hotfixkit, listed once, with the kind that decides the exit status.
 *
 * - `usage` (2): what the caller asked for makes no sense;
 * - `input` (3): the bytes are corrupt, truncated, unsupported or hostile;
 * - `environment` (4): the disk, the permissions, a missing program;
 * - `bug` (70): a bug of hotfixkit.
 */
export const ErrorCodes = {
  ...otherCodes,

  // bytes
  READ_PAST_END: 'input',
  BAD_GUID: 'input',
  BAD_FILE_VERSION: 'input',
  UNKNOWN_CODE_PAGE: 'input',
  BAD_ENCODING: 'input',

  // compound files (MS-CFB)
  CFB_BAD_SIGNATURE: 'input',
  CFB_BAD_HEADER: 'input',
  CFB_BAD_SECTOR: 'input',
  CFB_CHAIN_LOOP: 'input',
  CFB_CHAIN_CROSSED: 'input',
  CFB_CHAIN_SHORT: 'input',
  CFB_CHAIN_LONG: 'input',
  CFB_BAD_DIRECTORY: 'input',
  CFB_DIRECTORY_LOOP: 'input',
  CFB_TRUNCATED: 'input',
  CFB_SHORT_END: 'input',

  // Windows Installer databases
  MSI_NOT_A_DATABASE: 'input',
  MSI_BAD_STRING_POOL: 'input',
  MSI_BAD_STRING_ID: 'input',
  MSI_BAD_TABLE: 'input',
  MSI_BAD_COLUMN: 'input',
  MSI_BAD_SUMMARY: 'input',
  MSI_NO_TABLE: 'input',
  MSI_NO_STREAM: 'input',
  MSI_BAD_VALUE: 'input',
  MSI_BAD_CONDITION: 'input',

  // transforms
  MSI_BAD_TRANSFORM: 'input',
  MSI_TRANSFORM_ROW_EXISTS: 'input',
  MSI_TRANSFORM_NO_ROW: 'input',
  MSI_TRANSFORM_TABLE_EXISTS: 'input',
  MSI_TRANSFORM_NO_TABLE: 'input',
  MSI_TRANSFORM_NO_COLUMN: 'input',
  MSI_TRANSFORM_CODE_PAGE: 'input',
  MSI_TRANSFORM_NOT_APPLICABLE: 'input',
  MSI_TRANSFORM_EMPTY: 'input',
  MSI_TRANSFORM_LEAVES: 'input',

  // cabinets (MS-CAB) and their codecs
  CAB_BAD_SIGNATURE: 'input',
  CAB_BAD_HEADER: 'input',
  CAB_BAD_FOLDER: 'input',
  CAB_BAD_FILE: 'input',
  CAB_BAD_DATA: 'input',
  CAB_CHECKSUM: 'input',
  CAB_TRUNCATED: 'input',
  CAB_MISSING_PART: 'input',
  CAB_SET_LOOP: 'input',
  CAB_UNSUPPORTED_METHOD: 'input',
  CAB_NO_FILE: 'input',
  MSZIP_CORRUPT: 'input',
  LZX_CORRUPT: 'input',
  LZX_BAD_WINDOW: 'input',
  INFLATE_CORRUPT: 'input',
  QUANTUM_CORRUPT: 'input',
  QUANTUM_BAD_WINDOW: 'input',

  // deltas (PatchAPI's PA19)
  DELTA_BAD_SIGNATURE: 'input',
  DELTA_BAD_HEADER: 'input',
  DELTA_UNSUPPORTED_FLAG: 'input',
  DELTA_PA30_UNSUPPORTED: 'input',
  DELTA_HEADER_ONLY: 'input',
  DELTA_WRONG_OLD_FILE: 'input',
  DELTA_CORRUPT: 'input',
  DELTA_WRONG_RESULT: 'input',
  DELTA_TOO_LARGE: 'input',

  // zip archives
  ZIP_CORRUPT: 'input',
  ZIP_CRC: 'input',
  ZIP_TRUNCATED: 'input',
  ZIP_SEVERAL: 'input',
  ZIP_UNSUPPORTED: 'input',
  ZIP_PASSWORD_NEEDED: 'input',
  ZIP_PASSWORD_WRONG: 'input',

  // what packages come wrapped in, and how much of it is too much
  CONTAINER_CORRUPT: 'input',
  CONTAINER_UNSUPPORTED: 'input',
  CONTAINER_EMPTY: 'input',
  CONTAINER_DELTAS: 'input',
  CONTAINER_UNSAFE_NAME: 'input',
  CONTAINER_DUPLICATE_NAME: 'input',
  CONTAINER_OVERLAP: 'input',
  CONTAINER_TOO_DEEP: 'input',
  CONTAINER_TOO_MANY: 'input',
  CONTAINER_TOO_LARGE: 'input',
  CONTAINER_RATIO: 'input',
  BUNDLE_PAYLOAD_DIFFERS: 'input',
  BUNDLE_PAYLOAD_UNCHECKED: 'input',

  // executables
  PE_BAD_HEADER: 'input',
  PE_BAD_RESOURCE: 'input',
  PE_BAD_VERSION: 'input',
  PE_SEVERAL_VERSIONS: 'input',

  // ASN.1 and what signatures are made of
  ASN1_MALFORMED: 'input',
  SIGNATURE_UNSUPPORTED: 'input',
  SIGNATURE_BAD_CERTIFICATE: 'input',
  SIGNATURE_BAD_CRL: 'input',
  SIGNATURE_NO_SYSTEM_STORE: 'input',

  // files of COMPRESS.EXE
  SZDD_CORRUPT: 'input',
  KWAJ_CORRUPT: 'input',
  COMPRESS_UNSUPPORTED: 'input',
  COMPRESS_PADDING: 'input',
  COMPRESS_SIZE_UNKNOWN: 'input',

  // XML
  XML_NOT_WELL_FORMED: 'input',
  XML_BAD_ENCODING: 'input',
  XML_TOO_LARGE: 'input',

  // logs
  DIAGNOSE_NOT_A_LOG: 'input',

  // packages
  PACKAGE_UNKNOWN_KIND: 'input',
  PACKAGE_CABINET_FOUND: 'input',
  PACKAGE_DATABASE_FOUND: 'input',
  PACKAGE_NOT_SEARCHED: 'input',
  PACKAGE_APPLICATION_FILE: 'input',
  SCAN_NOT_SEARCHED: 'input',
  PACKAGE_NOT_INSTALLABLE: 'input',
  PACKAGE_BAD_DIRECTORY: 'input',
  PACKAGE_NO_MEDIA: 'input',
  PACKAGE_NO_SHORT_NAME: 'input',
  PACKAGE_NO_CABINET: 'input',
  PACKAGE_NO_FILE: 'input',
  PACKAGE_INCOMPLETE: 'input',
  PACKAGE_NOT_IN_CABINET: 'input',
  PACKAGE_MEMBER_UNCERTAIN: 'input',
  PACKAGE_FILE_SIZE: 'input',
  PACKAGE_FILE_HASH: 'input',
  PACKAGE_FILE_VERSION: 'input',
  PACKAGE_NOTHING_WRITTEN: 'input',
  PACKAGE_UNSUPPORTED: 'input',
  PACKAGE_SIGNATURE_REMOVED: 'input',
  PACKAGE_SOURCE_LAYOUT: 'input',
  TARGET_FIXED: 'input',
  PROPERTY_MISSING: 'input',
  ENVIRONMENT_WITHHELD: 'input',
  ACTION_SKIPPED: 'input',
  ACTION_FAILED: 'input',
  LAUNCH_CONDITION: 'input',

  // patches, as Windows Installer tells them apart
  PATCH_CANNOT_OPEN: 'input',
  PATCH_INVALID: 'input',
  PATCH_NOT_APPLICABLE: 'input',
  PATCH_NO_SEQUENCE: 'input',
  PATCH_LEFT_OUT: 'input',

  // paths and the disk
  PATH_UNSAFE: 'input',
  PATH_RENAMED: 'input',
  PATH_COLLISION: 'input',

  // manifests, verifying, staging
  MANIFEST_INVALID: 'input',
  MANIFEST_MISPRINT: 'input',
  MANIFEST_TRANSLATIONS: 'input',
  ARTICLE_NO_TABLE: 'input',
  ARTICLE_TOO_LARGE: 'input',
  ARTICLE_ROW_UNCERTAIN: 'input',
  ARTICLE_ROW_UNREAD: 'input',
  ARTICLE_RULE_UNCLEAR: 'input',
  ARTICLE_TEXT_UNCLEAR: 'input',
  ARTICLE_WITHDRAWN: 'input',
  VERIFY_NOT_COMPARED: 'input',
  VERIFY_PRODUCT_UNCERTAIN: 'input',
  VERIFY_NAME_DIFFERS: 'input',
  VERIFY_NOT_SIGNABLE: 'input',
  SIGNATURE_REFUSED: 'input',
  STAGE_NO_PATCH: 'input',
  STAGE_NO_UTILITY: 'input',
  STAGE_AMBIGUOUS: 'input',
  STAGE_BAD_NAME: 'input',
  STAGE_LINE_TOO_LONG: 'input',
  STAGE_BAD_RECORD: 'input',
  STAGE_WRONG_PATCH: 'input',
  TASK_SEQUENCE_INVALID: 'input',
  TASK_SEQUENCE_NO_STEP: 'input',
  TASK_SEQUENCE_AMBIGUOUS: 'input',
  TASK_SEQUENCE_UNCLEAR: 'input',
  VERIFY_FAILED: 'input',

  // the command line
  TIME_LIMIT: 'input',
  MEMORY_LIMIT: 'input',
} as const;

/** The name of an error or a warning. Codes are stable; new ones may be added. */
export type ErrorCode = keyof typeof ErrorCodes;
/** What kind of error a code stands for; the exit status of the command line follows from it. */
export type ErrorKind = (typeof ErrorCodes)[ErrorCode];

/** Where in the input the problem is. Each layer that the error passes through adds what it knows. */
export interface ErrorFacts {
  /** Path of the outermost file, as the caller gave it; with the way to it (`a.zip!b.msi`) where it is about a package inside. */
  file?: string;
  /** Decoded name of the stream (or cabinet, or resource) inside that file. */
  stream?: string;
  /** Name of the member, row or File key in question. */
  entry?: string;
  /** Byte offset, counted in the innermost thing named (`stream` if there is one, else `file`). */
  offset?: number;
  /** The specification's name of the structure that was being read, e.g. `CFFOLDER`. */
  structure?: string;
  expected?: string | number;
  found?: string | number;
}

/** A flaw that was tolerated, or something unusual that was found. Returned in results, never printed by the library. */
export interface Warning extends ErrorFacts {
  code: ErrorCode;
  message: string;
}

/**
 * The error class of this library; all other errors are bugs. `code` is stable, `message` is for people and does
 * not repeat the facts; {@link describeError} joins both. `cause` is the underlying error.
 */
export class HotfixkitError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'HotfixkitError';
    this.code = code;
    this.facts = { ...facts };
  }

  get kind(): ErrorKind {
    return this.code in otherCodes ? otherCodes[this.code as keyof typeof otherCodes] : 'input';
  }
}

/**
 * Runs `body`; a {@link HotfixkitError} that leaves it gets those of `facts` that it does not carry yet, so that
 * each layer adds what only it knows (which stream, which cabinet, which row).
 */
export function withFacts<T>(facts: ErrorFacts, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw addFacts(error, facts);
  }
}

/** {@link withFacts} for an error that has been caught already; anything else is returned unchanged. */
export function addFacts(error: unknown, facts: ErrorFacts): unknown {
  if (error instanceof HotfixkitError) {
    for (const [key, value] of Object.entries(facts)) {
      if (value !== undefined && error.facts[key as keyof ErrorFacts] === undefined) {
        Object.assign(error.facts, { [key]: value });
      }
    }
  }
  return error;
}

/** Characters that are shown of a long text, and the length from which a text is shortened. */
const SHOWN = 80;
const TOO_LONG = 4 * SHOWN;

/** The beginning of a text that may be of any length, for messages. */
export function shortened(text: string): string {
  return text.length <= TOO_LONG ? text : `${text.slice(0, SHOWN)}…`;
}

/**
 * An error or a warning as one line: the message, then the facts in brackets
 * (`file: message [stream "s", offset 24, CFFOLDER]`).
 *
 * @example
 * import { describeError, HotfixkitError, openPackage } from 'hotfixkit';
 *
 * try {
 *   openPackage('no-such-file.msi');
 * } catch (error) {
 *   if (!(error instanceof HotfixkitError)) throw error;
 *   console.log(error.code, describeError(error));
 * }
 */
export function describeError(error: HotfixkitError | Warning): string {
  const facts = error instanceof HotfixkitError ? error.facts : error;
  const where: string[] = [];
  if (facts.stream !== undefined) where.push(`stream ${JSON.stringify(shortened(facts.stream))}`);
  if (facts.entry !== undefined) where.push(`entry ${JSON.stringify(shortened(facts.entry))}`);
  if (facts.offset !== undefined) where.push(`offset ${facts.offset}`);
  if (facts.structure !== undefined) where.push(facts.structure);
  if (facts.expected !== undefined) where.push(`expected ${facts.expected}`);
  if (facts.found !== undefined) where.push(`found ${facts.found}`);
  const head = facts.file === undefined ? error.message : `${facts.file}: ${error.message}`;
  return where.length > 0 ? `${head} [${where.join(', ')}]` : head;
}
