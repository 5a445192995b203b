import { join } from 'node:path';
import type { WriteOptions } from '../../package/node/write-options.js';
import {
  type AdministrativeInstallationOptions,
  type AdministrativeResult,
  applyAdministrativeInstallation,
} from '../image/administrative-installation.js';
import { applyImagePatch } from '../image/patch-image.js';
import { tellFileOperations } from '../log/installation-log-operations.js';
import { logError, returnValueOf } from '../log/message-of-error.js';
import type { SequencePlan } from './administrative-sequence.js';
import type { AdministrativeSession } from './administrative-session.js';

/** Options of {@link applyAdministrativeSequence}. */
export interface ApplySequenceOptions extends WriteOptions {
  /** Called with the absolute paths that are about to be written; what it throws ends the run before anything is. */
  beforeWriting?: (paths: readonly string[]) => void;
  /** Files of the package that are decoded already. */
  held?: AdministrativeInstallationOptions['held'];
  /** An output that the image is part of, see {@link AdministrativeInstallationOptions.into}. */
  into?: AdministrativeInstallationOptions['into'];
}

/**
 * Applies a plan of {@link planAdministrativeSequence}, all or nothing, and writes the session's log. Throws
 * `TARGET_IS_SOURCE`, and what decoding, deltas, checking and the disk throw.
 */
export async function applyAdministrativeSequence(
  session: AdministrativeSession,
  plan: SequencePlan,
  options: ApplySequenceOptions = {},
): Promise<AdministrativeResult> {
  const { log, platform, user, now, packagePath } = session;
  const { target, image, finalizer } = plan;
  try {
    const paths = image.files.map(({ path }) => path);
    if (image.packageName !== null) paths.push(image.packageName);
    options.beforeWriting?.(paths.map((path) => join(target, path)));
    tellFileOperations(log, { files: image.files, target, separator: platform === 'win32' ? '\\' : '/' });
    const result =
      plan.kind === 'patch'
        ? await applyImagePatch(plan.package, plan.image, target, { ...options, user, now })
        : await applyAdministrativeInstallation(session.package, plan.image, target, {
            ...options,
            packagePath,
            user,
            now,
            adminProperties: plan.adminProperties,
            elevationBit: plan.elevationBit,
            tolerant: options.tolerant ?? plan.fileMismatch === 'take',
          });
    for (const { message } of result.warnings) log({ type: 'info', text: `Note: ${message}` });
    for (const event of plan.logAfter) log(event);
    return result;
  } catch (error) {
    logError(error, log);
    if (finalizer !== null) log({ type: 'actionEnd', action: finalizer, returnValue: returnValueOf(error) });
    throw error;
  }
}
