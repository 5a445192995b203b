/**
 * `msiexec /a` as a library: command lines, sessions, images, logs, exit codes.
 *
 * @module
 */

export type { MsiexecCommand, MsiexecVerb } from '../installer/command-line/msiexec-command.js';
export {
  parseMsiexecArguments,
  parseMsiexecCommandLine,
} from '../installer/command-line/msiexec-command-line.js';
export type { MsiexecLogOptions } from '../installer/command-line/msiexec-log-options.js';
export type { MsiexecUiOptions } from '../installer/command-line/msiexec-ui-options.js';
export {
  ComponentConditions,
  DisableMedia,
  ElevationBits,
  FileMismatches,
  LaunchConditions,
  MissingSequences,
  SavedProperties,
  type SequenceOptions,
} from '../installer/command-line/sequence-options.js';
export { parseAdminProperties, writeAdminProperties } from '../installer/image/admin-properties-stream.js';
export {
  type AdministrativeInstallationOptions,
  type AdministrativeResult,
  applyAdministrativeInstallation,
} from '../installer/image/administrative-installation.js';
export {
  type AdministrativePlan,
  type AdministrativePlanOptions,
  planAdministrativeInstallation,
} from '../installer/image/administrative-plan.js';
export {
  applyImagePatch,
  type ImagePatchOptions,
  type ImagePatchPlan,
  planImagePatch,
} from '../installer/image/patch-image.js';
export { type ExitPhase, exitCodeOf, explainExitCode } from '../installer/log/exit-codes.js';
export {
  type ActionReturnValue,
  type InstallationEvent,
  type InstallationLog,
  joinInstallationLogs,
  type OperationArguments,
} from '../installer/log/installation-log.js';
export type { MessageKind } from '../installer/log/installer-messages.js';
export { type NativeMsiexecOptions, runNativeMsiexec } from '../installer/native/native-msiexec.js';
export { type MsiexecResult, type RunMsiexecOptions, runMsiexec } from '../installer/run-msiexec.js';
export {
  type PlanSequenceOptions,
  planAdministrativeSequence,
  type SequencePlan,
} from '../installer/session/administrative-sequence.js';
export {
  AdministrativeSession,
  type AdministrativeSessionOptions,
  type CellPlace,
} from '../installer/session/administrative-session.js';
export {
  type ApplySequenceOptions,
  applyAdministrativeSequence,
} from '../installer/session/apply-administrative-sequence.js';
export type {} from './article.js';
// Types behind these signatures: see index.ts.
export type {} from './package.js';
